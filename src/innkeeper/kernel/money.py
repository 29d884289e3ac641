"""Amounts in the minor unit (fen, cent) of a currency."""

from dataclasses import dataclass

SIGNS = {"CNY": "¥"}
"""The house's own currency by its sign; others by their code, which says whose dollar it is."""


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """`amount_minor` in the currency's minor unit (two decimals)."""

    currency: str
    amount_minor: int

    def __add__(self, other: "Money") -> "Money":
        if other.currency != self.currency:
            raise ValueError(f"Cannot add {other.currency} to {self.currency}.")
        return Money(self.currency, self.amount_minor + other.amount_minor)

    def shown(self) -> str:
        """The amount as people read it: ¥1,250 or USD 12.50."""
        whole, rest = divmod(abs(self.amount_minor), 100)
        sign = "-" if self.amount_minor < 0 else ""
        return f"{SIGNS.get(self.currency, f'{self.currency} ')}{sign}{whole:,}" + (
            f".{rest:02d}" if rest else ""
        )
