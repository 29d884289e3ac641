"""What the documents say is so: commands exist, links lead somewhere, examples are real."""

import re
from pathlib import Path

import pytest
import typer
import yaml

from innkeeper.cases.playbooks.schema import ENGINE_SIGNALS, ClockRule, Rung, Stage
from innkeeper.config.cli import assembled
from innkeeper.vault import custody

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("README*.md"), *(ROOT / "docs").glob("*.md")])
SAID = re.compile(r"(?:^|`|[\n ])innkeeper ((?:[a-z][a-z-]*)(?: [a-z][a-z-]*)?)(?=[\s`,.:/]|$)", re.MULTILINE)
CODE = re.compile(r"```\w*\n(.*?)```|`([^`\n]+)`", re.DOTALL)
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")


def verbs():
    """Every command of the CLI as it is typed."""
    tree = typer.main.get_command(assembled())
    for name, command in tree.commands.items():
        yield name
        yield from (f"{name} {under}" for under in getattr(command, "commands", {}))


def said(page):
    """The commands that a page names, in code."""
    code = "\n".join(block or inline for block, inline in CODE.findall(page.read_text(encoding="utf-8")))
    return SAID.findall(code)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_named_exists(page):
    known = set(verbs())
    groups = {verb.split()[0] for verb in known if " " in verb}
    wrong = [
        words for words in said(page)
        if words not in known and (words.split()[0] in groups or words.split()[0] not in known)
    ]  # fmt: skip
    assert wrong == []


def test_the_pages_name_commands_at_all():
    assert len({words for page in PAGES for words in said(page)}) > 10


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_option_shown_with_a_command_is_one_of_its_own(page):
    code = "\n".join(block or inline for block, inline in CODE.findall(page.read_text(encoding="utf-8")))
    for line in re.findall(r"^innkeeper (.+)$", code, re.MULTILINE):
        words, command = line.split(), typer.main.get_command(assembled())
        while words and words[0] in getattr(command, "commands", {}):
            command = command.commands[words.pop(0)]
        known = {one for option in command.params for one in (*option.opts, *option.secondary_opts)}
        assert {word for word in words if word.startswith("--")} <= known, line


def test_the_pages_name_every_variable_that_is_read_and_no_other():
    names = re.compile(r"INNKEEPER_[A-Z_]+")
    code = "".join(one.read_text(encoding="utf-8") for one in (ROOT / "src").rglob("*.py"))
    page = "".join(
        (ROOT / "docs" / name).read_text(encoding="utf-8") for name in ("operations.md", "security.md")
    )
    in_files = {"INNKEEPER_SECRET_KEY", "INNKEEPER_SMTP_PASSWORD"}
    assert set(names.findall(code)) - in_files == set(names.findall(page))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_relative_link_leads_somewhere(page):
    links = [link for link in LINK.findall(page.read_text(encoding="utf-8")) if "://" not in link]
    assert [link for link in links if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_no_page_names_a_machine(page):
    assert not re.search(r"/(?:work|root|tmp|opt)/|file://|\bpypi\b", page.read_text(encoding="utf-8"))


def test_the_readmes_name_two_commands():
    for page in ROOT.glob("README*.md"):
        assert re.findall(r"^make \w+", page.read_text(encoding="utf-8"), re.MULTILINE) == [
            "make run",
            "make test",
        ]


def test_the_playbook_examples_are_parts_of_the_complaint():
    blocks = re.findall(r"```yaml\n(.*?)```", (ROOT / "docs" / "playbooks.md").read_text("utf-8"), re.DOTALL)
    stage, clocks = (yaml.safe_load(block) for block in blocks)
    real = yaml.safe_load((ROOT / "src/innkeeper/complaints/playbooks/complaint.yaml").read_text("utf-8"))
    Stage.model_validate(stage[0])
    steps = {step["name"]: step for part in real["stages"] for step in part["steps"]}
    assert all(steps[step["name"]] == step for step in stage[0]["steps"])
    clock = ClockRule.model_validate(clocks["clocks"][0])
    assert (
        clock.ceilings
        == ClockRule.model_validate(next(c for c in real["clocks"] if c["name"] == "respond")).ceilings
    )
    rungs = [Rung.model_validate(rung) for rung in clocks["ladders"]["contact"]]
    assert [rung.share for rung in rungs] == [50, 100, 150]


def test_the_playbooks_page_names_the_signals_and_norms_of_the_code():
    page = (ROOT / "docs" / "playbooks.md").read_text(encoding="utf-8")
    signals, norms = (
        set(re.findall(r"`(\w+)`", re.search(rf"{before} \(([^)]*)\)", page)[1]))
        for before in ("the house's own", "tighter norm of the taxonomy code")
    )
    shipped = [yaml.safe_load(one.read_text("utf-8")) for one in (ROOT / "src").rglob("playbooks/*.yaml")]
    assert signals == ENGINE_SIGNALS
    assert norms == {clock["norm"] for book in shipped for clock in book["clocks"] if "norm" in clock}


def test_pictures_are_light_enough_to_load():
    pictures = list((ROOT / "docs" / "pictures").glob("*.png"))
    assert len(pictures) == 8
    assert max(picture.stat().st_size for picture in pictures) < 300_000


@pytest.mark.parametrize("page", ["architecture.md", "house.svg"])
def test_the_architecture_shows_every_room_of_the_house(page):
    rooms = {one.stem for one in (ROOT / "src" / "innkeeper").glob("[a-z]*") if one.name != "__pycache__"}
    shown = (ROOT / "docs" / page).read_text(encoding="utf-8")
    assert [room for room in sorted(rooms) if not re.search(rf"[`>]{room}[`<]", shown)] == []


def test_every_word_of_the_words_page_is_said_by_the_product():
    page = (ROOT / "docs" / "words.md").read_text(encoding="utf-8").partition("## Coming")[0]
    words = re.findall(r"^\| [^|]+ \| ([^|]*[\u4e00-\u9fff][^|]*) \|", page, re.MULTILINE)
    sources = [one for end in ("po", "yaml", "html", "py") for one in (ROOT / "src").rglob(f"*.{end}")]
    said = "".join(one.read_text(encoding="utf-8") for one in sources)
    assert len(words) > 80
    assert [part for word in words for part in word.split(" / ") if part not in said and word != "中文"] == []


def test_no_word_of_the_words_page_stands_for_two_things():
    page = (ROOT / "docs" / "words.md").read_text(encoding="utf-8")
    english = re.findall(r"^\| ([^|]+) \| [^|]*[\u4e00-\u9fff][^|]* \|", page, re.MULTILINE)
    assert [one for one in set(english) - {"English"} if english.count(one) > 1] == []


def test_the_playbooks_page_names_every_playbook_that_is_shipped():
    page = (ROOT / "docs" / "playbooks.md").read_text(encoding="utf-8")
    shipped = [one.relative_to(ROOT) for one in (ROOT / "src" / "innkeeper").glob("*/playbooks/*.yaml")]
    assert len(shipped) > 10
    assert [
        str(one) for one in shipped if f"(../{one})" not in page and f"(../{one.parent})" not in page
    ] == []


@pytest.mark.parametrize("page", ["security.md", "operations.md"])
def test_the_pages_that_speak_of_keys_name_each_that_a_house_makes(page):
    said = (ROOT / "docs" / page).read_text(encoding="utf-8")
    assert [
        name
        for name in (*vars(custody).values(), "django.key")
        if str(name).endswith(".key") and f"`{name}`" not in said
    ] == []
