"""One case that holds two matters becomes two that belong together (CASE-30)."""

import pytest

from innkeeper.audit.models import AuditEntry
from innkeeper.cases import actions, policy
from innkeeper.cases.models import Case, CaseLink, NamedStaff
from innkeeper.kernel.errors import InvalidInput, NotFound, NotPermitted, WrongState
from tests.accounts.conftest import enter
from tests.makers.cases import make_case
from tests.people import START

SECOND = "电视也打不开"


def split(cast, case, *, who="owner", **given):
    given = {"text": SECOND, "code": "tv", "at": START} | given
    return actions.split_off(actor=getattr(cast, who).actor, case_id=case.pk, **given)


@pytest.mark.req("CASE-30")
def test_the_second_matter_is_a_case_of_its_own_tied_to_the_first(cast):
    case = make_case(cast, text="空调不制冷，电视也打不开")
    new = Case.objects.get(pk=split(cast, case).id)
    assert (new.kind, new.room_number, new.taxonomy_code) == (case.kind, "1208", "tv")
    assert (new.received_at, new.channel) == (case.received_at, case.channel)
    assert new.title_redacted == SECOND
    ends = set(CaseLink.objects.values_list("case_id", "other_id"))
    assert ends == {(case.pk, new.pk), (new.pk, case.pk)}
    assert AuditEntry.objects.get(verb="cases.split").facts == {"into": str(new.pk)}


def test_sent_twice_it_is_split_once(cast):
    case = make_case(cast)
    assert split(cast, case, key="a").id == split(cast, case, key="a").id
    assert Case.objects.count() == 2
    assert split(cast, case, key="a", text="还有一个第三件事").is_new


def test_what_is_restricted_stays_so_for_the_same_people(cast):
    case = make_case(cast)
    actions.name_staff(actor=cast.owner.actor, case_id=case.pk, staff_id=cast.engineer.id, at=START)
    actions.share_case(
        actor=cast.owner.actor, case_id=case.pk, staff_id=cast.manager.id, reason="一起处理", at=START
    )
    new = Case.objects.get(pk=split(cast, case).id)
    assert new.is_restricted
    assert NamedStaff.objects.filter(case=new, staff_id=cast.engineer.id).exists()
    assert policy.visible_to(cast.manager.actor).filter(pk=new.pk).exists()
    assert not policy.visible_to(cast.engineer.actor).filter(pk=new.pk).exists()
    assert not policy.visible_to(cast.front_desk.actor).filter(pk=new.pk).exists()


@pytest.mark.req("CASE-16")
def test_a_colleague_whom_the_first_names_stands_in_no_list_of_the_second(cast):
    case = make_case(cast)
    actions.name_staff(actor=cast.owner.actor, case_id=case.pk, staff_id=cast.engineer.id, at=START)
    new = Case.objects.get(pk=split(cast, case, text="小何没敲门就进来").id)
    assert "小何" not in new.title_redacted + new.text_redacted
    assert "小何" not in new.thread.get().text_redacted


def test_only_the_handler_of_an_open_case_splits_it_and_says_what(cast):
    case = make_case(cast)
    with pytest.raises(NotPermitted):
        split(cast, case, who="manager")
    with pytest.raises(NotFound):
        split(cast, case, who="outsider")
    with pytest.raises(InvalidInput):
        split(cast, case, text=" ")
    Case.objects.filter(pk=case.pk).update(is_open=False)
    with pytest.raises(WrongState):
        split(cast, case)
    assert Case.objects.count() == 1


def test_the_form_offers_the_codes_and_splits(cast):
    case = make_case(cast)
    client = enter(cast.owner)
    assert "按内容判断" in client.get(f"/cases/{case.ref}/parts/").content.decode()
    assert client.post(f"/cases/{case.ref}/parts/", {"text": SECOND, "code": "tv"}).status_code in {302, 303}
    assert Case.objects.count() == 2
