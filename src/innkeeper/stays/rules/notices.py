"""What notices about rooms say, marked for translation: room and task only. Pure."""

from innkeeper.kernel.text import marked as _

NOTICE_TEXTS = {
    "rooms.task_rush": _("Room %(room)s is a rush room: make it ready now."),
    "rooms.task_inspection": _("Room %(room)s: inspect after departure."),
    "rooms.task_amenity": _("Room %(room)s: an amenity is ordered."),
    "rooms.given_away": _("Room %(room)s went to another guest: its arrival needs a new one."),
    "rooms.task_yours": _("Room %(room)s: a room task is yours now."),
    "rooms.task_given_on": _("Room %(room)s: your room task went to a colleague."),
    "rooms.task_late": _("Room %(room)s: a room task is late."),
}
