"""The built report of each profile, kept beside its snapshot so that it opens at once.

To build it anew, the snapshot is read, matched and sorted, which takes many times as long. What is kept holds
for one snapshot, one set of rules and one version of the program; otherwise, and when the file is damaged,
there is none. Of a large report only the lines are made when it is opened; its rows when they are asked for.

msgspec is imported where it is used, since the first frame must not wait for it.
"""

import stat
import zlib
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import BinaryIO, Final, Self, cast

from axtui import __version__
from axtui.core.models import CompanyId, Contact, FetchedAt, TenantFacts
from axtui.core.report import Report, ReportRules, Row
from axtui.core.report_lines import ReportLines
from axtui.services.checked_records import checked_records, framed
from axtui.services.files import cache_directory, private_file
from axtui.services.partial_files import write_all
from axtui.services.profile_files import path_of, remove
from axtui.services.stored_rows import StoredContacts, StoredItems, blocks_of, packed
from axtui.services.surroundings import Surroundings

_ENDING: Final = ".report"
_FORM: Final = f"{__version__}, form 4"
"""The second number is raised with every change of what is kept or of how a report is built."""
_LINES_AT_ONCE: Final = 1_000
"""Lines per record of the file: other threads wait for one record, not for all."""
_BETWEEN_LINES: Final = "\0"
"""Stands in no line: their text is printable."""
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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Lines:
    """Some of the report's lines, each kind in one string: it is made and taken apart at once."""

    companies: tuple[CompanyId, ...]
    notes: bytes
    texts: str
    folded: str
    """Empty where the texts are ASCII: then it is the same in small letters."""


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
            with _opened(self._path_of(profile)) as file:
                records = checked_records(file)
                heading = msgspec.msgpack.decode(next(records), type=_Heading)
                if (heading.form, heading.rules, heading.fetched_at) != (_FORM, rules, fetched_at):
                    return None
                return _report(heading, records)
        except (OSError, StopIteration, msgspec.DecodeError):
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


def _opened(path: Path) -> BinaryIO:
    if not stat.S_ISREG(path.stat().st_mode):  # a pipe would be waited for
        raise FileNotFoundError(path)
    return path.open("rb")


def _framed(report: Report) -> Iterator[bytes]:
    total = 0
    for record in _records(report):
        data, total = framed(record, before=total)
        yield data


def _records(report: Report) -> Iterator[bytes]:
    """Yield heading, lines, reasons, rows, and the contacts of each row's company."""
    import msgspec

    encode = msgspec.msgpack.Encoder().encode
    contacts = [report.contacts_of.get(company, ()) for company in report.lines.companies]
    yield encode(_heading(report))
    yield from map(encode, _lines_in_parts(report.lines))
    yield zlib.compress(encode(report.lines.reasons))
    yield from packed(report.rows, encode)
    yield from packed(contacts, encode)


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


def _lines_in_parts(lines: ReportLines) -> Iterator[_Lines]:
    for at in range(0, len(lines), _LINES_AT_ONCE):
        part = slice(at, at + _LINES_AT_ONCE)
        texts = _BETWEEN_LINES.join(lines.texts[part])
        yield _Lines(
            companies=tuple(map(CompanyId, array("q", lines.companies[part]))),  # no larger one could be read
            notes=lines.notes[part],
            texts=texts,
            folded="" if texts.isascii() else _BETWEEN_LINES.join(lines.folded[part]),
        )


def _report(heading: _Heading, records: Iterator[bytes]) -> Report | None:
    """Make the report of whole records; None where there are fewer than the heading says."""
    from msgspec.msgpack import Decoder

    lines = _lines(records, heading.rows)
    rows = tuple(islice(records, blocks_of(heading.rows)))
    contacts = tuple(islice(records, blocks_of(heading.rows)))
    if len(contacts) != blocks_of(heading.rows):
        return None
    by_row = StoredItems(contacts, Decoder(tuple[tuple[Contact, ...], ...]).decode, length=heading.rows)
    return Report(
        profile=heading.profile,
        rules=heading.rules,
        fetched_at=heading.fetched_at,
        rows=StoredItems(rows, Decoder(tuple[Row, ...]).decode, length=heading.rows),
        lines=lines,
        counts=lines.counts,
        facts=heading.facts,
        contacts_of=StoredContacts(by_row, lines, companies=heading.companies_with_contacts),
        customers_read=heading.customers_read,
        incomplete_because=heading.incomplete_because,
    )


def _lines(records: Iterator[bytes], rows: int) -> ReportLines:
    """Make the lines, each record by itself: all of them at once would leave holes in memory."""
    from msgspec.msgpack import Decoder

    companies, notes, texts, folded = array("q"), bytearray(), list[str](), list[str]()
    for part in map(Decoder(_Lines).decode, islice(records, -(-rows // _LINES_AT_ONCE))):
        companies.extend(part.companies)
        notes += part.notes
        texts += part.texts.split(_BETWEEN_LINES)
        folded += (part.folded or part.texts.lower()).split(_BETWEEN_LINES)
    packed_reasons = next(records)
    return ReportLines(
        companies=cast("Sequence[CompanyId]", companies),
        texts=texts,
        folded=folded,
        notes=bytes(notes),
        reasons=lambda: _reasons(packed_reasons),
    )


def _reasons(data: bytes) -> Sequence[str]:
    from msgspec.msgpack import decode

    return decode(zlib.decompress(data), type=list[str])
