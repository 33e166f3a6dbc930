"""Which rows an export takes, and what the dialog says about them in numbers (PRODUCT.md section 4)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import islice
from typing import Final

from axtui.core.acknowledgements import Acknowledgement
from axtui.core.contact_import.plan import ImportPlan, NotWritten, import_lines
from axtui.core.contact_import.template import Template
from axtui.core.models import CompanyId
from axtui.core.notes import Note, ReasonCode
from axtui.core.report import Report, Row
from axtui.core.sentences import counted
from axtui.core.text import quoted, visible
from axtui.services.config import ExportProfile
from axtui.services.import_template import planned

_MEASURED: Final = 200


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
    shown: Sequence[int] = ()
    """The places in the report of the rows that the filter lets through, in the order of the screen."""
    acknowledged: Mapping[int, Acknowledgement] = field(default_factory=dict)
    """What is acknowledged, by the row's place in the report: left out unless that is wished."""

    @property
    def scopes(self) -> tuple[Scope, ...]:
        """The scopes that can be chosen, the one to begin with first: marks win where a Link row has one."""
        return tuple(Scope) if self._links_in(self._marked) else (Scope.SHOWN, Scope.ALL)

    def rows(self, scope: Scope) -> list[Row]:
        """Return the rows that a scope takes; marked ones of another note too, which are then left out."""
        return self.report.rows_at(self._marked if scope is Scope.MARKED else self._links_of(scope))

    def numbers(self, scope: Scope) -> str:
        """Say how many rows are meant, of how many."""
        shown, total = f"{len(self.shown):,} shown", f"{len(self.report.rows):,}"
        match scope:
            case Scope.MARKED:
                return f"{len(self._marked):,} marked of {shown} of {total}"
            case Scope.SHOWN:
                return f"{counted(len(self._links_of(scope)), 'Link row')} of {shown} of {total}"
            case Scope.ALL:
                return f"{counted(len(self._links_of(scope)), 'Link row')} of {total}"

    def acknowledged_in(self, scope: Scope) -> int:
        """Return how many of the rows that a scope takes are acknowledged."""
        places = self._marked if scope is Scope.MARKED else self._links_of(scope)
        return sum(place in self.acknowledged for place in places)

    def remarks(self, scope: Scope) -> Iterator[str]:
        """Yield what a person may not expect of the marks."""
        if scope is Scope.MARKED and (hidden := self._hidden_marks):
            are = "row is" if hidden == 1 else "rows are"
            yield f"{hidden:,} marked {are} hidden by the filter and taken all the same."
        others = len(self._marked) - len(self._links_in(self._marked))
        if others and scope is not Scope.MARKED:
            yield f"{counted(others, 'marked row')} of another note: only Link rows are exported."

    @property
    def _marked(self) -> list[int]:
        found = map(self.report.lines.row_of, self.marked)
        return sorted(place for place in found if place is not None)

    @property
    def _hidden_marks(self) -> int:
        return len(set(self._marked).difference(self.shown, self.acknowledged))

    def _links_of(self, scope: Scope) -> list[int]:
        return self._links_in(self.shown if scope is Scope.SHOWN else range(len(self.report.lines)))

    def _links_in(self, places: Iterable[int]) -> list[int]:
        return self.report.lines.having(Note.LINK, places)

    def plan(self, wish: "Wish", settings: ExportProfile) -> ImportPlan:
        """Decide what stands in the files; raise an error where none can be written at all."""
        rows = self.rows(wish.scope)
        if wish.with_acknowledged or not self.acknowledged:
            return self._planned(rows, wish, settings)
        why = self._whys()
        plan = self._planned((row for row in rows if row.company.id not in why), wish, settings)
        aside = (NotWritten(row, why[row.company.id]) for row in rows if row.company.id in why)
        return replace(plan, left_out=(*plan.left_out, *aside))

    def _whys(self) -> dict[CompanyId, str]:
        """Return why the rows of some companies are left out."""
        given = self.acknowledged.values()
        return {each.company_id: f"It is acknowledged: {visible(each.reason)}" for each in given}

    def existing(self, plan: ImportPlan, wish: "Wish", settings: ExportProfile) -> "Existing":
        """Count the contacts of a plan that exist, and those that an import can update, wanted or not."""
        others = (row for row, _ in (*plan.rejected, *plan.left_out) if row.note is Note.LINK)
        aside = {} if wish.with_acknowledged else self._whys()
        rows = [row for row in others if row.has(ReasonCode.CONTACT_EXISTS) and row.company.id not in aside]
        found, updatable = len(plan.updates) + len(rows), len(plan.updates)
        if rows and not wish.with_updates:
            updatable = len(self._planned(rows, replace(wish, with_updates=True), settings).updates)
        return Existing(found=found, updatable=updatable)

    def _planned(self, rows: Iterable[Row], wish: "Wish", settings: ExportProfile) -> ImportPlan:
        return planned(rows, self.report, settings, template=wish.template, with_updates=wish.with_updates)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What the person wants in the files."""

    scope: Scope
    template: Template | None = None
    """None for our own reading of the format."""
    with_updates: bool = False
    """Whether contacts that exist are updated, in a file of their own."""
    with_acknowledged: bool = False
    """Whether acknowledged rows are taken, too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Existing:
    """The rows whose contact exists."""

    found: int = 0
    updatable: int = 0
    """How many of them an import can update, and does where that is wanted."""


