"""The vault's keys by command: what was sealed before opens afterwards."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from typer.testing import CliRunner

from innkeeper.config.commands.keys import app
from innkeeper.kernel import clock
from innkeeper.kernel.ids import uuid7
from innkeeper.vault import custody
from innkeeper.vault.sealing import seal
from innkeeper.vault.unsealing import fetch_keys, open_with

pytestmark = pytest.mark.django_db(databases="__all__")


def run(*words: str) -> str:
    answer = CliRunner().invoke(app, list(words))
    assert answer.exit_code == 0, answer.output
    return answer.output


def sealed(house):
    row = uuid7()
    return seal("柳如烟", field_id="guests.Guest.full_name", row_id=row, subject_id=row, scope_id=house.pk)


def opened(value) -> str:
    return open_with(fetch_keys([value]), [value])[0].decode()


@pytest.mark.req("SEC-01")
def test_values_open_after_the_keys_of_a_hotel_were_rotated(house):
    value = sealed(house)
    assert f"{house}: 1 data keys wrapped anew" in run("rotate")
    assert opened(value) == "柳如烟"


def test_values_open_after_the_kek_was_replaced(house, monkeypatch):
    monkeypatch.setenv("INNKEEPER_SECRETS", str(settings.SECRETS))
    value, before = sealed(house), (settings.SECRETS / custody.KEK).read_text()
    assert "wrapped by the fresh KEK" in run("replace-kek")
    custody.read_key.cache_clear()
    assert (settings.SECRETS / custody.KEK).read_text() != before
    assert opened(value) == "柳如烟"


@pytest.mark.parametrize("step", ["hardlink_to", "replace", "rmdir"])
def test_a_replacement_cut_short_goes_on_when_it_is_run_again(house, monkeypatch, step):
    monkeypatch.setenv("INNKEEPER_SECRETS", str(settings.SECRETS))
    value = sealed(house)

    def cut(*_args, **_given):
        raise OSError("the machine went off")

    with monkeypatch.context() as patch:
        patch.setattr(Path, step, cut)
        assert isinstance(CliRunner().invoke(app, ["replace-kek"]).exception, OSError)
    run("replace-kek")
    custody.read_key.cache_clear()
    assert opened(value) == "柳如烟"
    assert not (settings.SECRETS / "fresh").exists()


def test_finishing_shreds_with_nothing_left_is_harmless(house):
    run("finish")


def test_orphans_are_shown_and_only_swept_when_asked(house, monkeypatch):
    key_id, today = sealed(house).key_id, clock.clock.now()
    for days, option, answer in (
        (2, (), f"{key_id} made"),
        (2, (), "1 unused"),
        (2, ("--sweep",), "1 doubted now"),
        (4, (), "1 would be destroyed"),
        (4, ("--sweep", "--full"), "1 destroyed"),
        (4, (), "0 in use, 0 unused"),
    ):
        monkeypatch.setattr(clock.Clock, "now", lambda _self, days=days: today + timedelta(days=days))
        assert answer in run("orphans", *option)
