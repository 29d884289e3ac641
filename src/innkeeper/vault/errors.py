"""What can go wrong with a seal. None of it tells what was inside."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from innkeeper.kernel.errors import InnkeeperError, WrongState


class SealBroken(InnkeeperError):
    """The seal does not open: another key, another row, or a changed byte. It is not said which."""

    code = "seal_broken"
    status = 500

    def __init__(self) -> None:
        super().__init__(_("A sealed value cannot be opened. Tell the system administrator."))


class KeyDestroyed(InnkeeperError):
    """The subject's key was destroyed: the value is gone for good."""

    code = "key_destroyed"
    status = 410

    def __init__(self) -> None:
        super().__init__(_("The keys of this person were destroyed; the value can no longer be read."))


class UsesUnknown(InnkeeperError):
    """It cannot be proved that a key is unused, so no key is swept."""

    code = "uses_unknown"
    status = 500

    def __init__(self) -> None:
        super().__init__(
            _("A later version of the software has sealed values here. No key is swept before it is back.")
        )


class SubjectShredded(WrongState):
    """Something was to be sealed for a subject whose keys were destroyed."""

    code = "subject_shredded"

    def __init__(self) -> None:
        super().__init__(
            _("The keys of this person were destroyed; nothing new can be kept. Open a new file.")
        )


class SubjectHeld(WrongState):
    """The keys are wanted as evidence: a legal hold stands on the subject."""

    code = "subject_held"

    def __init__(self, holds: Sequence[str]) -> None:
        super().__init__(
            _("A legal hold keeps these keys from being destroyed."), fields={"holds": ", ".join(holds)}
        )
