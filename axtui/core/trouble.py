"""What is amiss within each system alone, whatever the report says of a company: both sides' own trouble.

Excluded companies are left alone, but a customer that belongs to one has a company. Everything is linear in
the number of records: those that share a name or a number share one tuple.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from axtui.core.cases import Cases
from axtui.core.models import Company, Customer, FetchedAt, Snapshot
from axtui.core.report import ReportRules
from axtui.core.text import natural_keys, visible
from axtui.core.trouble_contacts import contact_findings
from axtui.core.trouble_finding import Finding, TroubleKind
from axtui.core.trouble_records import RecordTrouble
from axtui.core.verdict import is_excluded, link_values

_Record = TypeVar("_Record", Company, Customer)

__all__ = ["Finding", "Trouble", "TroubleKind", "trouble_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """All that was found in one read, under one match rule."""

    profile: str
    rules: ReportRules
    fetched_at: FetchedAt
    findings: Sequence[Finding] = field(repr=False)
    """In the order of the kinds; those that share something stand together."""
    counts: Mapping[TroubleKind, int]
    """Findings of each kind; every kind is there, zero included."""
    incomplete_because: tuple[str, ...] = ()
    """Why some of this may be wrong: not everything was read."""

    def places(self, kind: TroubleKind | None) -> range:
        """Return where the findings of a kind stand; of all kinds without one."""
        if kind is None:
            return range(len(self.findings))
        kinds = tuple(TroubleKind)
        start = sum(self.counts[each] for each in kinds[: kinds.index(kind)])
        return range(start, start + self.counts[kind])


def trouble_of(snapshot: Snapshot, rules: ReportRules) -> Trouble:
    """Look through both sides; the order in which they were read does not matter.

    Takes seconds for a hundred thousand companies: from an event loop, call it in a thread.
    """
    cases = Cases(snapshot, sole_contact_is_enough=rules.sole_contact_is_enough)
    companies = _in_reading_order(cases.companies)
    records = RecordTrouble(companies, _in_reading_order(cases.customers), rules.match)
    contacts = contact_findings(
        (company for company in companies if not is_excluded(company)),
        cases.contacts_of,
        link_values=link_values(snapshot.facts),
    )
    findings = (*records.findings(), *contacts)
    counts = Counter(finding.kind for finding in findings)
    return Trouble(
        profile=snapshot.profile,
        rules=rules,
        fetched_at=snapshot.fetched_at,
        findings=findings,
        counts={kind: counts[kind] for kind in TroubleKind},
        incomplete_because=snapshot.incomplete_because,
    )


def _in_reading_order(records: Sequence[_Record]) -> list[_Record]:
    """Return records by name, those of one name as they came.

    By strings, since to compare anything else would keep other threads waiting for too long.
    """
    keys = natural_keys(visible(record.name) for record in records)
    return [records[at] for at in sorted(range(len(records)), key=keys.__getitem__)]
