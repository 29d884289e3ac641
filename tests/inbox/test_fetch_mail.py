"""Mail over IMAP, from a real server of the tests: once each, left in place; slow and dead servers hold nobody up."""

import time
from datetime import timedelta
from email import message_from_bytes
from email.message import EmailMessage

import pytest

from innkeeper.inbox import actions
from innkeeper.inbox.adapters import imap
from innkeeper.inbox.models import Attachment, Mailbox, Message
from innkeeper.kernel.actors import system
from innkeeper.notices.queries import alarms
from innkeeper.outbox.models import Delivery, OutboxEvent
from tests.accounts.conftest import enter
from tests.makers.errands import work_off
from tests.makers.peers import LOCAL
from tests.makers.post_office import imap_office, smtp_office
from tests.people import START

JOBS = ["inbox.fetch_mailbox", "inbox.send_receipt"]


def a_mail(*, message_id="<1@guest>", text="房间很吵，请换房", **headers):
    mail = EmailMessage()
    mail["From"], mail["Subject"], mail["Message-ID"] = "Guest <guest@mail.example>", "1208", message_id
    mail["Date"] = "Sat, 14 Mar 2026 11:50:00 +0800"
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(text)
    mail.add_attachment(b"%PDF-1.4\n%..", maintype="image", subtype="png", filename="x.png")
    return mail.as_bytes()


@pytest.fixture
def office(settings):
    settings.INSIDE_HOSTS = LOCAL
    with imap_office() as office:
        yield office


@pytest.fixture
def box(cast, office, clock):
    return actions.add_mailbox(
        actor=cast.general_manager.actor, property_id=cast.house.pk, name="宾客邮箱", host="127.0.0.1",
        port=office.port, user="desk", password="secret", at=START,
    )  # fmt: skip


def fetch(box, *, at=START):
    return actions.fetch_mailbox(actor=system("inbox.mail"), mailbox_id=box, at=at)


def test_a_mail_is_taken_in_once_and_left_where_it_is(cast, box, office):
    office.put(5, a_mail())
    assert [fetch(box), fetch(box)] == [1, 0]
    message = Message.objects.get()
    assert (message.channel, Attachment.objects.get().content_type) == ("email", "application/pdf")
    assert "STORE" not in office.asked
    row = Mailbox.objects.get()
    assert (row.last_uid, row.uid_validity, row.failing_since) == (5, 7, None)


def test_a_file_too_large_to_be_read_is_counted_and_not_lost_unseen(cast, box, office, monkeypatch):
    monkeypatch.setattr(imap, "MAIL_BYTES", 5)
    office.put(5, a_mail())
    assert fetch(box) == 1
    message = Message.objects.get()
    assert (message.attachments.count(), message.refused_files) == (0, 1)


def test_a_renumbered_mailbox_doubles_nothing(cast, box, office):
    office.put(5, a_mail())
    fetch(box)
    office.mails, office.validity = {1: a_mail(), 2: a_mail(message_id="<2@guest>")}, 8
    assert fetch(box) == 1
    assert Message.objects.count() == 2


def test_the_guest_gets_a_receipt_at_once_but_a_machine_does_not(cast, box, office, clock, settings):
    office.put(1, a_mail())
    office.put(2, a_mail(message_id="<2@robot>", Auto_Submitted="auto-replied"))
    with smtp_office() as post:
        settings.SMTP_HOST, settings.SMTP_PORT = "127.0.0.1", post.port
        fetch(box)
        work_off(clock, names=JOBS)
    [sent] = post.sent
    assert b"auto-replied" in sent and b"guest@mail.example" in sent
    assert sorted(Message.objects.values_list("receipt", flat=True)) == ["", "sent"]


def test_a_slow_server_holds_nobody_up_and_the_screen_says_so(cast, box, office, clock, monkeypatch):
    monkeypatch.setattr("innkeeper.inbox.actions.fetching.PATIENCE_SECONDS", 0.2)
    office.put(5, a_mail())
    office.delay = 0.25
    began = time.monotonic()
    assert fetch(box) == 0
    assert time.monotonic() - began < 1
    [trouble] = alarms(cast.house.pk)
    assert trouble.facts == {"name": "宾客邮箱"}
    assert "邮箱 宾客邮箱 读不到" in enter(cast.front_desk).get("/notices/").content.decode()
    office.delay = 0
    for _try in range(40):
        time.sleep(0.1)
        if fetch(box):
            break
    assert Message.objects.count() == 1
    assert alarms(cast.house.pk) == []


def test_a_dead_server_is_noted_and_raises_nothing(cast, box, office):
    Mailbox.objects.update(port=1)
    assert fetch(box) == 0
    assert Mailbox.objects.get().failing_since == START


def test_what_lay_in_the_mailbox_before_it_was_added_is_nobodys_new_message(cast, box, office):
    office.put(3, a_mail(message_id="<old@guest>"), came_on=START.date() - timedelta(days=40))
    office.put(4, a_mail(message_id="<new@guest>"), came_on=START.date())
    assert fetch(box) == 1
    assert Mailbox.objects.get().last_uid == 4


def test_a_mail_written_as_a_web_page_only_keeps_its_words(cast, box, office):
    mail = EmailMessage()
    mail["From"], mail["Message-ID"] = "guest@mail.example", "<html@guest>"
    page = "<head><style>p {color: red}</style></head><p>空调&nbsp;不制冷</p><div>room <b>1208</b><script>x()</script></div>"
    mail.set_content(page, subtype="html")
    office.put(1, mail.as_bytes())
    assert fetch(box) == 1
    assert Message.objects.get().text_redacted == "空调 不制冷\nroom 1208"


