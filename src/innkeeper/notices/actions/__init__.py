"""The only writers of notices, one file per group of verbs."""

from innkeeper.notices.actions.carrying import carry_carriage, carry_notice, carry_unreached, send_test
from innkeeper.notices.actions.channels import add_bot, end_bot, end_push, enrol_push
from innkeeper.notices.actions.telling import (
    Reach,
    Subject,
    fault_of,
    keep_unreached,
    mark_read,
    notify,
    notify_post,
    take_unreached,
    word_text,
)
from innkeeper.notices.actions.troubles import end_trouble, note_trouble

__all__ = [
    "Reach",
    "Subject",
    "add_bot",
    "carry_carriage",
    "carry_notice",
    "carry_unreached",
    "end_bot",
    "end_push",
    "end_trouble",
    "enrol_push",
    "fault_of",
    "keep_unreached",
    "mark_read",
    "note_trouble",
    "notify",
    "notify_post",
    "send_test",
    "take_unreached",
    "word_text",
]
