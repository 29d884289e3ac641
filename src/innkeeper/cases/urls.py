"""Addresses of the spine: a case is a noun, what is done to it are its own nouns."""

from django.urls import path

from innkeeper.cases.views import approving, doing, reading, sections

app_name = "cases"
urlpatterns = [
    path("cases/", reading.all_cases, name="all"),
    path("cases/<str:ref>/", reading.case, name="case"),
    path("cases/<str:ref>/export/", reading.export, name="export"),
    path("cases/<str:ref>/thread/older/", reading.thread, name="older"),
    path("cases/<str:ref>/thread/", doing.words, name="thread"),
    path("cases/<str:ref>/words/", doing.own_words, name="words"),
    path("cases/<str:ref>/contacts/", doing.contacts, name="contacts"),
    path("cases/<str:ref>/tasks/", doing.tasks, name="tasks"),
    path("cases/<str:ref>/classification/", doing.classification, name="classification"),
    path("cases/<str:ref>/assignment/", doing.assignment, name="assignment"),
    path("cases/<str:ref>/stage/", doing.stage, name="stage"),
    path("cases/<str:ref>/steps/", doing.steps, name="steps"),
    path("cases/<str:ref>/findings/", doing.findings, name="findings"),
    path("cases/<str:ref>/evidence/", doing.evidence, name="evidence"),
    path("cases/<str:ref>/evidence/<uuid:evidence_id>/", reading.picture, name="picture"),
    path("cases/<str:ref>/transfer/", doing.transfer, name="transfer"),
    path("cases/<str:ref>/approvals/", doing.approvals, name="approvals"),
    path("cases/<str:ref>/approvals/<uuid:approval_id>/decision/", doing.decision, name="decision"),
    path("cases/<str:ref>/contact/", doing.contact, name="contact"),
    path("cases/<str:ref>/history/", reading.history, name="history"),
    path("cases/<str:ref>/sections/<slug:name>/", sections.section, name="section"),
    path("cases/<str:ref>/merge/", doing.merge, name="merge"),
    path("cases/<str:ref>/named-staff/", doing.named_staff, name="named_staff"),
    path("cases/<str:ref>/hearings/", doing.hearings, name="hearings"),
    path("cases/<str:ref>/hearings/<uuid:hearing_id>/words/", doing.hearing_words, name="hearing_words"),
    path("cases/<str:ref>/restriction/", doing.restriction, name="restriction"),
    path("cases/<str:ref>/consent/", doing.consent, name="consent"),
    path("cases/<str:ref>/readers/", doing.readers, name="readers"),
    path("cases/<str:ref>/parts/", doing.parts, name="parts"),
    path("cases/<str:ref>/links/", doing.links, name="links"),
    path("cases/<str:ref>/hold/", doing.hold, name="hold"),
    path("cases/<str:ref>/closure/", doing.closure, name="closure"),
    path("approvals/", approving.approvals, name="approvals_mine"),
    path("approvals/<uuid:approval_id>/decision/", approving.decided, name="approval_decision"),
    path("tasks/<uuid:task_id>/acceptance/", doing.acceptance, name="acceptance"),
    path("tasks/<uuid:task_id>/arrival/", doing.arrival, name="arrival"),
    path("tasks/<uuid:task_id>/completion/", doing.completion, name="completion"),
    path("tasks/<uuid:task_id>/obstacle/", doing.obstacle, name="obstacle"),
    path("tasks/<uuid:task_id>/reassignment/", doing.reassignment, name="reassignment"),
    path("tasks/<uuid:task_id>/withdrawal/", doing.withdrawal, name="withdrawal"),
]
