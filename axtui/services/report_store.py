"""The built report of each profile, kept beside its snapshot so that it opens at once.

To build it anew, the snapshot is read, matched and sorted, which takes several times as long. What is kept
holds for one snapshot, one set of rules and one version of the program; otherwise, and when the file is
damaged, there is none.

msgspec is imported where it is used, since the first frame must not wait for it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self, TypeVar

from axtui import __version__
from axtui.core.models import CompanyId, Contact, FetchedAt, TenantFacts
from axtui.core.report import Report, ReportRules, Row, count_notes
from axtui.core.report_lines import lines_of
from axtui.services.checked_records import framed, read_checked
from axtui.services.files import cache_directory, private_file, write_all
from axtui.services.profile_files import path_of, remove
from axtui.services.surroundings import Surroundings

T = TypeVar("T")

_ENDING: Final = ".report"
_FORM: Final = f"{__version__}, form 1"
"""The second number is raised with every change of what is kept or of how a report is built."""
_AT_ONCE: Final = 1_000
"""Rows or companies per record of the file: other threads wait for one record to be packed, not for all."""
_MOST_CUSTOMERS_A_ROW: Final = 3
"""On average. Rows are kept with their customers; a thousand companies that share their name with a
thousand customers would be a million of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Heading:
    """The first record: what the report holds for, and what it says beside its rows."""

    form: str
    profile: str
    rules: ReportRules
    fetched_at: FetchedAt
    facts: TenantFacts
    customers_read: int
    incomplete_because: tuple[str, ...]
    rows: int
    companies_with_contacts: int


class ReportStore:
    """Keeps reports in a directory, named after their profiles. Every method blocks."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    @classmethod
    def of(cls, surroundings: Surroundings) -> Self:
        """Return where built reports are kept: beside the snapshots that they were built from."""
        return cls(surroundings.cache_dir / "snapshots")

    def save(self, report: Report) -> None:
        """Keep the report in place of the profile's last one; what a file cannot hold exactly is not kept."""
        path = self._path_of(report.profile)
        if sum(len(row.customers) for row in report.rows) > _MOST_CUSTOMERS_A_ROW * len(report.rows):
            remove(path)
            return
        cache_directory(self._directory)
        try:
            with private_file(path, overwrite=True) as partial:
                for data in _framed(report):
                    write_all(partial.descriptor, data)
        except (UnicodeEncodeError, OverflowError):  # half a surrogate pair; a number beyond 64 bits
            remove(path)

    def load(self, profile: str, *, rules: ReportRules, fetched_at: FetchedAt) -> Report | None:
        """Return the kept report, equal to one built anew, or None where none is kept that holds."""
        import msgspec

        try:
            file = self._path_of(profile).read_bytes()
            records = [record.data for record in read_checked(file, start=0).records]
            heading = msgspec.msgpack.decode(records[0], type=_Heading)
            if (heading.form, heading.rules, heading.fetched_at) != (_FORM, rules, fetched_at):
                return None
            return _report(heading, records[1:])
        except (OSError, IndexError, msgspec.DecodeError):
            return None

    def forget(self, profile: str) -> None:
        """Remove what is kept of a profile; nothing kept is fine."""
        remove(self._path_of(profile))

    def rename(self, was: str, now: str) -> None:
        """Remove what is kept under either name: a report names its profile, so it is built anew."""
        self.forget(was)
        self.forget(now)

    def _path_of(self, profile: str) -> Path:
        return path_of(self._directory, profile, ending=_ENDING)


def _framed(report: Report) -> Iterator[bytes]:
    total = 0
    for record in _records(report):
        data, total = framed(record, before=total)
        yield data


def _records(report: Report) -> Iterator[bytes]:
    import msgspec

    encode = msgspec.msgpack.Encoder().encode
    contacts = tuple(report.contacts_of.items())
    yield encode(_heading(report))
    yield from map(encode, _in_parts(report.rows))
    yield from (encode(dict(part)) for part in _in_parts(contacts))


def _heading(report: Report) -> _Heading:
    return _Heading(
        form=_FORM,
        profile=report.profile,
        rules=report.rules,
        fetched_at=report.fetched_at,
        facts=report.facts,
        customers_read=report.customers_read,
        incomplete_because=report.incomplete_because,
        rows=len(report.rows),
        companies_with_contacts=len(report.contacts_of),
    )


def _report(heading: _Heading, parts: Sequence[bytes]) -> Report | None:
    import msgspec

    rows_end = -(-heading.rows // _AT_ONCE)
    rows_of = msgspec.msgpack.Decoder(tuple[Row, ...]).decode
    contacts_of = msgspec.msgpack.Decoder(dict[CompanyId, tuple[Contact, ...]]).decode
    rows = tuple(row for part in parts[:rows_end] for row in rows_of(part))
    contacts = {company: theirs for part in parts[rows_end:] for company, theirs in contacts_of(part).items()}
    if (len(rows), len(contacts)) != (heading.rows, heading.companies_with_contacts):
        return None
    return Report(
        profile=heading.profile,
        rules=heading.rules,
        fetched_at=heading.fetched_at,
        rows=rows,
        lines=lines_of(rows),
        counts=count_notes(rows),
        facts=heading.facts,
        contacts_of=contacts,
        customers_read=heading.customers_read,
        incomplete_because=heading.incomplete_because,
    )


def _in_parts(items: Sequence[T]) -> Iterator[Sequence[T]]:
    return (items[at : at + _AT_ONCE] for at in range(0, len(items), _AT_ONCE))
