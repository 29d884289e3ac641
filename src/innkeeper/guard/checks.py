"""Check digits and dates: whether a number that looks like something is that thing."""

from datetime import date

from phonenumbers import NumberParseException, is_possible_number, parse


def digits_of(text: str) -> str:
    """The digits of a text (and a closing X), without what stands between."""
    return "".join(letter for letter in text.upper() if letter.isdigit() or letter == "X")


def is_resident_number(text: str) -> bool:
    """Whether it has the date of a Chinese resident identity number (GB 11643). A wrong check digit is still somebody's."""
    number = digits_of(text)
    return len(number) == 18 and number[:17].isdigit() and number[0] in "12345689" and is_date(number[6:14])


def is_date(number: str) -> bool:
    """Whether YYYYMMDD is a day since 1880."""
    try:
        return 1880 <= date(int(number[:4]), int(number[4:6]), int(number[6:8])).year <= 2100
    except ValueError:
        return False


def has_luhn(text: str) -> bool:
    """Whether the digits of a card number add up."""
    digits = [int(letter) for letter in text if letter.isdigit()]
    if not 12 <= len(digits) <= 19 or len(set(digits)) == 1:
        return False
    doubled = [
        digit if place % 2 == 0 else sum(divmod(digit * 2, 10)) for place, digit in enumerate(digits[::-1])
    ]
    return sum(doubled) % 10 == 0


def is_international_phone(text: str) -> bool:
    """Whether a number with a plus can be dialled."""
    try:
        return is_possible_number(parse(text, None))
    except NumberParseException:
        return False


def has_iban_check(text: str) -> bool:
    """Whether an IBAN's two check digits are right (ISO 7064)."""
    plain = "".join(letter for letter in text if letter.isalnum()).upper()
    turned = plain[4:] + plain[:4]
    return 15 <= len(plain) <= 34 and int("".join(str(int(letter, 36)) for letter in turned)) % 97 == 1


def has_digit(text: str) -> bool:
    """Whether any digit is in it."""
    return any(letter.isdigit() for letter in text)
