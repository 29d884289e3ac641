"""Turns the check-outs of hotel_bookings into a stays file with invented guests and about 1 % bad rows.

    INNKEEPER_DATA=... python bench/stays_file.py stays.csv [--rows N]

The bookings (Antonio, de Almeida, Nunes, Data in Brief 22, 2019, CC BY 4.0) hold no people: names, phones and
addresses are made up here from syllable lists, the same for the same seed. Beside the file, `<file>.bad.json` says
which row is bad and how.
"""

import argparse
import csv
import gzip
import json
import os
import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

SEED = 1208
BAD_SHARE = 0.01
HEADER = [
    "booking number", "status", "arrival date", "departure date", "booking type", "channel", "room type",
    "adults", "children", "guest name", "phone", "email", "guest key", "language", "country", "vip level",
]  # fmt: skip
MONTHS = {
    name: number
    for number, name in enumerate(
        [
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ],
        start=1,
    )
}
ZH_SURNAMES = "王李张刘陈杨黄赵周吴徐孙朱马胡郭林何高罗单曾仇解查盖区乐翟冼缪宓员朴欧阳"[:33]
ZH_COMPOUND = ["欧阳", "司马", "上官", "诸葛", "尉迟", "万俟", "令狐", "皇甫"]
ZH_GIVEN = "若溪晓明雨桐子涵建国小满长河如烟远舟一诺思齐念慈望舒云起知微清和敬之怀瑾青禾松月听澜既白"
EN_STARTS = [
    "Al",
    "Ber",
    "Cal",
    "Dor",
    "Ed",
    "Fen",
    "Gar",
    "Har",
    "Is",
    "Jo",
    "Kel",
    "Lin",
    "Mar",
    "Nor",
    "Ol",
    "Per",
    "Ros",
    "Sam",
    "Tem",
    "Wil",
]
EN_ENDS = [
    "a",
    "an",
    "bert",
    "den",
    "ella",
    "ia",
    "is",
    "la",
    "len",
    "lia",
    "lo",
    "mon",
    "na",
    "nor",
    "ra",
    "rick",
    "son",
    "ton",
    "wen",
]
EN_LAST = [
    "Ash",
    "Black",
    "Brook",
    "Cross",
    "Dale",
    "East",
    "Fair",
    "Green",
    "Hart",
    "Lang",
    "Marsh",
    "North",
    "Oak",
    "Pen",
    "Rush",
    "Stone",
    "Thorn",
    "West",
    "Wood",
    "Yar",
]
EN_LAST_ENDS = [
    "bourne",
    "by",
    "combe",
    "croft",
    "dale",
    "field",
    "ford",
    "ham",
    "hurst",
    "ley",
    "man",
    "more",
    "ridge",
    "stead",
    "ton",
    "well",
    "worth",
]
KO_SURNAMES = ["김", "이", "박", "최", "정", "강", "조", "윤", "장", "임", "한", "오", "서", "신"]
KO_GIVEN = ["민", "서", "지", "현", "우", "진", "하", "은", "수", "영", "준", "유", "나", "라", "도", "윤"]
JA_SURNAMES = ["佐藤", "鈴木", "高橋", "田中", "渡辺", "伊藤", "山本", "中村", "小林", "加藤"]
JA_GIVEN = ["さくら", "ひなた", "あおい", "はるか", "ゆうと", "そうた", "みさき", "けんじ"]
PT_STARTS = [
    "An",
    "Be",
    "Car",
    "Du",
    "Fer",
    "Gon",
    "Hel",
    "In",
    "Jo",
    "Lu",
    "Ma",
    "Nu",
    "Pe",
    "Ri",
    "Te",
    "Va",
]
PT_ENDS = ["a", "ana", "ando", "elo", "eira", "ico", "ilda", "ino", "io", "isa", "onia", "ora", "uel"]
PT_LAST = [
    "Almei",
    "Bar",
    "Car",
    "Cos",
    "Dias",
    "Fer",
    "Gui",
    "Lo",
    "Mar",
    "Mo",
    "Nas",
    "Oli",
    "Pe",
    "Ri",
    "San",
    "Tei",
]
PT_LAST_ENDS = [
    "da",
    "bosa",
    "doso",
    "ta",
    "nandes",
    "marães",
    "pes",
    "tins",
    "rais",
    "cimento",
    "veira",
    "reira",
    "beiro",
    "tos",
    "xeira",
]
TYPES = {
    "Direct": "direct", "Corporate": "corporate", "Online TA": "platform", "Offline TA/TO": "agency",
    "Groups": "group", "Complementary": "direct", "Aviation": "corporate", "Undefined": "direct",
}  # fmt: skip
BAD_KINDS = {
    "no_arrival": ("arrival_on", 2, ""),
    "not_a_day": ("arrival_on", 2, "31/02/2016"),
    "before_arrival": ("departure_on", 3, "2001-01-01"),
    "no_name": ("full_name", 9, ""),
    "not_a_phone": ("phone", 10, "call after six"),
    "not_an_email": ("email", 11, "nowhere.example"),
    "unknown_type": ("booking_type", 4, "barter"),
    "unknown_status": ("status", 1, "vanished"),
    "formula": ("channel", 5, "=HYPERLINK(A1)"),
    "no_number": ("booking_number", 0, ""),
    "not_a_count": ("adults", 7, "many"),
}


