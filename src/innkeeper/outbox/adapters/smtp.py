"""Mail out through the house's own server, set by whoever runs the house, not by its users."""

import smtplib
from dataclasses import dataclass
from uuid import UUID

from innkeeper.outbox.ports import Message, NotReached, Promise, Refused, Unsure


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
        """Hand it to the server. Raises Refused, NotReached, Unsure."""
        try:
            link = smtplib.SMTP(self.host, self.port, timeout=self.timeout)
        except (OSError, smtplib.SMTPException) as away:
            raise NotReached() from away
        try:
            with link:
                if link.has_extn("starttls"):
                    link.starttls()
                if self.user:
                    link.login(self.user, self.password)
                link.sendmail(self.sender, [message.address], message.body)
        except smtplib.SMTPRecipientsRefused as no:
            raise Refused("smtp_refused") from no
        except (OSError, smtplib.SMTPException) as broken:
            raise Unsure("smtp") from broken
        return "smtp 250"

    def find(self, message_id: UUID) -> str | None:
        """Not asked."""
        raise NotImplementedError
