"""Reading a mailbox over IMAP in a thread of its own: the worker never waits for a slow or dead server."""

import imaplib
import re
import socket
import ssl
from collections.abc import Collection, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as StillReading
from dataclasses import dataclass, field
from datetime import date, datetime
from email.utils import parseaddr
from uuid import UUID

from imap_tools import AND, BaseMailBox, MailMessage, UidRange

from innkeeper.inbox.adapters.html import words_of
from innkeeper.outbox.addresses import Place, looked_up

TIMEOUT_SECONDS = 10.0
MAILS = 20
MAIL_BYTES = 30 * 1024 * 1024
UNREADABLE = "[邮件读不出，请到邮箱里看 · this mail cannot be read here: look into the mailbox]"
"""What the desk reads instead, whichever language it reads."""
EMPTY = "[空白邮件 · this mail says nothing: look into the mailbox]"
MACHINES = frozenset(
    {
        "list-id",
        "list-unsubscribe",
        "precedence",
        "x-autoreply",
        "x-autorespond",
        "x-auto-response-suppress",
        "feedback-id",
    }
)
NOBODY = frozenset(
    {"mailer-daemon", "postmaster", "no-reply", "noreply", "do-not-reply", "donotreply", "bounce"}
)
OWN_ID = "@innkeeper>"
OWN_RECEIPT = re.compile(r"Innkeeper [A-Z2-9]{8}\b")
"""The subject of our receipts: an answering machine that sends no header of its own repeats it, and would answer for ever."""
_threads = ThreadPoolExecutor(max_workers=4, thread_name_prefix="imap")
_running: dict[UUID, "Future[Fetched]"] = {}


@dataclass(frozen=True, slots=True, repr=False)
class Account:
    """Where to read, and from which mail on: no mail of a day before `since_on`, whatever the box has kept."""

    id: UUID
    host: str
    port: int
    user: str
    password: str
    folder: str
    uid_validity: int
    last_uid: int
    since_on: date


@dataclass(frozen=True, slots=True, repr=False)
class Mail:
    """One mail, read but not kept: `key` is its Message-ID, else its place in the mailbox.

    `left_out`: how many of its files are too large to be read at all. `is_reply`: it answers one of our receipts. Such a one gets none, so that nobody answers for ever, but a person may
    have written it.
    """

    uid: int
    key: str
    sender: str
    text: str
    sent_at: datetime | None
    files: tuple[bytes, ...] = ()
    left_out: int = 0
    is_automatic: bool = False
    is_reply: bool = False


@dataclass(frozen=True, slots=True, repr=False)
class Fetched:
    """What a round brought, oldest first."""

    uid_validity: int
    mails: tuple[Mail, ...] = field(default_factory=tuple)


def fetched(account: Account, *, inside_hosts: Collection[str], patience: float) -> Fetched | None:
    """What the mailbox holds anew; None while the server has not answered within `patience` seconds.

    A round that is still running is asked again at the next call, never started twice. Raises what the round raised.
    """
    round_ = _running.get(account.id)
    if round_ is None:
        round_ = _threads.submit(_read, account, inside_hosts)
        _running[account.id] = round_
    try:
        found = round_.result(timeout=patience)
    except StillReading:
        if not round_.done():
            return None
        _running.pop(account.id, None)
        raise
    except Exception:
        _running.pop(account.id, None)
        raise
    _running.pop(account.id, None)
    return found


class _Pinned(imaplib.IMAP4):
    """Connects to the address that was checked; over TLS the certificate must be the name's."""

    def __init__(self, place: Place, *, is_plain: bool) -> None:
        self._place, self._is_plain = place, is_plain
        super().__init__(place.host, place.port, timeout=TIMEOUT_SECONDS)

    def _create_socket(self, timeout: float | None) -> socket.socket:
        link = socket.create_connection((self._place.ip, self._place.port), timeout)
        if self._is_plain:
            return link
        return ssl.create_default_context().wrap_socket(link, server_hostname=self._place.host)


