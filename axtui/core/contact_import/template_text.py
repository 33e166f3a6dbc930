"""From a template's bytes to its records: encoding, delimiter, quotes and line end are found, not asked for.

The sections named here are those of autotask-contact-import.md.
"""

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from axtui.core.contact_import.dialect import (
    BIG_ENDIAN_MARK,
    LITTLE_ENDIAN_MARK,
    UTF_8_MARK,
    Dialect,
    ImportEncoding,
)
from axtui.core.contact_import.recognition import is_combined, is_known, udf_in
from axtui.core.text import describe_character

_DELIMITERS: Final = (",", ";", "\t", "|")
"""A comma, the list separator of other language settings, the tab of Unicode files (section 6)."""
_CRLF: Final = "\r\n"
_LINE_ENDS: Final = (_CRLF, "\n")
_SPREADSHEETS: Final = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_LOOKED_AT: Final = 4096
_LONGEST_LINE: Final = 200_000
_MOST_HEADINGS: Final = 1_000_000
"""Characters that are looked at for the headings, which may hold line ends: an export is much longer."""
_MANY: Final = 0.5
_FEW: Final = 0.1
"""Headings without a mark are UTF-16 when of every two bytes one is mostly NUL, and the other is not."""


class UnreadableError(ValueError):
    """The bytes are not those of a template; `str` says why, to go on from "The template ... "."""


class Records(NamedTuple):
    """A template taken apart."""

    header: tuple[str, ...]
    header_line: bytes
    dialect: Dialect
    says_encoding: bool
    rows: tuple[tuple[str, ...], ...]


class _Encoded(NamedTuple):
    encoding: ImportEncoding
    mark: bytes = b""
    big_endian: bool = False


def records_in(data: bytes) -> Records:
    """Take a template apart; raise UnreadableError where that is not possible."""
    if data.startswith(_SPREADSHEETS):
        raise UnreadableError("is a spreadsheet, not the .csv file that Autotask gives.")
    found = _encoding_of(data)
    dialect = Dialect(encoding=found.encoding, mark=found.mark, big_endian=found.big_endian)
    text = _decoded(data, dialect)
    _check_first_line(text)
    delimiter = _delimiter_of(text[:_MOST_HEADINGS])
    lines = _CountedLines(text)
    header = next(_records(lines, delimiter), [])
    first = text[: lines.taken]
    line_end = _line_end_of(first)
    return Records(
        header=tuple(header),
        header_line=dialect.mark + (first.removesuffix(line_end) + line_end).encode(dialect.codec),
        dialect=Dialect(
            encoding=found.encoding,
            mark=found.mark,
            big_endian=found.big_endian,
            delimiter=delimiter,
            quotes_all=first.removesuffix(line_end) == _all_quoted(header, delimiter),
            line_end=line_end,
        ),
        says_encoding=not data.isascii() or bool(found.mark) or found.encoding is ImportEncoding.UTF_16,
        rows=tuple(tuple(row) for row in _records(lines, delimiter) if any(row)),
    )


def _encoding_of(data: bytes) -> _Encoded:
    if data.startswith(UTF_8_MARK):
        return _Encoded(ImportEncoding.UTF_8, UTF_8_MARK)
    for mark in (LITTLE_ENDIAN_MARK, BIG_ENDIAN_MARK):
        if data.startswith(mark):
            return _Encoded(ImportEncoding.UTF_16, mark, big_endian=mark == BIG_ENDIAN_MARK)
    head = data[:_LOOKED_AT].partition(b"\n")[0]
    first, second = head[::2], head[1::2]
    for high, low, big_endian in ((first, second, True), (second, first, False)):
        if high.count(0) > _MANY * len(high) and low.count(0) < _FEW * len(low):
            return _Encoded(ImportEncoding.UTF_16, big_endian=big_endian)
    try:
        data.decode()
    except UnicodeDecodeError:
        return _Encoded(ImportEncoding.CP1252)
    return _Encoded(ImportEncoding.UTF_8)


def _decoded(data: bytes, dialect: Dialect) -> str:
    try:
        text = data[len(dialect.mark) :].decode(dialect.codec)
    except UnicodeDecodeError as error:
        where = f"at byte {len(dialect.mark) + error.start + 1}"
        raise UnreadableError(f"is not {_named(dialect.encoding)}: damaged {where}.") from error
    if (at := text.find("\0")) >= 0:
        raise UnreadableError(f"holds {describe_character(text[at])} at position {at + 1}: no text file.")
    return text


def _check_first_line(text: str) -> None:
    if not text.strip():
        raise UnreadableError("is empty.")
    if text.startswith(("\r", "\n")):
        raise UnreadableError("begins with an empty line; the headings must stand in the first one.")
    if len(text) > _LONGEST_LINE and text.find("\n", 0, _LONGEST_LINE) < 0:
        raise UnreadableError(f"has no line end in its first {_LONGEST_LINE:,} characters.")


def _named(encoding: ImportEncoding) -> str:
    if encoding is ImportEncoding.CP1252:
        return "text in UTF-8, and not in Windows-1252 either"
    return f"{encoding.value} throughout, as its beginning tells"


def _delimiter_of(text: str) -> str:
    """Return what separates the headings: with it most of them are known, or there are most of them."""
    return max(_DELIMITERS, key=lambda delimiter: _headings_with(text, delimiter))


def _headings_with(text: str, delimiter: str) -> tuple[int, int]:
    """Return how many headings are known, and how many there are."""
    try:
        header = next(_records(_CountedLines(text), delimiter), [])
    except UnreadableError:
        return -1, 0
    return sum(map(_is_heading, header)), len(header)


def _is_heading(text: str) -> bool:
    return is_known(text) or is_combined(text) or udf_in(text) is not None


class _CountedLines:
    """The lines of a text, and how much of it they have been so far: a record ends with a line."""

    def __init__(self, text: str) -> None:
        self._lines = io.StringIO(text, newline="")
        self.taken = 0
        self.number = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        self.taken += len(line)
        self.number += 1
        return line


def _records(lines: _CountedLines, delimiter: str) -> Iterator[list[str]]:
    try:
        yield from csv.reader(lines, delimiter=delimiter, strict=True)
    except csv.Error as error:
        raise UnreadableError(
            f"is damaged at line {lines.number} or before it: quotation marks that do not match, or a cell "
            f"of more than {csv.field_size_limit():,} characters."
        ) from error


def _line_end_of(line: str) -> str:
    """Return how the first line ends; where nothing follows it, as lines of such files do (section 8)."""
    if line.endswith("\r"):
        raise UnreadableError("ends its lines with a carriage return alone, which Autotask does not.")
    return next((end for end in _LINE_ENDS if line.endswith(end)), _CRLF)


def _all_quoted(header: Iterable[str], delimiter: str) -> str:
    return delimiter.join('"' + heading.replace('"', '""') + '"' for heading in header)
