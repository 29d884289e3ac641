"""Statements: made once, filled each time; they answer what the query itself would."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import DateTimeField, UUIDField
from django.test.utils import CaptureQueriesContext

from innkeeper.accounts.models import Assignment, SessionRecord, Staff
from innkeeper.cases import policy
from innkeeper.cases.queries.lists import ASSIGNED
from innkeeper.kernel.actors import system
from innkeeper.properties.models import Department
from innkeeper.statements import Asker, Constant, Known, Loaded, Several, Statement, together
from tests.makers.cases import make_case
from tests.people import START

pytestmark = pytest.mark.django_db
HOLES = {"staff": UUIDField(), "before": DateTimeField()}


def sessions_before(**given):
    rows = SessionRecord.objects.filter(staff_id=given["staff"], started_at__lt=given["before"])
    return rows.order_by("started_at").values_list("id", "started_at", "device")


def opened(person, number):
    at = START + timedelta(minutes=number)
    return SessionRecord.objects.create(
        staff_id=person.id, key_digest=f"{person.id.hex}{number}", device="desk", started_at=at, seen_at=at
    )


def test_a_statement_answers_what_its_query_would_for_every_value(cast):
    statement = Statement(sessions_before, **HOLES)
    for person in (cast.owner, cast.manager):
        for number in range(3):
            opened(person, number)
    for person in (cast.owner, cast.manager, cast.quality):
        for minutes in (0, 1, 5):
            given = {"staff": person.id, "before": START + timedelta(minutes=minutes)}
            assert statement.rows(**given) == list(sessions_before(**given))


def test_a_statement_is_made_once_and_asks_once(cast, django_assert_num_queries):
    made = []
    statement = Statement(lambda **holes: made.append(1) or sessions_before(**holes), **HOLES)
    for _time in range(3):
        with django_assert_num_queries(1, connection=connection):
            assert statement.row(staff=cast.owner.id, before=START) is None
    assert made == [1]


def test_a_hole_without_a_value_is_an_error_and_not_an_empty_answer(cast):
    with pytest.raises(KeyError):
        Statement(sessions_before, **HOLES).rows(staff=cast.owner.id)


def test_a_value_is_never_part_of_the_text(cast):
    statement = Statement(
        lambda **holes: Staff.objects.filter(staff_number=holes["number"]).values_list("id"),
        number=Staff._meta.get_field("staff_number"),
    )
    assert statement.rows(number="' OR 1=1 --") == []
    assert statement.rows(number=cast.owner.staff.staff_number) == [(cast.owner.id,)]


def test_values_to_look_among_make_room_by_powers_of_two_and_the_rest_finds_nothing_more(cast):
    made = []

    def among(*, ids):
        made.append(len(list(ids)))
        return Staff.objects.filter(pk__in=ids).order_by("pk").values_list("id", flat=False)

    statement = Statement(among, ids=Several(UUIDField()))
    everybody = sorted(Staff.objects.values_list("pk", flat=True))
    for number in (0, 1, 2, 3, 4, 5):
        assert statement.rows(ids=everybody[:number]) == [(one,) for one in everybody[:number]]
    assert made == [0, 1, 2, 4, 8]


def test_nobody_is_asked_for_when_there_is_nothing_to_look_among(cast, django_assert_num_queries):
    statement = Statement(
        lambda *, ids: Staff.objects.filter(pk__in=ids).values_list("id"), ids=Several(UUIDField())
    )
    with django_assert_num_queries(0, connection=connection):
        assert statement.rows(ids=[]) == []


def test_a_statement_cannot_look_at_what_it_will_hold():
    statement = Statement(
        lambda *, posts: Staff.objects.filter(is_active="manager" in posts).values_list("id"),
        posts=Several(Staff._meta.get_field("staff_number")),
    )
    with pytest.raises(TypeError):
        statement.rows(posts=["manager"])


def test_what_the_text_depends_on_has_a_text_for_each(cast):
    statement = Statement(
        lambda *, is_first: Staff.objects.order_by("pk" if is_first else "-pk").values_list("id")[:1],
        is_first=Known(),
    )
    everybody = sorted(Staff.objects.values_list("pk", flat=True))
    assert [statement.row(is_first=one)[0] for one in (True, False, True)] == [
        everybody[0],
        everybody[-1],
        everybody[0],
    ]


def test_whoever_asks_sees_what_the_policy_lets_them_see(cast):
    make_case(cast)
    make_case(cast, text="小何拿了东西", taxonomy_code="theft")
    statement = Statement(
        lambda *, actor: policy.visible_to(actor).order_by("pk").values_list("pk"), actor=Asker()
    )
    people = [cast.owner, cast.manager, cast.quality, cast.engineer, cast.attendant]
    actors = [*(one.actor for one in people), system("test"), system("test", property_id=cast.house.pk)]
    for actor in [*actors, *reversed(actors)]:
        assert statement.rows(actor=actor) == list(policy.visible_to(actor).order_by("pk").values_list("pk"))


def test_models_come_with_those_along_the_way_in_one_question(cast, django_assert_num_queries):
    opened(cast.owner, 1)
    ways = ("department", "department__reports_to", "role")
    held = Loaded(
        lambda *, staff: Assignment.objects.filter(staff_id=staff).order_by("pk"),
        Assignment,
        *ways,
        beside=["post__code"],
        staff=UUIDField(),
    )
    with django_assert_num_queries(1, connection=connection):
        rows = held.all(staff=cast.owner.id)
        said = [(row, row.department.reports_to, row.role.permissions) for row in rows]
    asked = Assignment.objects.filter(staff_id=cast.owner.id).order_by("pk").select_related(*ways)
    assert said == [(row, row.department.reports_to, row.role.permissions) for row in asked]
    assert [row.post__code for row in rows] == [row.post.code for row in asked]
    assert all(
        getattr(mine, name) == getattr(theirs, name)
        for mine, theirs in zip(rows, asked, strict=True)
        for name in (field.attname for field in Assignment._meta.concrete_fields)
    )


def test_a_model_at_the_end_of_a_way_that_leads_nowhere_is_none(cast):
    top = Loaded(
        lambda *, house: Department.objects.filter(property_id=house, reports_to=None),
        Department,
        "reports_to",
        house=UUIDField(),
    )
    assert top.first(house=cast.house.pk).reports_to is None
    assert top.first(house=cast.owner.id) is None


def test_a_field_left_out_is_read_when_it_is_asked_for(cast, django_assert_num_queries):
    person = Loaded(
        lambda *, staff: Staff.objects.filter(pk=staff), Staff, without=["work_name"], staff=UUIDField()
    )
    found = person.first(staff=cast.owner.id)
    assert found.get_deferred_fields() == {"work_name"}
    with django_assert_num_queries(1, connection=connection):
        said = found.work_name
    assert said == Staff.objects.get(pk=cast.owner.id).work_name != ""


def test_what_was_loaded_is_saved_like_any_other_row(cast):
    person = Loaded(lambda *, staff: Staff.objects.filter(pk=staff), Staff, staff=UUIDField())
    found = person.first(staff=cast.owner.id)
    found.work_name_en = "Zhou L."
    found.save(update_fields=["work_name_en"])
    assert Staff.objects.get(pk=cast.owner.id).work_name_en == "Zhou L."


def test_a_constant_stands_in_the_text_and_is_a_plain_word(cast):
    query = Staff.objects.filter(staff_number__in=[Constant("offered")])
    assert "('offered')" in str(query.values_list("pk").query)
    for word in ("", "two words", "o'clock", "1=1", "名"):
        with pytest.raises(ValueError):
            Constant(word)


@pytest.mark.sqlite_only
def test_work_in_hand_is_found_by_an_index_of_open_work_alone(cast):
    with CaptureQueriesContext(connection) as asked:
        ASSIGNED.rows(actor=cast.attendant.actor, at=START)
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN QUERY PLAN " + asked.captured_queries[0]["sql"])
        plan = " ".join(str(row) for row in cursor.fetchall())
    assert "cases_task_in_hand" in plan


def test_questions_asked_together_are_answered_as_alone(cast, django_assert_num_queries):
    by_number = Statement(
        lambda *, number: Staff.objects.filter(staff_number=number).values_list("id"),
        number=Staff._meta.get_field("staff_number"),
    )
    among = Loaded(lambda *, ids: Staff.objects.filter(pk__in=ids), Staff, ids=Several(UUIDField()))
    number = cast.owner.staff.staff_number
    first = together(by_number.filled(number=number), among.filled(ids=[]), by_number.filled(number="nobody"))
    second = among.filled(ids=[cast.engineer.id]).then(lambda rows: [one.staff_number for one in rows])
    with django_assert_num_queries(3):
        told = together(first, second).answer()
    assert told == (([(cast.owner.id,)], [], []), [cast.engineer.staff.staff_number])


def test_a_question_that_the_database_refuses_says_so_and_harms_no_other(cast):
    sound = Statement(lambda *, at: Staff.objects.values_list("id"), at=Known())
    broken = Statement(
        lambda *, at: Staff.objects.extra(where=["no_such_thing = 1"]).values_list("id"), at=Known()
    )
    with pytest.raises(DatabaseError), transaction.atomic():
        together(sound.filled(at=1), broken.filled(at=1)).answer()
    assert len(sound.rows(at=1)) == Staff.objects.count()


def test_rows_stay_as_they_are_until_something_they_say_changes(cast, django_assert_num_queries):
    question = Statement(sessions_before, **HOLES).filled(
        staff=cast.owner.id, before=START + timedelta(minutes=9)
    )
    one = opened(cast.owner, 1)
    before = question.found()
    assert question.found().rows == before.rows
    SessionRecord.objects.filter(pk=one.pk).update(device="phone")
    after = question.found()
    assert after.rows != before.rows
    with django_assert_num_queries(0, connection=connection):
        assert [row[2] for row in before.told()] == ["desk"]
        assert [row[2] for row in after.told()] == ["phone"]