def checked_out(source: Path) -> Iterator[dict[str, str]]:
    with gzip.open(source, "rt", encoding="utf-8", newline="") as text:
        for row in csv.DictReader(text):
            if row["reservation_status"] == "Check-Out":
                yield row


def name_for(country: str, chance: random.Random) -> tuple[str, str]:
    """An invented name and the guest's language."""
    if country in {"CN", "CHN", "TWN", "HKG", "MAC"} or chance.random() < 0.35:
        surname = chance.choice(ZH_COMPOUND) if chance.random() < 0.03 else chance.choice(ZH_SURNAMES)
        return surname + "".join(chance.sample(ZH_GIVEN, chance.choice((1, 2, 2)))), "zh"
    if country == "KOR" or chance.random() < 0.08:
        return chance.choice(KO_SURNAMES) + "".join(chance.sample(KO_GIVEN, 2)), "ko"
    if country == "JPN" or chance.random() < 0.05:
        return f"{chance.choice(JA_SURNAMES)} {chance.choice(JA_GIVEN)}", "ja"
    if country in {"PRT", "BRA", "ESP", "ITA"}:
        first = chance.choice(PT_STARTS) + chance.choice(PT_ENDS)
        return f"{first} {chance.choice(PT_LAST)}{chance.choice(PT_LAST_ENDS)}", "pt"
    first = chance.choice(EN_STARTS) + chance.choice(EN_ENDS)
    return f"{first} {chance.choice(EN_LAST)}{chance.choice(EN_LAST_ENDS)}", "en"


def guest(number: int, country: str, chance: random.Random) -> list[str]:
    """Name, phone, e-mail, key and language of an invented guest; numbers lie in ranges given to nobody's use."""
    name, language = name_for(country, chance)
    phone = (
        f"139{chance.randrange(10**8):08d}" if language == "zh" else f"+44207946{chance.randrange(1000):04d}"
    )
    email = f"g{number}@mail.example" if chance.random() < 0.7 else ""
    return [name, phone, email, f"G{number:06d}", language]


def stays_rows(source: Path, limit: int | None) -> Iterator[list[str]]:
    chance = random.Random(SEED)
    regulars: list[list[str]] = []
    for number, row in enumerate(checked_out(source), start=1):
        if limit and number > limit:
            return
        country = row["country"] if row["country"] != "NULL" else ""
        if row["is_repeated_guest"] == "1" and regulars:
            person = chance.choice(regulars)
        else:
            person = guest(number, country, chance)
            if chance.random() < 0.02:
                regulars.append(person)
        came = date(
            int(row["arrival_date_year"]),
            MONTHS[row["arrival_date_month"]],
            int(row["arrival_date_day_of_month"]),
        )
        nights = int(row["stays_in_weekend_nights"]) + int(row["stays_in_week_nights"])
        children = sum(int(row[key]) for key in ("children", "babies") if row[key].isdigit())
        name, phone, email, key, language = person
        yield [
            f"HB{number:06d}", "departed", came.isoformat(), (came + timedelta(days=nights)).isoformat(),
            TYPES.get(row["market_segment"], "direct"), row["distribution_channel"], row["assigned_room_type"],
            row["adults"], str(children), name, phone, email, key, language, country, "3" if chance.random() < 0.01 else "",
        ]  # fmt: skip


def spoiled(rows: Iterator[list[str]], told: dict[int, str]) -> Iterator[list[str]]:
    """About one row in a hundred made bad, in turn in each of the listed ways; `told` learns which."""
    chance = random.Random(SEED + 1)
    kinds = list(BAD_KINDS)
    for number, row in enumerate(rows, start=2):
        if chance.random() < BAD_SHARE:
            kind = kinds[len(told) % len(kinds)]
            _field, place, content = BAD_KINDS[kind]
            row[place] = content
            told[number] = kind
        yield row


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target", type=Path)
    parser.add_argument("--rows", type=int, default=None)
    options = parser.parse_args()
    source = Path(os.environ["INNKEEPER_DATA"]) / "hotel_bookings" / "hotel_bookings.csv.gz"
    told: dict[int, str] = {}
    with options.target.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(HEADER)
        writer.writerows(spoiled(stays_rows(source, options.rows), told))
    options.target.with_suffix(options.target.suffix + ".bad.json").write_text(
        json.dumps(told), encoding="utf-8"
    )
    print(f"{options.target}: {len(told)} bad rows")


if __name__ == "__main__":
    main()
