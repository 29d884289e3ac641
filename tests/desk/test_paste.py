"""A piece of a chat pasted at the desk."""

import pytest

from innkeeper.cases.models import Contact, Evidence, ThreadEntry
from innkeeper.desk.actions.pasting import Pasted, paste_in
from innkeeper.kernel.errors import InvalidInput
from innkeeper.kernel.ids import uuid7
from tests.makers.complaints import make_complaint
from tests.people import START


@pytest.mark.req("CHAN-01")
def test_an_answer_with_a_picture_that_is_none_leaves_no_contact_for_a_second_try_to_double(cast):
    case = make_complaint(cast)
    answer = {"said_by": "house", "room": "1208", "text": "马上来", "ref": case.ref}
    given = {"actor": cast.owner.actor, "property_id": cast.house.pk, "at": START}
    with pytest.raises(InvalidInput):
        paste_in(pasted=Pasted(picture=b"not a picture", **answer), **given)
    assert not Contact.objects.exists() and not Evidence.objects.exists()
    paste_in(pasted=Pasted(**answer), **given)
    assert Contact.objects.count() == 1


@pytest.mark.parametrize("said_by", ["guest", "house"])
def test_pressed_twice_what_was_pasted_is_kept_once(cast, said_by):
    case = make_complaint(cast)
    pasted = Pasted(said_by=said_by, room="1208", text="马上来", ref=case.ref, key=uuid7())
    before = ThreadEntry.objects.count()
    for _press in range(2):
        paste_in(actor=cast.owner.actor, property_id=cast.house.pk, pasted=pasted, at=START)
    assert ThreadEntry.objects.count() == before + 1
    assert Contact.objects.count() == (said_by == "house")
