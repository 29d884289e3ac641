"""One sealed blob: it opens in its own place under its own key, and nowhere else."""

import os
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from innkeeper.kernel.ids import uuid7
from innkeeper.vault.envelope import Context, LiveKey, key_id_of
from innkeeper.vault.errors import SealBroken

FIELDS = st.text(st.characters(codec="ascii", categories=["L", "P"]), min_size=1, max_size=30)


def make_key(secret: bytes | None = None, *, key_id: UUID | None = None, subject_id: UUID | None = None):
    return LiveKey(secret or os.urandom(32), key_id=key_id or uuid7(), subject_id=subject_id or uuid7())


@given(st.binary(max_size=500), FIELDS, st.uuids())
def test_what_is_sealed_opens_in_its_place(plain: bytes, field_id: str, row_id: UUID) -> None:
    key = make_key()
    blob = key.seal(plain, field_id=field_id, row_id=row_id)
    assert key_id_of(blob) == key.id
    assert key.open(blob, context=Context(field_id, row_id, key.subject_id)) == plain


@given(st.binary(max_size=40), st.data())
@pytest.mark.req("SEC-01")
def test_no_changed_byte_opens(plain: bytes, data: st.DataObject) -> None:
    key, row_id = make_key(), uuid7()
    blob = bytearray(key.seal(plain, field_id="guests.Guest.phone", row_id=row_id))
    blob[data.draw(st.integers(0, len(blob) - 1))] ^= data.draw(st.integers(1, 255))
    with pytest.raises(SealBroken):
        key.open(bytes(blob), context=Context("guests.Guest.phone", row_id, key.subject_id))


@given(st.integers(0, 100))
def test_no_shortened_blob_opens(length: int) -> None:
    key, row_id = make_key(), uuid7()
    blob = key.seal(b"13800138000" * 3, field_id="f", row_id=row_id)[:length]
    with pytest.raises(SealBroken):
        key.open(blob, context=Context("f", row_id, key.subject_id))


@given(FIELDS, FIELDS)
def test_another_field_row_or_subject_does_not_open(one: str, other: str) -> None:
    key, row_id = make_key(), uuid7()
    blob = key.seal(b"x", field_id=one, row_id=row_id)
    wrong = [Context(one, uuid7(), key.subject_id), Context(one, row_id, uuid7())]
    wrong += [Context(other, row_id, key.subject_id)] if one != other else []
    for context in wrong:
        with pytest.raises(SealBroken):
            key.open(blob, context=context)


def test_a_wrong_key_and_a_changed_byte_cannot_be_told_apart() -> None:
    key, row_id = make_key(), uuid7()
    blob = key.seal(b"x", field_id="f", row_id=row_id)
    context = Context("f", row_id, key.subject_id)
    other = make_key(key_id=key.id, subject_id=key.subject_id)
    told = []
    for opener, given_blob in ((other, blob), (key, blob[:-1] + bytes([blob[-1] ^ 1]))):
        with pytest.raises(SealBroken) as caught:
            opener.open(given_blob, context=context)
        told.append((str(caught.value), caught.value.code, caught.value.fields))
    assert told[0] == told[1]


def test_a_blob_of_an_unknown_version_is_refused() -> None:
    key = make_key()
    blob = key.seal(b"x", field_id="f", row_id=uuid7())
    with pytest.raises(SealBroken):
        key_id_of(b"\x02" + blob[1:])


def test_the_same_value_never_looks_the_same() -> None:
    key, row_id = make_key(), uuid7()
    assert len({key.seal(b"x", field_id="f", row_id=row_id) for _ in range(100)}) == 100
