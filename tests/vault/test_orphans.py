"""Keys that nothing uses: found by every sealed column, destroyed after two looks, never while a value stands on them."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from innkeeper.guests.models import Guest
from innkeeper.kernel.clock import now
from innkeeper.kernel.ids import uuid7
from innkeeper.vault.actions import destroy_orphans, note_look
from innkeeper.vault.errors import UsesUnknown
from innkeeper.vault.fields import SealedField
from innkeeper.vault.models import DataKey
from innkeeper.vault.queries import GRACE, look_for_orphans
from innkeeper.vault.unsealing import fetch_keys, open_with
from innkeeper.vault.uses import sealed_tables, used_anywhere, used_by_their_subjects
from tests.makers.vault import GROUP_ID, make_sealed

pytestmark = pytest.mark.django_db(databases="__all__")
DAY = timedelta(days=1)


def make_row() -> Guest:
    return Guest.objects.create(group_id=GROUP_ID, name_masked="柳*", created_at=now(), changed_at=now())


def make_filled() -> tuple[Guest, object]:
    """A file whose phone is sealed."""
    row = make_row()
    value = make_sealed(subject_id=row.pk, row_id=row.pk)
    Guest.objects.filter(pk=row.pk).update(phone=value)
    return row, value


def sweep(at, **options) -> int:
    look = look_for_orphans(at=at, **options)
    note_look(look, at=at)
    return destroy_orphans(key_ids=look.ripe, at=at)


def opens(value) -> bool:
    return open_with(fetch_keys([value]), [value]) == [b"13800138000"]


def test_every_sealed_column_of_every_model_is_read() -> None:
    columns = {
        (model._meta.db_table, field.column)
        for model in apps.get_models(include_auto_created=True, include_swapped=True)
        for field in model._meta.get_fields()
        if isinstance(field, SealedField)
    }
    with CaptureQueriesContext(connection) as told:
        used_anywhere([uuid7()])
    asked = [query["sql"] for query in told]
    unread = [pair for pair in columns if not any('"{}"."{}"'.format(*pair) in sql for sql in asked)]
    assert len(columns) > 20
    assert unread == []


def test_a_key_is_destroyed_only_after_two_looks_a_day_apart() -> None:
    key_id, at = make_sealed().key_id, now() + 2 * DAY
    assert look_for_orphans(at=now()) == look_for_orphans(at=now() + timedelta(hours=23))
    assert look_for_orphans(at=at).fresh == (key_id,)
    assert sweep(at) == 0
    assert look_for_orphans(at=at + timedelta(hours=23)).waiting == 1
    assert sweep(at + timedelta(hours=23)) == 0
    assert sweep(at + DAY) == 1
    assert not DataKey.objects.exists()


def test_a_key_in_use_is_settled_by_index_and_not_walked_again() -> None:
    _row, value = make_filled()
    at = now() + 2 * DAY
    with CaptureQueriesContext(connection) as told:
        assert look_for_orphans(at=at).used == (value.key_id,)
    assert all(" IN (" in query["sql"] for query in told)
    sweep(at)
    with CaptureQueriesContext(connection) as told:
        assert look_for_orphans(at=at + DAY).used == ()
    assert len(told) == 0
    assert look_for_orphans(at=at + DAY, is_full=True).used == (value.key_id,)


def test_a_value_that_its_subject_does_not_lead_to_holds_its_key_too() -> None:
    row = make_row()
    Guest.objects.filter(pk=row.pk).update(phone=make_sealed(row_id=row.pk, subject_id=uuid7()))
    key = DataKey.objects.get()
    assert used_by_their_subjects({key.pk: key.subject_id}) == set()
    assert sweep(now() + 2 * DAY) == sweep(now() + 4 * DAY) == 0
    assert opens(Guest.objects.get().phone)


def test_sealing_takes_the_doubt_from_a_key_that_a_crash_left() -> None:
    row = make_row()
    at = now() + 2 * DAY
    first = make_sealed(subject_id=row.pk, row_id=row.pk)
    sweep(at)
    ripe = look_for_orphans(at=at + DAY).ripe
    again = make_sealed(subject_id=row.pk, row_id=row.pk)
    assert first.key_id == again.key_id
    assert destroy_orphans(key_ids=ripe, at=at + DAY) == 0
    Guest.objects.filter(pk=row.pk).update(phone=again)
    assert sweep(at + DAY) == sweep(at + 3 * DAY) == 0
    assert opens(Guest.objects.get().phone)


def test_a_subject_whose_orphan_was_swept_is_sealed_under_a_fresh_key() -> None:
    subject_id = uuid7()
    first = make_sealed(subject_id=subject_id)
    sweep(now() + 2 * DAY)
    assert sweep(now() + 4 * DAY) == 1
    fresh = make_sealed(subject_id=subject_id)
    assert fresh.key_id != first.key_id
    assert opens(fresh)


def test_nothing_is_swept_where_a_later_version_has_been_at_work() -> None:
    make_sealed()
    sweep(now() + 2 * DAY)
    MigrationRecorder(connection).record_applied("guests", "0999_from_tomorrow")
    with pytest.raises(UsesUnknown):
        sweep(now() + 4 * DAY)
    assert DataKey.objects.count() == 1


def test_nothing_is_swept_while_a_value_of_an_unknown_version_stands() -> None:
    row, value = make_filled()
    make_sealed()
    value.blob = b"\x02" + value.blob[1:]
    Guest.objects.filter(pk=row.pk).update(phone=value)
    with pytest.raises(UsesUnknown):
        sweep(now() + 4 * DAY)


def test_every_table_with_sealed_columns_can_be_asked_by_index() -> None:
    assert [table.model for table in sealed_tables() if "pk" not in table.references] == []


FILES = st.integers(0, 2)
STEPS = st.one_of(
    st.tuples(st.sampled_from(["seal", "commit", "crash", "clear"]), FILES),
    st.tuples(st.just("wait"), st.integers(1, 30)),
    st.tuples(st.sampled_from(["sweep", "sweep all", "look", "destroy"]), st.just(0)),
)


class Night:
    """Files written by transactions that take less than the grace, with sweeps between any two of their steps."""

    def __init__(self) -> None:
        self.at = now() + 2 * DAY
        self.rows = [make_row().pk for _ in range(3)]
        self.open: dict[int, tuple[object, object]] = {}
        self.ripe = ()

    def seal(self, one: int) -> None:
        row = self.rows[one]
        self.open[one] = (make_sealed(subject_id=row, row_id=row), self.at)

    def commit(self, one: int) -> None:
        if one in self.open:
            Guest.objects.filter(pk=self.rows[one]).update(phone=self.open.pop(one)[0])

    def crash(self, one: int) -> None:
        self.open.pop(one, None)

    def clear(self, one: int) -> None:
        Guest.objects.filter(pk=self.rows[one]).update(phone=None)

    def wait(self, hours: int) -> None:
        self.at += timedelta(hours=hours)
        self.open = {one: held for one, held in self.open.items() if self.at - held[1] < GRACE}

    def sweep(self, _none: int) -> None:
        sweep(self.at)

    def sweep_all(self, _none: int) -> None:
        sweep(self.at, is_full=True)

    def look(self, _none: int) -> None:
        """A sweep that is held up between looking and destroying."""
        look = look_for_orphans(at=self.at)
        note_look(look, at=self.at)
        self.ripe = look.ripe

    def destroy(self, _none: int) -> None:
        destroy_orphans(key_ids=self.ripe, at=self.at)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEPS, min_size=4, max_size=24))
def test_no_written_value_ever_loses_its_key_and_no_orphan_stays(steps) -> None:
    night = Night()
    for word, number in steps:
        getattr(night, word.replace(" ", "_"))(number)
        assert all(opens(row.phone) for row in Guest.objects.filter(phone__isnull=False))
    for _again in range(2):
        night.wait(25)
        night.sweep_all(0)
    used = {row.phone.key_id for row in Guest.objects.filter(phone__isnull=False)}
    assert set(DataKey.objects.values_list("pk", flat=True)) == used
    Guest.objects.all().delete()
    DataKey.objects.all().delete()
