"""What is worth saying beside a report: that it is short, or that a side has nothing to show, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from axtui.core.notes import Note
from axtui.core.text import visible

if TYPE_CHECKING:
    from axtui.core.report import Report

_HIDDEN: Final = (
    "Check the permissions of the API user: what its security level may not see is left out without an error."
)
"""Autotask gives no error for it (autotask-api.md section 2)."""


def remarks_on(report: Report) -> tuple[str, ...]:
    """Return display-safe sentences about what is missing; none for an ordinary report."""
    incomplete = (f"This report is incomplete: {because}" for because in report.incomplete_because)
    return (*incomplete, *remarks_beside(report))


def remarks_beside(report: Report) -> tuple[str, ...]:
    """Return what is worth saying apart from whether the report is complete."""
    return (*_empty_sides(report), *_nothing_to_export(report))


def _empty_sides(report: Report) -> tuple[str, ...]:
    found: list[str] = []
    if not report.rows:
        found.append(
            f"Autotask returned no companies. Check the profile's company types and filter. {_HIDDEN}"
        )
    elif not report.contacts_of:
        found.append(f"Autotask returned no contacts for these companies. {_HIDDEN}")
    if not report.customers_read:
        name = visible(report.facts.organisation)
        found.append(
            f"Xero returned no customers. Check that this is the right organisation: {name or 'unknown'}."
        )
    return tuple(found)


def _nothing_to_export(report: Report) -> tuple[str, ...]:
    if not report.rows or report.counts[Note.LINK]:
        return ()
    return ("No row has the note Link, so there is nothing to export.",)
