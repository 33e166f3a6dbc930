"""The lines of a file of acknowledgements: where a company's table stands, and how a new one is written."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import tomli_w

from axtui.core.acknowledgements import Acknowledgement

FORM: Final = 1
"""Raised with every change of what the keys mean."""
COMPANIES: Final = "companies"
FIELDS: Final[Mapping[str, str]] = {
    "name": "company",
    "note": "note",
    "codes": "codes",
    "customers": "customers",
    "customer_names": "customer_names",
    "reason": "reason",
    "until": "until",
    "since": "since",
    "by": "by",
}
"""Which field each key holds, in the order in which they are written."""
REQUIRED: Final = frozenset({"name", "note", "reason"})
_HEADER: Final = re.compile(rf"""\s*\[\s*{COMPANIES}\s*\.\s*(["']?)(-?\d+)\1\s*\]\s*(?:#.*)?""")
_ANY_HEADER: Final = re.compile(r"\s*\[")
_KEY: Final = re.compile(r"\s*([A-Za-z_]+)\s*=")


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """The lines of one company's table."""

    company: str
    start: int
    """Where the comment above the heading begins, or the heading where it has none."""
    header: int
    end: int


def blocks_of(lines: Sequence[str]) -> list[Block]:
    """Return the tables that have a heading of their own."""
    headers = [at for at, line in enumerate(lines) if _ANY_HEADER.match(line)]
    starts = [_with_comment_above(lines, at) for at in headers]
    ends = [*starts[1:], len(lines)]
    return [
        Block(company=found[2], start=start, header=header, end=end)
        for start, header, end in zip(starts, headers, ends, strict=False)
        if (found := _HEADER.fullmatch(lines[header]))
    ]


def key_of(line: str) -> str:
    """Return the key that a line gives a value; empty for any other line."""
    found = _KEY.match(line)
    return found[1] if found else ""


def lines_of(given: Acknowledgement) -> dict[str, str]:
    """Return the lines of a table by key; what is empty has none."""
    values = {key: getattr(given, name) for key, name in FIELDS.items()}
    return {key: _line(key, value) for key, value in values.items() if value or key in REQUIRED}


def _with_comment_above(lines: Sequence[str], at: int) -> int:
    while at > 0 and lines[at - 1].lstrip().startswith("#"):
        at -= 1
    return at


def _line(key: str, value: object) -> str:
    if isinstance(value, tuple):  # on one line, or one more customer would change three of them
        return f"{key} = [{', '.join(map(_quoted, value))}]"
    return f"{key} = {value.isoformat() if isinstance(value, date) else _quoted(str(value))}"


def _quoted(text: str) -> str:
    return tomli_w.dumps({"k": str(text)}).removeprefix("k = ").rstrip("\n")
