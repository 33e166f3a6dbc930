"""Which rows an export takes, and what the dialog says about them in numbers (PRODUCT.md section 4)."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from axtui.core.contact_import import ImportPlan, format_for, plan_import
from axtui.core.models import CompanyId
from axtui.core.notes import Note
from axtui.core.report import Report, Row
from axtui.services.config import ExportProfile


class Scope(StrEnum):
    """Where the rows of the file are taken from; the values are the words of the dialog."""

    MARKED = "the marked Link rows"
    SHOWN = "all Link rows shown"
    ALL = "all Link rows of the report"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportChoice:
    """The report, what of it is shown, and what is marked."""

    report: Report
    marked: frozenset[CompanyId] = field(default=frozenset())
    """Companies of any note; the filter may hide some of them."""
    shown: tuple[Row, ...] = ()

    @property
    def scopes(self) -> tuple[Scope, ...]:
        """The scopes that can be chosen, the one to begin with first: marks win where a Link row has one."""
        marks_count = any(row.note is Note.LINK for row in self._marked_rows)
        return tuple(Scope) if marks_count else (Scope.SHOWN, Scope.ALL)

    def rows(self, scope: Scope) -> tuple[Row, ...]:
        """Return the rows that a scope takes; marked ones of another note too, which are then left out."""
        if scope is Scope.MARKED:
            return self._marked_rows
        source = self.shown if scope is Scope.SHOWN else self.report.rows
        return tuple(row for row in source if row.note is Note.LINK)

    def numbers(self, scope: Scope) -> str:
        """Say how many rows are meant, of how many."""
        shown, total = f"{len(self.shown):,} shown", f"{len(self.report.rows):,}"
        links = sum(row.note is Note.LINK for row in self.rows(scope))
        match scope:
            case Scope.MARKED:
                return f"{len(self._marked_rows):,} marked of {shown} of {total}"
            case Scope.SHOWN:
                return f"{_links(links)} of {shown} of {total}"
            case Scope.ALL:
                return f"{_links(links)} of {total}"

    def remarks(self, scope: Scope) -> Iterator[str]:
        """Yield what a person may not expect of the marks."""
        if scope is Scope.MARKED and (hidden := self._hidden_marks):
            are = "row is" if hidden == 1 else "rows are"
            yield f"{hidden:,} marked {are} hidden by the filter and taken all the same."
        others = sum(row.note is not Note.LINK for row in self._marked_rows)
        if others and scope is not Scope.MARKED:
            yield f"{_counted(others, 'marked row')} of another note: only Link rows are exported."

    @property
    def _marked_rows(self) -> tuple[Row, ...]:
        return tuple(row for row in self.report.rows if row.company.id in self.marked)

    @property
    def _hidden_marks(self) -> int:
        shown = {row.company.id for row in self.shown}
        return sum(row.company.id not in shown for row in self._marked_rows)

    def plan(self, scope: Scope, settings: ExportProfile) -> ImportPlan:
        """Decide what stands in the file; raise an error where no file can be written at all."""
        facts = self.report.facts
        fmt = format_for(facts, term=settings.term, locale=settings.locale, encoding=settings.encoding)
        return plan_import(self.rows(scope), fmt, facts)


def _links(count: int) -> str:
    return _counted(count, "Link row")


def _counted(count: int, what: str) -> str:
    return f"{count:,} {what}" if count == 1 else f"{count:,} {what}s"


def outcome_words(plan: ImportPlan) -> str:
    """Say what becomes of every row that was meant; the three numbers add up."""
    return (
        f"{_counted(len(plan.rows), 'row')} in the file, {len(plan.rejected):,} rejected, "
        f"{len(plan.left_out):,} left out"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """What the person has filled in so far."""

    path: str = ""
    typed_count: str = ""
    file_is_there: bool = False
    may_replace: bool = False
    accepts_incomplete: bool = False


def what_is_missing(consent: Consent, *, rows: int, complete: bool) -> str:
    """Say what the person still has to do before the file can be written; empty when it can be."""
    if not rows:
        return "There is no row to write."
    if not consent.path.strip():
        return "Type where the file goes."
    if consent.file_is_there and not consent.may_replace:
        return "There is a file of this name: tick that it may be replaced, or type another name."
    if not complete and not consent.accepts_incomplete:
        return "The report is incomplete: tick that it may be exported all the same."
    if consent.typed_count.strip() != str(rows):
        return f"Type {rows}, the number of rows in the file, to confirm."
    return ""
