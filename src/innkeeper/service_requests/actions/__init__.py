"""The only writers of service requests, one file per group of verbs."""

from innkeeper.service_requests.actions.asking import Wish, request_service
from innkeeper.service_requests.actions.delivering import close_delivered, confirm_by_guest, note_call
from innkeeper.service_requests.actions.following import end_with_stay, follow_to_room
from innkeeper.service_requests.actions.helping import end_help, load_wished, set_load, weigh_load
from innkeeper.service_requests.actions.needs import Answer, receive_guest, record_needs
from innkeeper.service_requests.actions.planning import deliver_at_hour, offer_planned
from innkeeper.service_requests.actions.rerouting import reroute
from innkeeper.service_requests.actions.solving import solve_on_spot
from innkeeper.service_requests.actions.withdrawing import begin_again, withdraw_request

__all__ = [
    "Answer",
    "Wish",
    "begin_again",
    "close_delivered",
    "confirm_by_guest",
    "deliver_at_hour",
    "end_help",
    "end_with_stay",
    "follow_to_room",
    "load_wished",
    "note_call",
    "offer_planned",
    "receive_guest",
    "record_needs",
    "request_service",
    "reroute",
    "set_load",
    "solve_on_spot",
    "weigh_load",
    "withdraw_request",
]
