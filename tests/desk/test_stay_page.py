"""The page of a stay says things by the hotel's names for them."""

import pytest

from innkeeper.properties.models import RoomType
from innkeeper.stays.models import Stay
from tests.accounts.conftest import enter
from tests.makers.stays import move_in

pytestmark = pytest.mark.django_db(databases="__all__")


@pytest.fixture
def path(cast, clock):
    RoomType.objects.create(property=cast.house, code="XK", name_zh="云景大床房", name_en="Sky King")
    stay = move_in(house=cast.house)
    Stay.objects.filter(pk=stay.id).update(room_type_code="XK")
    return f"/stays/{stay.id}/"


@pytest.mark.parametrize(("language", "name"), [("zh-hans", "云景大床房"), ("en", "Sky King")])
def test_the_kind_of_room_stands_there_by_its_name(cast, path, language, name):
    client = enter(cast.owner)
    client.post("/language/", {"language": language})
    page = client.get(path).content.decode()
    assert name in page and "· XK" not in page


def test_a_code_that_nobody_has_named_stays_a_code(cast, path):
    RoomType.objects.filter(code="XK").delete()
    assert "· XK" in enter(cast.owner).get(path).content.decode()
