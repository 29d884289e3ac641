"""The only writers of cases, one file per group of verbs."""

from innkeeper.cases.actions.approving import (
    Question,
    act_first,
    ask_approval,
    asked,
    decide_approval,
    note_phone_approval,
    ratify_approval,
)
from innkeeper.cases.actions.change import changing, log_refusal, playbook_for, tell
from innkeeper.cases.actions.classifying import Sorting, classify_case
from innkeeper.cases.actions.closing import (
    GatesOpen,
    advance_stage,
    close_case,
    do_step,
    insist_gates,
    reopen_case,
)
from innkeeper.cases.actions.contacting import (
    Spoken,
    record_contact,
    send_progress,
    tell_of_transfer,
    transfer_case,
)
from innkeeper.cases.actions.departing import move_departure
from innkeeper.cases.actions.escalating import Reached, escalate, prompt_owners
from innkeeper.cases.actions.handling import (
    assign_case,
    notice_about,
    refuse_other,
    restrict_case,
    route_case,
    share,
    share_case,
    summon,
    take_case,
    tell_post,
    unshare_case,
)
from innkeeper.cases.actions.holding import hold_case, release_case, rest, wake
from innkeeper.cases.actions.inquiring import add_evidence, add_finding
from innkeeper.cases.actions.linking import link_cases, merge_case, unmerge_case
from innkeeper.cases.actions.naming import ColleagueNotHeard, hear_colleague, insist_heard, name_staff
from innkeeper.cases.actions.opening import Intake, OpenedCase, open_case
from innkeeper.cases.actions.publishing import (
    faults_of_change,
    override_playbook,
    publish,
    publish_shipped,
    seed_taxonomy,
)
from innkeeper.cases.actions.rewording import edit_code, edit_rule, rebase_code
from innkeeper.cases.actions.running import emit, settle, tick
from innkeeper.cases.actions.splitting import split_off
from innkeeper.cases.actions.taking_over import take_over_case, take_over_task
from innkeeper.cases.actions.talking import PromiseContradicted, Words, mark_read, write_thread
from innkeeper.cases.actions.tapping import OBSTACLES, TapIn, TapOut, tap_task
from innkeeper.cases.actions.visiting import alert_room, note_consent
from innkeeper.cases.actions.wording import hidden, worded
from innkeeper.cases.actions.working import (
    Job,
    accept_task,
    add_task,
    arrive_at_task,
    cancel_task,
    cannot_do_task,
    drop_step,
    finish_by_radio,
    finish_step,
    finish_task,
    offer,
    reassign_task,
)

__all__ = [
    "OBSTACLES",
    "ColleagueNotHeard",
    "GatesOpen",
    "Intake",
    "Job",
    "OpenedCase",
    "PromiseContradicted",
    "Question",
    "Reached",
    "Sorting",
    "Spoken",
    "TapIn",
    "TapOut",
    "Words",
    "accept_task",
    "act_first",
    "add_evidence",
    "add_finding",
    "add_task",
    "advance_stage",
    "alert_room",
    "arrive_at_task",
    "ask_approval",
    "asked",
    "assign_case",
    "cancel_task",
    "cannot_do_task",
    "changing",
    "classify_case",
    "close_case",
    "decide_approval",
    "do_step",
    "drop_step",
    "edit_code",
    "edit_rule",
    "emit",
    "escalate",
    "faults_of_change",
    "finish_by_radio",
    "finish_step",
    "finish_task",
    "hear_colleague",
    "hidden",
    "hold_case",
    "insist_gates",
    "insist_heard",
    "link_cases",
    "log_refusal",
    "mark_read",
    "merge_case",
    "move_departure",
    "name_staff",
    "note_consent",
    "note_phone_approval",
    "notice_about",
    "offer",
    "open_case",
    "override_playbook",
    "playbook_for",
    "prompt_owners",
    "publish",
    "publish_shipped",
    "ratify_approval",
    "reassign_task",
    "rebase_code",
    "record_contact",
    "refuse_other",
    "release_case",
    "reopen_case",
    "rest",
    "restrict_case",
    "route_case",
    "seed_taxonomy",
    "send_progress",
    "settle",
    "share",
    "share_case",
    "split_off",
    "summon",
    "take_case",
    "take_over_case",
    "take_over_task",
    "tap_task",
    "tell",
    "tell_of_transfer",
    "tell_post",
    "tick",
    "transfer_case",
    "unmerge_case",
    "unshare_case",
    "wake",
    "worded",
    "write_thread",
]
