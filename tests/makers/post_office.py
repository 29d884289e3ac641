"""A mail server of the tests: speaks as much IMAP and SMTP as the house asks for, and can be slow."""

import re
import socketserver
import threading
import time
from contextlib import contextmanager
from datetime import UTC, date, datetime


class Office:
    """The mails by number, the receipts it was handed, and how long it thinks before each answer."""

    def __init__(self):
        self.mails, self.validity, self.delay, self.sent, self.asked = {}, 7, 0.0, [], []
        self.came_on, self.refuses, self.port = {}, False, 0
        self.says = {}

    def put(self, uid, raw, *, came_on=None):
        self.mails[uid] = raw
        self.came_on[uid] = came_on or date.max

    def since(self, words):
        """The numbers of the mails that came in on the day that the client names, or later."""
        day = (
            datetime.strptime(re.search(r"SINCE (\S+?)[) ]", words + " ")[1], "%d-%b-%Y")
            .replace(tzinfo=UTC)
            .date()
        )
        return [uid for uid in self.mails if self.came_on.get(uid, date.max) >= day]


def imap_answer(office, words):
    """The untagged lines before the tagged one."""
    verb = words.upper()
    if verb.startswith("LOGOUT"):
        return b"* BYE see you\r\n"
    if verb.startswith("CAPABILITY"):
        return b"* CAPABILITY IMAP4rev1\r\n"
    if verb.startswith(("SELECT", "EXAMINE")):
        return f"* {len(office.mails)} EXISTS\r\n* OK [UIDVALIDITY {office.validity}] ok\r\n".encode()
    if verb.startswith("STATUS"):
        return f'* STATUS "INBOX" (UIDVALIDITY {office.validity})\r\n'.encode()
    if verb.startswith("UID SEARCH"):
        first = int(re.search(r"(\d+):\*", words)[1])
        wanted = office.since(words)
        found = [uid for uid in wanted if uid >= first] or wanted[-1:]
        return f"* SEARCH {' '.join(map(str, found))}\r\n".encode()
    if verb.startswith("UID FETCH"):
        uid = int(words.split()[2])
        raw = office.mails[uid]
        return f"* 1 FETCH (UID {uid} FLAGS () BODY[] {{{len(raw)}}}\r\n".encode() + raw + b")\r\n"
    return b""


@contextmanager
def imap_office():
    """An IMAP server for the length of a block."""
    office = Office()

    class Talk(socketserver.StreamRequestHandler):
        def say(self, text):
            self.wfile.write(text.encode() + b"\r\n")

        def handle(self):
            self.say("* OK ready")
            for line in self.rfile:
                time.sleep(office.delay)
                tag, _, words = line.decode().strip().partition(" ")
                office.asked.append(words.split(" ")[0].upper())
                self.wfile.write(imap_answer(office, words))
                self.say(f"{tag} OK done")
                if words.upper().startswith("LOGOUT"):
                    return

    with _serving(Talk, office):
        yield office


class SmtpTalk(socketserver.StreamRequestHandler):
    """One client of the SMTP server; with the context of a certificate it offers STARTTLS."""

    office: Office
    tls = None

    def say(self, *lines):
        for line in lines:
            self.wfile.write(line.encode() + b"\r\n")

    def encrypt(self):
        self.say("220 go on")
        self.request = self.tls.wrap_socket(self.request, server_side=True)
        self.setup()

    def answer(self, words):
        if words.startswith("EHLO") and self.tls:
            return self.say("250-hello", "250 STARTTLS")
        if words == "STARTTLS":
            return self.encrypt()
        refused = self.office.refuses and words.startswith("RCPT")
        said = "221 bye" if words == "QUIT" else "550 nobody here" if refused else "250 ok"
        return self.say(self.office.says.get(words.partition(" ")[0].partition(":")[0], said))

    def handle(self):
        self.say("220 ready")
        while words := self.rfile.readline().decode().strip().upper():
            self.office.asked.append(words.split(" ")[0])
            if words == "DATA":
                self.say("354 go on")
                self.office.sent.append(b"".join(iter(self.rfile.readline, b".\r\n")))
            self.answer(words)

    def finish(self):
        super().finish()
        self.request.close()


@contextmanager
def smtp_office(tls=None):
    """An SMTP server for the length of a block."""
    office = Office()
    with _serving(type("Talk", (SmtpTalk,), {"office": office, "tls": tls}), office):
        yield office


@contextmanager
def _serving(talk, office):
    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), talk)
    server.daemon_threads = True
    office.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield office
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
