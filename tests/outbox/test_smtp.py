"""Mail out: the server proves who it is, and a password never goes over an open line."""

import ssl
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from uuid import uuid4

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from innkeeper.outbox.adapters.smtp import SmtpPost
from innkeeper.outbox.ports import Message, NotReached, Refused
from tests.makers.post_office import smtp_office

LETTER = Message(
    id=uuid4(), address="lin@example.com", body=b"Subject: received\r\n\r\nSHA-1", content_type=""
)


@pytest.fixture
def certificate(tmp_path):
    """A server's context and the file of its certificate, made for this test."""
    key, name = (
        ec.generate_private_key(ec.SECP256R1()),
        x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mail")]),
    )
    today = datetime.now(UTC)
    built = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(today - timedelta(days=1))
        .not_valid_after(today + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path / "mail.pem"
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(built.public_bytes(serialization.Encoding.PEM) + secret)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context, file


def post(office, **account):
    return SmtpPost("127.0.0.1", office.port, "desk@example.com", **account)


def test_a_server_that_offers_encryption_is_spoken_to_encrypted(certificate, monkeypatch):
    context, file = certificate
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    with smtp_office(context) as office:
        assert post(office).send(LETTER) == "smtp 250"
    assert (len(office.sent), office.asked.index("STARTTLS") < office.asked.index("MAIL")) == (1, True)


def test_a_server_that_cannot_prove_who_it_is_gets_no_mail_and_no_password(certificate):
    with smtp_office(certificate[0]) as office, pytest.raises(NotReached):
        post(office, user="desk", password="a long secret").send(LETTER)
    assert office.sent == [] and not {"MAIL", "AUTH"} & set(office.asked)


def test_a_password_never_goes_over_an_open_line(monkeypatch):
    with smtp_office() as office, pytest.raises(NotReached) as refused:
        post(office, user="desk", password="a long secret").send(LETTER)
    assert refused.value.code == "smtp_not_encrypted"
    assert office.sent == [] and "AUTH" not in office.asked


def test_a_server_of_the_house_without_encryption_still_takes_mail_without_an_account():
    with smtp_office() as office:
        post(office).send(LETTER)
    assert len(office.sent) == 1


def test_a_mail_that_the_server_took_is_sent_however_it_says_good_bye():
    with smtp_office() as office:
        office.says = {"QUIT": "421 closing"}
        assert post(office).send(LETTER) == "smtp 250"
    assert len(office.sent) == 1


@pytest.mark.parametrize(("answer", "failure"), [("554 no such house", Refused), ("451 later", NotReached)])
def test_a_no_for_ever_is_not_asked_again_and_a_no_for_now_is(answer, failure):
    with smtp_office() as office, pytest.raises(failure):
        office.says = {"MAIL": answer}
        post(office).send(LETTER)
    assert office.sent == []
