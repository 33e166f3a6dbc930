"""The explanation of a row laid out for a width: the names, what to do, both records beside each other."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest
from typing import Final

from rich.cells import cell_len

from axtui.core.record_links import company_address, customer_address
from axtui.core.report import Report, Row
from axtui.tui.aligned_lines import aligned_lines
from axtui.tui.explain_words import (
    LOOKING,
    NO_CANDIDATE,
    Beyond,
    acknowledged_section,
    remedies_beyond,
    remedy_section,
    rules_section,
    suggested_words,
)
from axtui.tui.row_lines import (
    DetailLine,
    Layout,
    Look,
    Piece,
    folded,
    head_lines,
    heading_lines,
    section_lines,
)
from axtui.tui.row_words import company_section, contacts_section, customers_section, reasons_section

_BESIDE: Final = 90
"""Cells from which on the two records stand beside each other."""
_BETWEEN: Final = " │ "
_BETWEEN_IN_ASCII: Final = " | "


def explained_lines(
    row: Row, report: Report, beyond: Beyond, *, width: int, ascii_only: bool = False
) -> tuple[DetailLine, ...]:
    """Lay out why a row has its note, where names differ, what to do, and everything that is known of it."""
    layout = Layout(width=max(width, 1))
    remedies = remedies_beyond(row, report, beyond)
    lines: list[DetailLine] = [*head_lines(row, layout, ascii_only=ascii_only)]
    for part in (
        section_lines(acknowledged_section(beyond), layout) if beyond.acknowledged else (),
        section_lines(reasons_section(row), layout) if row.reasons else (),
        _names(row, beyond, layout, ascii_only=ascii_only),
        _suggested(row, beyond, layout, ascii_only=ascii_only),
        _filled(section_lines(remedy_section(row, remedies, beyond), layout)),
        _records(row, report, beyond, layout, ascii_only=ascii_only),
        section_lines(rules_section(report, beyond, ascii_only=ascii_only), layout),
        section_lines(contacts_section(row, report), layout),
    ):
        found = tuple(part)
        lines += [*found, ()] if found else []
    return tuple(lines[:-1])


def _filled(lines: Iterator[DetailLine]) -> Iterable[DetailLine]:
    """Leave out a heading under which there is nothing."""
    found = tuple(lines)
    return found if len(found) > 1 else ()


def _names(row: Row, beyond: Beyond, layout: Layout, *, ascii_only: bool) -> Iterator[DetailLine]:
    """Yield both names letter under letter, where they differ."""
    other = row.customer or beyond.nearest
    if other is None or other.name == row.company.name:
        return
    yield from heading_lines("The names, letter by letter", layout)
    yield from aligned_lines(row.company.name, other.name, layout, ascii_only=ascii_only)


def _suggested(row: Row, beyond: Beyond, layout: Layout, *, ascii_only: bool) -> Iterator[DetailLine]:
    """Yield the customers that may be meant, each with why, and its name under the company's."""
    if beyond.suggestions is None and not beyond.seeks_suggestions:
        return
    found = [each for each in beyond.suggestions or () if each.customer != beyond.nearest]
    if not found and beyond.nearest:
        return
    yield from heading_lines("Similar customers in Xero", layout)
    if not found:
        yield from _indented(LOOKING if beyond.suggestions is None else NO_CANDIDATE, layout)
    for at, suggestion in enumerate(found):
        said, why = suggested_words(suggestion)
        if at:
            yield ()
        yield from _indented(said, layout)
        for sentence in why:
            yield from _indented(sentence, layout, look=Look.ASIDE)
        name, other = row.company.name, suggestion.customer.name
        yield from aligned_lines(name, other, layout, ascii_only=ascii_only, in_words=False)


def _indented(text: str, layout: Layout, *, look: Look = Look.PLAIN) -> Iterator[DetailLine]:
    for part in folded(text, layout.width - layout.indent):
        yield (Piece(" " * layout.indent), Piece(part, look))


def _records(
    row: Row, report: Report, beyond: Beyond, layout: Layout, *, ascii_only: bool
) -> Iterator[DetailLine]:
    is_beside = layout.width >= _BESIDE
    half = Layout(width=(layout.width - len(_BETWEEN)) // 2) if is_beside else layout
    here = company_section(row, address=company_address(row.company.id, report.facts))
    ours = tuple(section_lines(here, half))
    theirs = tuple(_customer_lines(row, report, beyond, half))
    if is_beside:
        between = _BETWEEN_IN_ASCII if ascii_only else _BETWEEN
        yield from _beside(ours, theirs, half.width, between)
    else:
        yield from (*ours, (), *theirs)


def _customer_lines(row: Row, report: Report, beyond: Beyond, layout: Layout) -> Iterator[DetailLine]:
    near = beyond.meant if not row.customers else None
    how = "Nearest" if beyond.nearest else "Most likely"
    section = customers_section(
        (near,) if near else row.customers,
        report,
        title=f"{how} customer in Xero: it does not match" if near else "",
        address_of=customer_address,
    )
    yield from section_lines(section, layout)


def _beside(
    ours: Sequence[DetailLine], theirs: Sequence[DetailLine], width: int, between: str
) -> Iterator[DetailLine]:
    for left, right in zip_longest(ours, theirs, fillvalue=()):
        taken = sum(cell_len(piece.text) for piece in left)
        gap = " " * max(width - taken, 0)
        yield (*left, Piece(gap), Piece(between, Look.NAME), *right)
