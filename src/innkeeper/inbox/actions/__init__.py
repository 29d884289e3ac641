"""The only writers of the inbox, one file per group of verbs."""

from innkeeper.inbox.actions.escalating import escalate_message, ring_again, warn_of_danger
from innkeeper.inbox.actions.fetching import fetch_mailbox
from innkeeper.inbox.actions.receipts import plan_receipt, receipt_words, send_receipt
from innkeeper.inbox.actions.receiving import READING_CLOCK, AnotherMessage, Arrival, Received, receive
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
    "READING_CLOCK",
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
    "ring_again",
    "send_receipt",
    "set_aside",
    "warn_of_danger",
]
