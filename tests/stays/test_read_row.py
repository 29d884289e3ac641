"""How a line of a stays file is read: every wrong cell of it at once."""

from innkeeper.stays.rules.import_rows import REQUIRED, Problem, Wrong, read_row

COLUMNS = {name: place for place, name in enumerate((*REQUIRED, "status", "phone", "vip_level"))}


def test_a_missing_cell_hides_no_other_wrong_one():
    cells = ["HB1", "13.3.2026", "2026-03-16", "nobody knows", "", "passing by", "138", "9"]
    found = read_row(2, cells, COLUMNS)
    assert found == [
        Wrong("full_name", Problem.MISSING),
        Wrong("arrival_on", Problem.NOT_A_DAY),
        Wrong("status", Problem.UNKNOWN_STATUS),
        Wrong("booking_type", Problem.UNKNOWN_TYPE),
        Wrong("phone", Problem.NOT_A_PHONE),
        Wrong("vip_level", Problem.NOT_A_LEVEL),
    ]


def test_one_cell_is_named_once():
    found = read_row(2, ["HB1", "", "=A1", "direct", "Wen Lee"], COLUMNS)
    assert found == [Wrong("arrival_on", Problem.MISSING), Wrong("departure_on", Problem.FORMULA)]
