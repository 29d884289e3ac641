"""Which addresses the browser looks at, by the person who opens them; and which answer no page of their own."""

from tests.addresses import MY_WORK

OF_THE_DESK = {
    "work": MY_WORK, "house": "/house/", "intake": "/intake/", "cases": "/cases/", "cases-late": "/cases/?state=late", "case": "/cases/{leak}/", "history": "/cases/{leak}/history/",
    "guests": "/guests/", "guest": "/guests/{guest}/", "new-guest": "/guests/new/", "search": "/search/",
    "search-none": "/search/?q=zzzz",
    "requests": "/requests/", "requests-done": "/requests/?state=closed", "themes": "/requests/themes/",
    "notices": "/notices/", "account": "/account/", "room": "/rooms/1208/", "rounds": "/rooms/", "due-in": "/house/lists/due-in/", "due-out": "/house/lists/due-out/", "not-asked": "/house/lists/not-asked/",
    "stay": "/stays/{stay}/", "stay-rooms": "/stays/{stay}/rooms/", "new-stay": "/guests/{guest}/stays/new/", "edit-guest": "/guests/{guest}/edit/",
    "calls": "/calls/", "emergencies": "/emergencies/", "card": "/emergencies/cards/fire/",
    "inbox": "/inbox/", "paste": "/inbox/paste/", "message": "/inbox/{message}/", "walks": "/walks/",
    "found": "/lost-and-found/", "password": "/account/password/", "confirm": "/account/confirm/",
}  # fmt: skip
OF_THE_OFFICE = {
    "settings": "/settings/", "staff": "/settings/staff/", "roles": "/settings/roles/", "role": "/settings/roles/{role}/", "duty": "/settings/duty/", "ladder": "/settings/duty/ladders/waiter/",
    "hands": "/room-tasks/{room_task}/hands/", "turn-removal": "/settings/duty/turns/{turn}/removal/",
    "rights": "/settings/rights-review/", "calendar": "/settings/calendar/", "year": "/settings/calendar/2027/",
    "codes": "/settings/codes/", "code": "/settings/codes/towels/", "rules": "/settings/words/",
    "rule": "/settings/words/rules/question/", "rule-new": "/settings/words/new/",
    "playbooks": "/settings/playbooks/", "playbook": "/settings/playbooks/complaint/",
    "texts": "/settings/texts/", "text": "/settings/texts/cases.assigned/", "load": "/settings/load/", "load-one": "/settings/load/housekeeping/",
    "organisation": "/settings/organisation/", "channels": "/settings/channels/", "board": "/house/",
    "sources": "/settings/sources/", "numbers": "/settings/emergency-numbers/", "keeping": "/settings/keeping-times/", "keeping-one": "/settings/keeping-times/clothing/", "limit": "/settings/limits/front_desk/", "devices": "/settings/devices/",
}  # fmt: skip
OF_THE_LOG = {
    "audit": "/audit/",
    "watch": "/settings/searches/",
    "audit-case": "/audit/?case={leak}",
    "erasure": "/guests/{guest}/erasure/",
    "noted-erasures": "/settings/erasures/",
}
OF_THE_MACHINES = {
    "imports": "/imports/",
    "rooms-settings": "/settings/rooms/",
    "jobs": "/settings/jobs/",
    "person": "/settings/staff/{person}/",
}
OF_THE_PHONE = {"phone-work": MY_WORK, "phone-board": "/board/", "phone-case": "/cases/{leak}/"}
OF_THE_STREET = {"sign-in": "/sign-in/", "device": "/device/"}
OF_THE_SHIFT = {
    "handover": "/handover/", "book": "/handover/books/assistant_manager/", "record": "/handover/records/{record}/",
    "manager-log": "/manager-log/", "errors": "/records/errors/", "downtime": "/downtime/", "briefing": "/briefing/",
}  # fmt: skip
OF_THE_MANAGER = {
    "approvals": "/approvals/", "compensation": "/compensation/?since=2026-03-01&until=2026-03-31",
    "limits": "/settings/limits/", "drills": "/drills/", "summaries": "/summaries/", "terms": "/disputes/terms/",
}  # fmt: skip
WALKS = (OF_THE_DESK, OF_THE_OFFICE, OF_THE_LOG, OF_THE_MACHINES, OF_THE_PHONE, OF_THE_STREET, OF_THE_SHIFT, OF_THE_MANAGER)  # fmt: skip

# Answer a part of a page, a file, or a redirect; or are walked by a test of their own, named beside them.
NO_PAGES = {
    "front": "to the first place of the asker",
    "export": "a file", "picture": "a picture", "register_file": "a file", "import_bad_rows": "a file",
    "older": "a part of the case", "section": "a part of the case", "notices_bell": "a part of the frame",
    "push_worker": "a script", "mfa_index": "to the account", "mfa_list_webauthn": "to the account",
    "mfa_download_recovery_codes": "a file", "mfa_view_recovery_codes": "test_passkey",
    "mfa_authenticate": "test_passkey", "mfa_login_webauthn": "test_passkey", "mfa_reauthenticate": "test_passkey",
    "mfa_reauthenticate_webauthn": "test_passkey", "mfa_add_webauthn": "test_passkey",
    "mfa_remove_webauthn": "test_passkey", "mfa_activate_totp": "test_passkey", "mfa_deactivate_totp": "test_passkey",
    "mfa_generate_recovery_codes": "test_passkey", "account_inactive": "words alone",
    "account_logout": "one button", "device_hand": "a phone that is bound: tests/accounts",
    "import": "a run of the worker: tests/stays", "parts": "test_parts", "parts_poll": "a part of the parts page",
    "parts_reveal": "a part of the parts page", "completion": "a part of the case", "reassignment": "a part of the case",
}  # fmt: skip