def test_a_page_whose_head_nobody_closed_is_read_all_the_same(cast, box, office):
    mail = EmailMessage()
    mail["From"], mail["Message-ID"] = "guest@mail.example", "<open-head@guest>"
    page = "<html><head><meta charset=utf-8><title>Re:</title><style>p {}</style><body><p>1208 着火了</body>"
    mail.set_content(page, subtype="html")
    office.put(1, mail.as_bytes())
    assert fetch(box) == 1
    assert Message.objects.get().text_redacted == "1208 着火了"


@pytest.mark.parametrize(
    "said", ["Mon, 01 Jan 0001 00:00:00 +1400", "Thu, 01 Jan 1970 00:00:00 +0000", "Sat, 14 Mar 2099 11:50:00 +0800"]
)  # fmt: skip
def test_a_sender_with_a_wrong_clock_is_taken_in_as_of_now(cast, box, office, said):
    mail = a_mail().replace(b"Sat, 14 Mar 2026 11:50:00 +0800", said.encode())
    office.put(1, mail)
    assert fetch(box) == 1
    assert Message.objects.get().received_at == START


def test_a_receipt_that_was_refused_or_has_no_address_is_not_called_sent(cast, box, office, clock, settings):
    office.put(1, a_mail())
    office.put(2, a_mail(message_id="<2@nobody>").replace(b"From: Guest <guest@mail.example>\n", b""))
    with smtp_office() as post:
        post.refuses = True
        settings.SMTP_HOST, settings.SMTP_PORT = "127.0.0.1", post.port
        fetch(box)
        work_off(clock, names=JOBS)
    assert sorted(Message.objects.values_list("receipt", flat=True)) == ["", "refused"]


@pytest.mark.parametrize(
    "machine",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Precedence": "bulk"},
        {"Return_Path": "<>"},
        {"X_Auto_Response_Suppress": "All"},
        {"In_Reply_To": "<0198c0de-0000-7000-8000-000000000000@innkeeper>"},
        {"Subject": "自动回复: Innkeeper ABCDEFGH"},
        {"From": "Mail Delivery System <MAILER-DAEMON@mail.example>"},
    ],
)
def test_nothing_is_written_to_a_machine_so_that_two_never_answer_each_other(
    cast, box, office, clock, settings, machine
):
    mail = message_from_bytes(a_mail())
    for name, value in machine.items():
        del mail[name.replace("_", "-")]
        mail[name.replace("_", "-")] = value
    office.put(1, mail.as_bytes())
    settings.SMTP_HOST = "127.0.0.1"
    assert fetch(box) == 1
    assert Message.objects.get().receipt == ""


@pytest.mark.parametrize("charset", ['"a\x00b"', "idna", "punycode"])
def test_a_mail_that_no_reader_can_take_stands_as_such_and_stops_none_behind_it(cast, box, office, charset):
    broken = f"From: a@b.example\r\nMessage-ID: <x@y>\r\nContent-Type: text/plain; charset={charset}\r\n\r\n".encode()
    office.put(1, broken + b"\xff-\xff..a\r\n")
    office.put(2, a_mail(message_id="<2@guest>"))
    assert fetch(box) == 2
    first, second = Message.objects.order_by("entered_at", "pk")
    assert "look into the mailbox" in first.text_redacted and "很吵" in second.text_redacted


def test_other_words_under_a_name_that_is_taken_are_not_lost(cast, box, office):
    office.put(1, a_mail())
    office.put(2, a_mail(text="现在漏水了"))
    assert fetch(box) == 2
    office.validity = 8
    assert fetch(box) == 0
    assert Message.objects.count() == 2


def test_who_answers_our_receipt_gets_no_other_but_is_read_for_danger(cast, box, office, clock, settings):
    settings.SMTP_HOST = "127.0.0.1"
    answer = {"In_Reply_To": "<0198c0de-0000-7000-8000-000000000000@innkeeper>"}
    office.put(1, a_mail(text="着火了，走廊里全是烟", **answer))
    assert fetch(box) == 1
    message = Message.objects.get()
    assert message.receipt == ""
    assert OutboxEvent.objects.get(name="inbox.MessageArrived").facts["message_id"] == str(message.pk)


def test_a_mail_written_to_two_mailboxes_of_the_house_is_one_message_with_one_receipt(
    cast, box, office, clock, settings
):
    settings.SMTP_HOST = "127.0.0.1"
    other = actions.add_mailbox(
        actor=cast.general_manager.actor, property_id=cast.house.pk, name="总经理信箱", host="127.0.0.1",
        port=office.port, user="gm", password="secret", at=START,
    )  # fmt: skip
    office.put(1, a_mail())
    assert [fetch(box), fetch(other), fetch(other)] == [1, 0, 0]
    assert (Message.objects.count(), Delivery.objects.count()) == (1, 1)


def test_a_mail_that_says_nothing_is_not_passed_over(cast, box, office):
    office.put(1, b"From: Guest <guest@mail.example>\r\nMessage-ID: <7@guest>\r\n\r\n")
    assert fetch(box) == 1
    assert "look into the mailbox" in Message.objects.get().text_redacted
