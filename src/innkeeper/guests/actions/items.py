"""What is written into a guest file: the given items, checked; their seals, masks and look-up keys."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from innkeeper.guests import rules
from innkeeper.guests.models import TOP_VIP_LEVEL, GuestToken, Title
from innkeeper.kernel import lands, text
from innkeeper.kernel.days import is_thinkable
from innkeeper.kernel.errors import InvalidInput
from innkeeper.vault.sealing import Plain
from innkeeper.vault.tokens import lookup_token

SEALED = ("full_name", "phone", "email", "id_number", "payment", "birthday")
OPEN = (
    "show_name",
    "title",
    "language",
    "country",
    "vip_level",
    "is_incognito",
    "special_needs",
    "referral_source",
)
LONGEST = {
    "full_name": 80,
    "phone": 40,
    "email": 200,
    "id_number": 40,
    "payment": 60,
    "show_name": 40,
    "special_needs": 200,
    "referral_source": 60,
    "language": 40,
    "country": 40,
}


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class GuestItems:
    """Items of a guest file as given; None leaves an item as it is, "" clears it. Plain: never stored, never logged."""

    full_name: str | None = None
    phone: str | None = None
    email: str | None = None
    id_number: str | None = None
    payment: str | None = None
    birthday: date | None = None
    show_name: str | None = None
    title: str | None = None
    language: str | None = None
    country: str | None = None
    vip_level: int | None = None
    is_incognito: bool | None = None
    special_needs: str | None = None
    referral_source: str | None = None
    external_key: str | None = None

    def given(self) -> tuple[str, ...]:
        """The names of the items that were given."""
        return tuple(item.name for item in fields(self) if getattr(self, item.name) is not None)

    def plain(self, field: str) -> str:
        """One item as text."""
        value = getattr(self, field)
        return value.isoformat() if isinstance(value, date) else str(value or "")


def checked(items: GuestItems) -> GuestItems:
    """The items with white space folded and the phone in E.164.

    Raises InvalidInput naming every wrong item and what would be right.
    """
    wrong: dict[str, str] = {}
    clean: dict[str, object] = {name: getattr(items, name) for name in items.given()}
    for name, longest in LONGEST.items():
        value = clean.get(name)
        if isinstance(value, str):
            clean[name] = " ".join(value.split())
            if len(value) > longest or "\x00" in value:
                wrong[name] = _("At most %(longest)s characters.") % {"longest": longest}
    wrong.update(_wrong_values(clean))
    clean |= _codes(clean, wrong)
    if clean.get("phone"):
        clean["phone"] = rules.phone_number(str(clean["phone"]))
    if wrong:
        raise InvalidInput(_("Some items cannot be taken."), fields=wrong)
    return GuestItems(**clean)  # type: ignore[arg-type]


def _codes(clean: dict[str, object], wrong: dict[str, str]) -> dict[str, object]:
    """The language and the country by their codes; one that nobody knows is wrong."""
    codes: dict[str, object] = {}
    if clean.get("language"):
        codes["language"] = lands.language_code(str(clean["language"]))
    if clean.get("country"):
        codes["country"] = lands.country_code(str(clean["country"]))
    asked = {
        "language": _("One of the languages offered."),
        "country": _("One of the countries or regions offered."),
    }
    wrong |= {name: asked[name] for name, code in codes.items() if not code}
    return codes


def _wrong_values(clean: dict[str, object]) -> dict[str, str]:
    wrong = {}
    if "full_name" in clean and not any(c.isalpha() for c in str(clean["full_name"])):
        wrong["full_name"] = _("A name with at least one letter or character.")
    if clean.get("phone") and rules.phone_number(str(clean["phone"])) is None:
        wrong["phone"] = _("A phone number such as 138 0057 4471 or +44 20 7946 0958.")
    if clean.get("email") and not rules.EMAIL.fullmatch(str(clean["email"])):
        wrong["email"] = _("An address such as name@mail.example.")
    if clean.get("title") and clean["title"] not in set(Title):
        wrong["title"] = _("One of the titles offered.")
    birthday = clean.get("birthday")
    if isinstance(birthday, date) and not is_thinkable(birthday):
        wrong["birthday"] = _("A day such as 1985-09-17.")
    level = clean.get("vip_level")
    if isinstance(level, int) and not 0 <= level <= TOP_VIP_LEVEL:
        wrong["vip_level"] = _("A VIP level from 0 to 5.")
    return wrong


def masks(items: GuestItems) -> dict[str, str]:
    """The masked columns for the sealed items that were given."""
    shown: dict[str, str] = {}
    if items.full_name:
        shown["name_masked"] = text.masked_name(items.full_name)[:80]
    if items.phone is not None:
        shown["phone_masked"] = text.masked_tail(items.phone) if items.phone else ""
    if items.email is not None:
        shown["email_masked"] = rules.masked_email(items.email)[:80] if items.email else ""
    if items.id_number is not None:
        shown["id_masked"] = rules.masked_identity(items.id_number) if items.id_number else ""
    if items.payment is not None:
        shown["payment_masked"] = text.masked_tail(items.payment) if items.payment else ""
    if items.birthday is not None:
        shown["birthday_masked"] = rules.masked_birthday(items.birthday)
    return shown


def to_seal(guest_id: UUID, items: GuestItems) -> list[Plain]:
    """The values that go under the guest's key."""
    return [
        Plain(value=items.plain(name), field_id=f"guests.Guest.{name}", row_id=guest_id, subject_id=guest_id)
        for name in SEALED
        if getattr(items, name)
    ]


def keys_of(items: GuestItems) -> list[rules.Key]:
    """The look-up keys of the items that were given."""
    keys: list[rules.Key] = []
    if items.full_name:
        keys += rules.name_keys(items.full_name)
    if items.phone:
        keys += rules.phone_keys(items.phone)
    if items.external_key:
        keys.append(rules.Key(rules.TokenColumn.EXTERNAL_KEY, items.external_key))
    return [key for key in keys if key.value]


def token_of(key: rules.Key, *, group_id: UUID) -> bytes:
    """The keyed digest of one look-up value within a group."""
    return lookup_token(key.value, column=key.column.value, scope_id=group_id)


def tokens(guest_id: UUID, keys: Iterable[rules.Key], *, group_id: UUID) -> list[GuestToken]:
    """Token rows, not yet saved."""
    return [
        GuestToken(guest_id=guest_id, column=key.column.value, token=token_of(key, group_id=group_id))
        for key in keys
    ]


def replaced_columns(items: GuestItems) -> list[str]:
    """The token columns that an edit of these items makes stale."""
    stale: list[rules.TokenColumn] = []
    if items.full_name is not None:
        stale += [
            rules.TokenColumn.NAME_FULL,
            rules.TokenColumn.NAME_PINYIN,
            rules.TokenColumn.NAME_INITIALS,
        ]
    if items.phone is not None:
        stale += [
            rules.TokenColumn.PHONE_FULL,
            rules.TokenColumn.PHONE_LAST_FOUR,
            rules.TokenColumn.PHONE_LAST_SIX,
        ]
    return [column.value for column in stale]
