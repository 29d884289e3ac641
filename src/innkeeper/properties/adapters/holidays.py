"""The State Council's holidays and moved working days, from the package that lists them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from chinese_calendar import constants


@dataclass(frozen=True, slots=True)
class PublicDay:
    """A day that differs from its weekday."""

    on: date
    is_working: bool
    name_zh: str
    name_en: str


def announced_years(years: Iterable[int]) -> list[int]:
    """Those of the years whose holidays are known; the others are "not announced yet"."""
    known = {day.year for day in constants.holidays}
    return sorted(set(years) & known)


def public_days(years: Iterable[int]) -> list[PublicDay]:
    """Holidays and moved working days of the announced years, by date."""
    wanted = set(announced_years(years))
    days = [_day(on, name, is_working=False) for on, name in constants.holidays.items() if on.year in wanted]
    days += [_day(on, name, is_working=True) for on, name in constants.workdays.items() if on.year in wanted]
    return sorted(days, key=lambda day: day.on)


NAMES_ZH = {holiday.value: holiday.chinese for holiday in constants.Holiday}


def _day(on: date, name: str, *, is_working: bool) -> PublicDay:
    return PublicDay(on=on, is_working=is_working, name_zh=NAMES_ZH.get(name, name), name_en=name)
