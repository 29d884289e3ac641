"""The classes of sealed data: each has keys of its own, so each can be destroyed at its own time."""

from enum import StrEnum


class DataClass(StrEnum):
    """Why a value is kept: for the service, because the law registers guests, or as proof of who read what."""

    SERVICE = "service"
    STATUTORY = "statutory"
    ACCOUNTABILITY = "accountability"