class _Box(BaseMailBox):
    """imap_tools over a pinned connection."""

    def __init__(self, place: Place, *, is_plain: bool) -> None:
        self._place, self._is_plain = place, is_plain
        super().__init__()

    def _get_mailbox_client(self) -> imaplib.IMAP4:
        return _Pinned(self._place, is_plain=self._is_plain)


def _read(account: Account, inside_hosts: Collection[str]) -> Fetched:
    """One round, in its thread; it touches no database. Plain IMAP only on hosts inside the house."""
    place = looked_up(f"https://{account.host}:{account.port}/", inside_hosts=inside_hosts)
    is_plain = account.host in inside_hosts and account.port != 993
    with _Box(place, is_plain=is_plain).login(account.user, account.password, account.folder) as box:
        status = box.folder.status(account.folder, ["UIDVALIDITY"])
        validity = int(status["UIDVALIDITY"])
        after = account.last_uid if validity == account.uid_validity else 0
        criteria = AND(uid=UidRange(str(after + 1), "*"), date_gte=account.since_on)
        mails = []
        for mail in box.fetch(criteria, mark_seen=False, limit=MAILS, bulk=False):
            if int(mail.uid or 0) > after:
                mails.append(_kept(mail, validity))
        return Fetched(validity, tuple(sorted(mails, key=lambda one: one.uid)))


def _kept(mail: MailMessage, validity: int) -> Mail:
    """The mail as it reads; one that no reader can take stands as such, so that it never stops those behind it."""
    try:
        return _mail(mail, validity)
    except (
        Exception
    ):  # a charset made up to break readers, a header of no form: whatever it is, the next mail is read
        uid = int(mail.uid or 0)
        return Mail(
            uid=uid, key=f"{validity}:{uid}", sender="", text=UNREADABLE, sent_at=None, is_automatic=True
        )


def _mail(mail: MailMessage, validity: int) -> Mail:
    uid = int(mail.uid or 0)
    headers: dict[str, tuple[str, ...]] = dict(mail.headers)
    named = headers.get("message-id", ("",))[0].strip()
    files = tuple(one.payload for one in mail.attachments if one.size <= MAIL_BYTES)
    said = mail.text if mail.text.strip() else words_of(mail.html)
    words = "\n".join(part for part in (mail.subject, said) if part.strip())
    sender = _readable(parseaddr(mail.from_)[1])[:200]
    return Mail(
        uid=uid,
        key=_readable(named) or f"{validity}:{uid}",
        sender=sender,
        text=_readable(words)[:20_000] if words.strip() or files else EMPTY,
        sent_at=mail.date if mail.date.tzinfo else None,
        files=files,
        left_out=len(mail.attachments) - len(files),
        is_automatic=_is_machine(headers, sender),
        is_reply=_is_reply(headers, mail.subject),
    )


def _is_machine(headers: Mapping[str, tuple[str, ...]], sender: str) -> bool:
    """Whether no person wrote it: a list, a bounce, an answering machine."""
    first = {name: values[0].strip().lower() for name, values in headers.items() if values}
    return (
        first.get("auto-submitted", "no") != "no"
        or bool(MACHINES & set(first))
        or first.get("return-path") == "<>"
        or first.get("content-type", "").startswith("multipart/report")
        or sender.partition("@")[0].lower() in NOBODY
    )


def _is_reply(headers: Mapping[str, tuple[str, ...]], subject: str) -> bool:
    named = " ".join((*headers.get("in-reply-to", ()), *headers.get("references", ())))
    return OWN_ID in named or bool(OWN_RECEIPT.search(subject))


def _readable(text: str) -> str:
    """The text without what no database keeps: halves of characters, from a broken charset, become "?", NUL goes."""
    return text.encode(errors="replace").decode().replace("\x00", "")
