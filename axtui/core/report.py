"""The report: one row per company, one note per row, decided by one table; and the reasons for it.

The rules are PRODUCT.md section 2.
"""

import functools
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from axtui.core.cases import Cases
from axtui.core.explain import NoMatchExplainer
from axtui.core.match_by import MatchBy
from axtui.core.matching import MatchRule
from axtui.core.models import CompanyId, Contact, FetchedAt, Snapshot, TenantFacts
from axtui.core.notes import Note
from axtui.core.report_lines import ReportLines, lines_of
from axtui.core.report_row import Row
from axtui.core.text import natural_key
from axtui.core.verdict import Case, decide, reasons_for

__all__ = ["Report", "ReportRules", "Row", "build_report"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportRules:
    """How a report is built from a snapshot."""

    match: MatchRule = field(default_factory=MatchRule)
    sole_contact_is_enough: bool = False

    def matching_by(self, match_by: MatchBy) -> "ReportRules":
        """Return the same rules but for what is compared."""
        return replace(self, match=replace(self.match, match_by=match_by))


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """All rows in reading order (company name, natural order), with what they were made from."""

    profile: str
    rules: ReportRules
    fetched_at: FetchedAt
    rows: Sequence[Row]
    lines: ReportLines = field(compare=False, repr=False)
    """What is shown and searched of the rows."""
    counts: Mapping[Note, int]
    """Rows per note; every note is there, zero included."""
    facts: TenantFacts
    contacts_of: Mapping[CompanyId, tuple[Contact, ...]]
    """Every contact of a company, active or not; companies without one are left out."""
    customers_read: int
    """How many customers Xero has, archived ones included: none at all is worth a sentence."""
    incomplete_because: tuple[str, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether both sides were read to their end."""
        return not self.incomplete_because

    def rows_at(self, places: Collection[int]) -> list[Row]:
        """Return the rows at these places, in this order; rows in a file come quickest in their own."""
        rows = {place: self.rows[place] for place in sorted(places)}
        return [rows[place] for place in places]


def build_report(snapshot: Snapshot, rules: ReportRules) -> Report:
    """Match every company and give each its note and reasons; the order of reading does not matter."""
    cases = Cases(snapshot, sole_contact_is_enough=rules.sole_contact_is_enough)
    explainer = functools.cache(lambda: NoMatchExplainer(cases.customers, rules.match))

    def row(case: Case) -> Row:
        note = decide(case)
        return Row(
            company=case.company,
            note=note,
            customers=case.match.customers,
            contacts=case.links,
            sole_contact=case.only_contact if note is Note.OK else None,
            reasons=reasons_for(case, note, explainer),
        )

    # Sorting is stable: companies of the same name stay in the sequence of their ids.
    rows = tuple(sorted(map(row, cases.under(rules.match)), key=lambda row: natural_key(row.company.name)))
    lines = lines_of(rows)
    return Report(
        profile=snapshot.profile,
        rules=rules,
        fetched_at=snapshot.fetched_at,
        rows=rows,
        lines=lines,
        counts=lines.counts,
        facts=snapshot.facts,
        contacts_of=cases.contacts_of,
        customers_read=len(cases.customers),
        incomplete_because=snapshot.incomplete_because,
    )
