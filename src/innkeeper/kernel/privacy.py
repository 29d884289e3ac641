"""How a table declares which of its columns are personal data (GB/T 35273-2020 grades; PRIV-03). Pure values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Grade(StrEnum):
    """How sensitive a column is: LOW is shown to staff at work, HIGH is sealed, HIGHEST is sealed and opened one by one."""

    LOW = "low"
    HIGH = "high"
    HIGHEST = "highest"


@dataclass(frozen=True, slots=True)
class Personal:
    """One personal column: its grade, what it is kept for, how long, and whether the person's own export holds it.

    `retention` names a rule of the retention table (for example "guest_file", "case", "staff", "accountability").
    """

    grade: Grade
    purpose: str
    retention: str
    is_exported: bool = True


@dataclass(frozen=True, slots=True)
class Privacy:
    """A table's declaration: `plain` lists the columns that are not personal (blank separated), `personal` the others."""

    plain: str = ""
    personal: Mapping[str, Personal] = field(default_factory=dict)

    def declared(self) -> frozenset[str]:
        """Every column name that the table has spoken for."""
        return frozenset(self.plain.split()) | frozenset(self.personal)
