"""The screens of the live house and the guest files, as people open them."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from innkeeper.guests.models import Guest
from innkeeper.properties.queries import property_of
from innkeeper.stays import tasks
from innkeeper.stays.models import ImportFile, ImportRun, RoomStatus
from tests.makers.guests import make_guest
from tests.makers.stays import move_in
from tests.people import START


@pytest.fixture
def as_person(client, monkeypatch, clock):
    """Signs somebody in without the sign-in form: the doors are shown elsewhere."""

    def sign_in(person):
        monkeypatch.setattr(
            "innkeeper.accounts.middleware.ActorMiddleware.__call__",
            lambda self, request: (
                setattr(request, "actor", person.actor),
                setattr(request, "hotel", property_of(person.actor.property_id)),
                self.get_response(request),
            )[2],
        )
        return client

    return sign_in


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize(
    "path",
    [
        "/guests/",
        "/guests/new/",
        "/house/lists/in-house/",
        "/house/lists/due-in/",
        "/rooms/1208/",
        "/imports/",
    ],
)
def test_every_screen_opens_in_both_languages_without_a_plain_name(cast, as_person, path, language):
    move_in(house=cast.house, guest=make_guest(house=cast.house, vip_level=2))
    page = as_person(cast.general_manager).get(path, headers={"accept-language": language})
    assert page.status_code == 200
    assert "柳如烟" not in page.content.decode()


@pytest.mark.parametrize(
    ("part", "path", "status"),
    [
        ("attendant", "/guests/", 403),
        ("attendant", "/imports/", 403),
        ("attendant", "/rooms/1208/", 200),
        ("owner", "/imports/", 403),
        ("owner", "/house/lists/vip/", 200),
        ("owner", "/house/lists/nonsense/", 404),
        ("owner", "/rooms/1428/", 404),
    ],
)
def test_each_door_opens_to_its_posts_only(cast, as_person, part, path, status):
    move_in(house=cast.house)
    assert as_person(getattr(cast, part)).get(path).status_code == status


def test_a_search_is_a_post_and_answers_masked(cast, as_person):
    make_guest(house=cast.house)
    page = as_person(cast.owner).post(
        "/guests/searches/", {"phrase": "柳如烟"}, headers={"HX-Request": "true"}
    )
    text = page.content.decode()
    assert "柳**" in text and "<html" not in text


def test_a_new_file_is_opened_by_its_form(cast, as_person):
    given = {"full_name": "林若溪", "phone": "call me", "channel": "phone"}
    assert as_person(cast.owner).post("/guests/new/", given).status_code == 422
    answer = as_person(cast.owner).post("/guests/new/", given | {"phone": "13900004471"})
    assert answer.headers["Location"] == f"/guests/{Guest.objects.get().id}/"


def test_a_phone_opens_in_place_with_its_reason(cast, as_person):
    guest = make_guest(house=cast.house)
    page = as_person(cast.owner).post(
        f"/guests/{guest.id}/reveals/phone/", {"purpose": "call_guest"}, headers={"HX-Request": "true"}
    )
    assert "+8613900004471" in page.content.decode()
    refused = as_person(cast.attendant).post(f"/guests/{guest.id}/reveals/phone/", {"purpose": "x"})
    assert refused.status_code == 403


def test_hands_set_states_and_marks(cast, as_person):
    move_in(house=cast.house)
    desk = as_person(cast.attendant)
    assert desk.post("/rooms/1208/states/", {"state": "OD"}).status_code == 303
    assert desk.post("/rooms/1208/flags/dnd/").status_code == 303
    room = RoomStatus.objects.get()
    assert (room.state, room.dnd_since) == ("OD", START)
    desk.post("/rooms/1208/flags/dnd/removal/")
    assert RoomStatus.objects.get().dnd_since is None
    assert desk.post("/rooms/1208/states/", {"state": "VC"}).status_code == 409


def test_an_uploaded_file_waits_sealed_and_is_gone_when_taken_in(cast, as_person):
    line = "预订号,到店日期,离店日期,预订类型,姓名\nHB1,2026-03-14,2026-03-15,散客,林一\nHB2,,2026-03-15,散客,林二"
    file = SimpleUploadedFile("stays.csv", line.encode())
    answer = as_person(cast.general_manager).post("/imports/", {"kind": "stays", "file": file})
    run = ImportRun.objects.get()
    assert answer.headers["Location"] == f"/imports/{run.id}/"
    assert "林一".encode() not in bytes(ImportFile.objects.get().content.blob)
    tasks.import_file(run_id=run.id, at=START)
    run.refresh_from_db()
    assert (run.state, run.new, run.bad) == ("done", 1, 1)
    assert not ImportFile.objects.exists()
    report = as_person(cast.general_manager).get(f"/imports/{run.id}/bad-rows/")
    assert len(report.content.decode("utf-8-sig").splitlines()) == 2
    assert as_person(cast.general_manager).get(f"/imports/{run.id}/").status_code == 200


def test_a_picture_is_refused_in_words(cast, as_person):
    file = SimpleUploadedFile("stays.csv", io.BytesIO(b"\x89PNG\x00\x00").getvalue())
    page = as_person(cast.general_manager).post("/imports/", {"kind": "stays", "file": file})
    assert page.status_code == 422 and not ImportRun.objects.exists()