def size_of(plan: ImportPlan) -> int:
    """Estimate how many bytes the files for Autotask will have, from the first rows."""
    lines = list(islice(import_lines(plan), _MEASURED + 1))
    return sum(map(len, lines)) * (len(plan.rows) + 2 * len(plan.updates) + 1) // len(lines)


def outcome_words(plan: ImportPlan) -> str:
    """Say what becomes of every row that was meant; the numbers add up."""
    updates = f"{counted(len(plan.updates), 'update')} in a second one, " if plan.updates else ""
    return (
        f"{counted(len(plan.rows), 'row')} in the file, {updates}{len(plan.rejected):,} rejected, "
        f"{len(plan.left_out):,} left out"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """What the person has filled in so far, and what was found at the place."""

    path: str = ""
    has_place: bool = True
    """Whether the files can be written there."""
    typed_count: str = ""
    typed_updates: str = ""
    taken: int = 0
    """How many names of the set are taken."""
    may_replace: bool = False
    accepts_incomplete: bool = False


def what_is_missing(consent: Consent, *, rows: int, updates: int, complete: bool) -> str:
    """Say what the person still has to do before the files can be written; empty when they can be."""
    if not rows and not updates:
        return "There is no row to write."
    if not consent.path.strip():
        return "Type where the file goes."
    if not consent.has_place:
        return "The file cannot be written there, as is said under it: type another place."
    if consent.taken and not consent.may_replace:
        return f"{_there_already(consent.taken)} may be replaced, or type another name."
    if not complete and not consent.accepts_incomplete:
        return "The report is incomplete: tick that it may be exported all the same."
    count = _what_is_wrong_with(consent.typed_count, str(rows), "the number of rows, to confirm")
    update = _what_is_wrong_with(consent.typed_updates, words_to_update(updates), "to confirm the updates")
    return (count if rows else "") or (update if updates else "")


def words_to_update(updates: int) -> str:
    """Return what has to be typed to accept updates: no habit of typing the number does it."""
    return f"update {updates}"


def _there_already(files: int) -> str:
    if files == 1:
        return "A file is there already: tick that it"
    return f"{files} files are there already: tick that they"


def _what_is_wrong_with(typed: str, wanted: str, why: str) -> str:
    said = " ".join(typed.split())
    if said.replace(",", "") == wanted:  # the screen shows numbers with commas
        return ""
    wrong = f": {quoted(said)} is not it" if said else ""
    return f"Type {wanted}, {why}{wrong}."
