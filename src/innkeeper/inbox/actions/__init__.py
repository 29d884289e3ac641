"""The only writers of the inbox, one file per group of verbs."""

from innkeeper.inbox.actions.escalating import escalate_message
from innkeeper.inbox.actions.fetching import fetch_mailbox
from innkeeper.inbox.actions.receipts import plan_receipt, receipt_words, send_receipt
from innkeeper.inbox.actions.receiving import AnotherMessage, Arrival, Received, receive
from innkeeper.inbox.actions.sorting import (
    message_for,
    note_answered,
    note_opened,
    open_message,
    place_message,
    set_aside,
)
from innkeeper.inbox.actions.sources import add_hook, add_mailbox, end_source

__all__ = [
    "AnotherMessage",
    "Arrival",
    "Received",
    "add_hook",
    "add_mailbox",
    "end_source",
    "escalate_message",
    "fetch_mailbox",
    "message_for",
    "note_answered",
    "note_opened",
    "open_message",
    "place_message",
    "plan_receipt",
    "receipt_words",
    "receive",
    "send_receipt",
    "set_aside",
]
