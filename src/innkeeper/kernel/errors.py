"""The one error tree. A code for machines, a safe text for people; no personal data in either."""

from collections.abc import Mapping


class InnkeeperError(Exception):
    """Something that the asker can be told. `text` is translated and safe; `fields` names fields or rows."""

    code = "error"
    status = 400

    def __init__(
        self, text: str, *, code: str | None = None, fields: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(text)
        self.text = text
        self.code = code or type(self).code
        self.fields = dict(fields or {})


class InvalidInput(InnkeeperError):
    """What was given cannot be taken; `fields` says which and what would be right."""

    code = "invalid_input"
    status = 422


class NotPermitted(InnkeeperError):
    """Seen, but not allowed to this actor."""

    code = "not_permitted"
    status = 403


class NotFound(InnkeeperError):
    """Not there, or not to be seen by this actor."""

    code = "not_found"
    status = 404


class WrongState(InnkeeperError):
    """The thing is not in a state that allows this now."""

    code = "wrong_state"
    status = 409


class EditConflict(InnkeeperError):
    """Someone else changed it since it was read; nothing was lost, nothing was written."""

    code = "edit_conflict"
    status = 409


class Unavailable(InnkeeperError):
    """A part of the house cannot answer now; try again."""

    code = "unavailable"
    status = 503
