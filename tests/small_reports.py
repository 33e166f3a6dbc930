"""Reports for the screens: every note in turn, names that are out to break a screen, any number of rows."""

from collections.abc import Sequence
from typing import Final, overload

from builders import company, contact, customer, linked, rules, snapshot

from axtui.core.models import Company, Contact, Customer
from axtui.core.notes import Note
from axtui.core.report import Report, ReportRules, Row, build_report
from axtui.core.report_lines import ReportLines, lines_of

HOSTILE_NAMES: Final = (
    "Bad [/close] Ltd",
    "[red]Acme[/red]",
    "Esc \x1b[31m Ltd",
    "شركة النور",
    "=cmd()",
    "Zero\u200bWidth Ltd",
    "日本語 株式会社",
    "Line\nbreak Ltd",
)
_NOTES: Final = tuple(Note)
_Parts = tuple[Company, Sequence[Contact], Sequence[Customer]]


def plain_name(at: int) -> str:
    """Return the name of the company with this id."""
    return f"Company {at}"


def report_of(
    size: int,
    *,
    notes: Sequence[Note] = _NOTES,
    names: Sequence[str] = (),
    incomplete_because: Sequence[str] = (),
    under: ReportRules | None = None,
) -> Report:
    """Return a report of companies with ids from 1, the notes in turn, and numbers that fall as ids rise."""
    parts = [
        _parts(at, names[at - 1] if at <= len(names) else plain_name(at), notes[(at - 1) % len(notes)], size)
        for at in range(1, size + 1)
    ]
    both = snapshot(
        [company for company, _, _ in parts],
        [contact for _, contacts, _ in parts for contact in contacts],
        [customer for _, _, customers in parts for customer in customers],
        incomplete_because=incomplete_because,
    )
    return build_report(both, under or rules())


def hostile_report(note: Note = Note.LINK) -> Report:
    """Return a report whose names hold markup, control characters, other scripts and formulas."""
    return report_of(len(HOSTILE_NAMES), notes=(note,), names=HOSTILE_NAMES)


def _parts(at: int, name: str, note: Note, size: int) -> _Parts:
    number = f"C-{size - at}"
    here = company(at, name, number=number, exclude="true" if note is Note.EXCLUDED else None)
    match = customer(f"x{at}", name, number=number, email=f"billing{at}@acme.example")
    contacts = {
        Note.MULTIPLE: [linked(2 * at, at), linked(2 * at + 1, at, first="Alan", last="Turing")],
        Note.OK: [linked(2 * at, at)],
        Note.LINK: [contact(2 * at, at, emails=["other@acme.example"])],
    }
    customers = {
        Note.NO_MATCH: [],
        Note.NOT_FOUND: [customer(f"x{at}", name, email="")],
        Note.AMBIGUOUS: [match, customer(f"y{at}", name)],
    }
    return here, contacts.get(note, []), customers.get(note, [match])


class CountingLines(ReportLines):
    """A report's lines that count how often the cells of one of them are looked at."""

    def __init__(self, rows: Sequence[Row]) -> None:
        lines = lines_of(rows)
        super().__init__(
            companies=lines.companies,
            texts=lines.texts,
            folded=lines.folded,
            notes=lines.notes,
            reasons=lambda: lines.reasons,
        )
        self.looked_at = 0

    def cells(self, row: int) -> tuple[str, ...]:
        """Return the cells of a row, and count that."""
        self.looked_at += 1
        return super().cells(row)


class CountingRows(Sequence[Row]):
    """A report's rows that remember which of them were asked for."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self._rows = rows
        self.asked_for: list[int] = []

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, at: int) -> Row: ...

    @overload
    def __getitem__(self, at: slice) -> Sequence[Row]: ...

    def __getitem__(self, at: int | slice) -> Row | Sequence[Row]:
        self.asked_for += range(len(self))[at] if isinstance(at, slice) else [at]
        return self._rows[at]
