"""The State Council's holidays and moved working days, from the package that lists them."""

from collections.abc import Iterable
from datetime import date

from chinese_calendar import constants

from innkeeper.properties.rules import SpecialDay

YEARLY = ("New Year's Day", "Spring Festival", "Tomb-sweeping Day", "Labour Day", "Dragon Boat Festival", "Mid-autumn Festival", "National Day")  # fmt: skip


def announced_years(years: Iterable[int]) -> list[int]:
    """Those of the years whose holidays are known; the others are "not announced yet"."""
    known = {day.year for day in constants.holidays}
    return sorted(set(years) & known)


def public_days(years: Iterable[int]) -> list[SpecialDay]:
    """Holidays and moved working days of the announced years, by date."""
    wanted = set(announced_years(years))
    days = [_day(on, name, is_working=False) for on, name in constants.holidays.items() if on.year in wanted]
    days += [_day(on, name, is_working=True) for on, name in constants.workdays.items() if on.year in wanted]
    return sorted(days, key=lambda day: day.on)


NAMES_ZH = {holiday.value: holiday.chinese for holiday in constants.Holiday}


def yearly_names() -> list[tuple[str, str]]:
    """The holidays that every year's notice names, in its order: Chinese, English."""
    return [(NAMES_ZH[name], name) for name in YEARLY]


def _day(on: date, name: str, *, is_working: bool) -> SpecialDay:
    return SpecialDay(on=on, is_working=is_working, name_zh=NAMES_ZH.get(name, name), name_en=name)
