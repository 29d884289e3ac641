"""Mail out through the house's own server, set by whoever runs the house, not by its users."""

import smtplib
import ssl
from dataclasses import dataclass
from uuid import UUID

from innkeeper.outbox.ports import DeliveryFailed, Message, NotReached, Promise, Refused, Unsure

FOR_EVER = 500


@dataclass(frozen=True, slots=True)
class SmtpPost:
    """The message's body is the whole mail; its Message-ID is the delivery's id, so that a repeat shows as one. Units: seconds."""

    host: str
    port: int
    sender: str
    user: str = ""
    password: str = ""
    name: str = "smtp"
    promise: Promise = Promise.IDEMPOTENT
    timeout: float = 5.0

    def send(self, message: Message) -> str:
        """Hand it to the server, encrypted where the server offers it. Raises Refused, NotReached, Unsure.

        A no for ever (5xx) is not asked again, a no for now (4xx: a server that wants to see it twice) is.
        """
        line = self._line()
        try:
            line.sendmail(self.sender, [message.address], message.body)
        except smtplib.SMTPRecipientsRefused as no:
            raise _meant(*no.recipients.values()) from no
        except smtplib.SMTPResponseException as no:
            raise _meant((no.smtp_code, b"")) from no
        except (OSError, smtplib.SMTPException) as broken:
            raise Unsure("smtp") from broken
        finally:
            _hang_up(line)
        return "smtp 250"

    def _line(self) -> smtplib.SMTP:
        """A line to the server whose certificate is proved; the password never goes over an open one. Raises NotReached."""
        try:
            line = smtplib.SMTP(self.host, self.port, timeout=self.timeout)
            line.ehlo_or_helo_if_needed()
            if line.has_extn("starttls"):
                line.starttls(context=ssl.create_default_context())
            elif self.user:
                line.close()
                raise NotReached("smtp_not_encrypted")
            if self.user:
                line.login(self.user, self.password)
        except (OSError, smtplib.SMTPException) as away:
            raise NotReached() from away
        return line

    def find(self, message_id: UUID) -> str | None:
        """Not asked."""
        raise NotImplementedError


def _meant(*answers: tuple[int, bytes]) -> DeliveryFailed:
    """What the server's no means: none of these is a mail that it took."""
    is_for_ever = all(code >= FOR_EVER for code, _words in answers)
    return Refused("smtp_refused") if is_for_ever else NotReached("smtp_later")


def _hang_up(line: smtplib.SMTP) -> None:
    """Say good-bye; however the server takes it, the mail is as it was."""
    try:
        line.quit()
    except (OSError, smtplib.SMTPException):
        line.close()
