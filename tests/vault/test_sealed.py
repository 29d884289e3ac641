"""The value a model holds: it cannot leak by accident."""

import copy
import json
import logging
import pickle

import pytest
from django.core.exceptions import FieldError
from django.db import connection, models
from django.template import Context, Template
from django.test.utils import isolate_apps
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from innkeeper.kernel.ids import uuid7
from innkeeper.vault.fields import SealedField
from innkeeper.vault.values import Sealed
from tests.makers.vault import PHONE, make_sealed

pytestmark = [pytest.mark.django_db, pytest.mark.req("PRIV-03", "SEC-01")]


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.text(min_size=6, max_size=30))
def test_nothing_about_it_shows_the_value(db: None, plain: str) -> None:
    sealed = make_sealed(plain)
    shown = [repr(sealed), repr([sealed]), repr({"a": sealed}), sealed.blob.hex()]
    shown += [repr(getattr(sealed, name)) for name in ("field_id", "row_id", "key_id")]
    assert not any(plain in text or plain.encode().hex() in text for text in shown)


@pytest.mark.parametrize(
    "attempt",
    [str, "{}".format, "%s".__mod__, lambda value: f"{value:>9}", json.dumps, pickle.dumps, hash],
    ids=["str", "format", "percent", "fstring", "json", "pickle", "hash"],
)
def test_it_cannot_be_printed_pickled_or_hashed(attempt) -> None:
    with pytest.raises(TypeError):
        attempt(make_sealed())


def test_it_cannot_be_compared() -> None:
    sealed = make_sealed()
    for compare in (lambda: sealed == sealed, lambda: sealed != "x", lambda: "x" == sealed):  # noqa: SIM300
        with pytest.raises(TypeError):
            compare()


def test_a_template_cannot_show_it() -> None:
    with pytest.raises(TypeError):
        Template("{{ phone }}").render(Context({"phone": make_sealed()}))


def test_a_log_line_does_not_hold_it(caplog: pytest.LogCaptureFixture) -> None:
    logging.getLogger("test").warning("guest %r", make_sealed("13812345678"))
    assert "13812345678" not in caplog.text
    assert "<Sealed>" in caplog.text


def test_copies_are_the_value_itself() -> None:
    sealed = make_sealed()
    assert copy.copy(sealed) is sealed
    assert copy.deepcopy([sealed])[0] is sealed


@isolate_apps("tests")
def make_card() -> type[models.Model]:
    class Card(models.Model):
        id = models.UUIDField(primary_key=True, default=uuid7)
        phone = SealedField(null=True)

        class Meta:
            app_label = "tests"

    return Card


def test_the_column_takes_nothing_unsealed() -> None:
    with pytest.raises(TypeError, match="takes a sealed value"):
        make_card()._meta.get_field("phone").get_prep_value(b"13800138000")


def test_the_column_refuses_a_value_of_another_row_or_field() -> None:
    card_type = make_card()
    field = card_type._meta.get_field("phone")
    row_id = uuid7()
    for wrong in (make_sealed(row_id=row_id), make_sealed(field_id="tests.Card.phone")):
        with pytest.raises(ValueError, match="another field or row"):
            field.pre_save(card_type(id=row_id, phone=wrong), add=True)
    right = make_sealed(field_id="tests.Card.phone", row_id=row_id)
    assert field.pre_save(card_type(id=row_id, phone=right), add=True) is right


def test_a_loaded_value_knows_the_row_it_stands_in() -> None:
    card_type, row_id = make_card(), uuid7()
    field = card_type._meta.get_field("phone")
    loaded = field.from_db_value(make_sealed().blob, None, connection)
    assert loaded.row_id is None
    card = card_type.from_db("default", ["id", "phone"], [row_id, loaded])
    assert card.phone.row_id == row_id


def test_no_form_filter_or_dump_reaches_the_column() -> None:
    card_type = make_card()
    field = card_type._meta.get_field("phone")
    assert field.formfield() is None
    with pytest.raises(FieldError):
        card_type.objects.filter(phone=b"x").exists()
    with pytest.raises(TypeError):
        field.value_to_string(card_type(id=uuid7()))


def test_it_makes_migrations_without_a_word_about_what_it_holds() -> None:
    name, path, arguments, options = make_card()._meta.get_field("phone").deconstruct()
    assert (name, path, arguments, options) == (
        "phone", "innkeeper.vault.fields.SealedField", [], {"null": True},
    )  # fmt: skip


def test_a_value_read_without_its_row_says_so() -> None:
    loose = Sealed(make_sealed().blob, field_id=PHONE, row_id=None)
    with pytest.raises(ValueError, match="without its row"):
        loose.context(subject_id=uuid7())
