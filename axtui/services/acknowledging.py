"""Which rows of a report are acknowledged: the same answer for both doors."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from axtui.core.acknowledgements import (
    Acknowledgement,
    acknowledged_in,
    acknowledgement_of,
)
from axtui.core.errors import UsageError
from axtui.core.models import CompanyId
from axtui.core.report import Report, Row
from axtui.core.sentences import shortened
from axtui.core.text import quoted, visible
from axtui.services.acknowledgement_file import AcknowledgementFile
from axtui.services.config_values import Profile
from axtui.services.surroundings import Surroundings

ALL_SHOWN: Final = "All rows are shown, acknowledged ones too."
_LONGEST_REASON: Final = 500
_LONGEST_NAME: Final = 64
_NEVER: Final = frozenset({"", "-", "never"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledged:
    """What of a report is acknowledged today."""

    by_place: Mapping[int, Acknowledgement] = field(default_factory=dict)
    """By the row's place in the report, ascending."""
    problems: tuple[str, ...] = ()
    """What is wrong with the file, in sentences: then no row counts as acknowledged."""

    @property
    def companies(self) -> frozenset[CompanyId]:
        """The companies whose row is acknowledged."""
        return frozenset(each.company_id for each in self.by_place.values())


def acknowledged_of(report: Report, profile: Profile, *, surroundings: Surroundings) -> Acknowledged:
    """Return what of a report is acknowledged. Reads a file: from the event loop, call it in a thread."""
    kept = AcknowledgementFile.of(profile, surroundings).load()
    held = acknowledged_in(report, kept.acknowledgements, today(surroundings.now()))
    return Acknowledged(by_place=held, problems=kept.problems)


def today(now: datetime) -> date:
    """Return the day of the person's own calendar."""
    return now.astimezone().date()


def acknowledgement_for(
    row: Row, *, reason: str, until: date | None, surroundings: Surroundings
) -> Acknowledgement:
    """Acknowledge a row as it stands, today and in this user's name."""
    if not row.note.is_problem:
        raise UsageError(
            f"{quoted(row.company.name)} is {row.note.value}: there is nothing to acknowledge.",
            hint="Only rows with a problem can be acknowledged.",
        )
    if not all(customer.id.isprintable() for customer in row.customers):
        raise UsageError(
            f"{quoted(row.company.name)} cannot be acknowledged: Xero gave the id of its customer with a "
            "character that no file of text takes.",
            hint="Xero's ids are letters, numbers and hyphens. Read again with F; if it stays so, ask Xero.",
        )
    return acknowledgement_of(
        row,
        reason=shortened(visible(reason.strip()), most=_LONGEST_REASON),
        until=until,
        since=today(surroundings.now()),
        by=user_name(surroundings),
    )


def user_name(surroundings: Surroundings) -> str:
    """Return what this host calls the person who works here; empty where it does not say."""
    named = surroundings.env.get("LOGNAME") or surroundings.env.get("USER") or ""
    return shortened(visible(named), most=_LONGEST_NAME)


def day_typed(text: str, *, now: datetime) -> date | None:
    """Return the day that a person has typed, or None for no end; UsageError where it is none, or is over."""
    typed = text.strip()
    if typed.casefold() in _NEVER:
        return None
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        raise UsageError(
            f"{quoted(shortened(typed, most=_LONGEST_NAME))} is no day.",
            hint="Type it as 2027-01-31, or leave it empty for no end.",
        ) from None
    if day < today(now):
        raise UsageError(f"{day.isoformat()} is over.", hint="Type the last day on which it shall hold.")
    return day
