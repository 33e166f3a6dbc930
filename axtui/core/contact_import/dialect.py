"""How the text of an import file becomes bytes: encoding, byte order mark, delimiter, quotes, line ends.

The sections named here are those of autotask-contact-import.md.
"""

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from axtui.core.text import describe_character

_CSV_END: Final = "\r\n"
"""With it `csv` quotes a cell that holds a lone CR; with LF alone Python 3.11 does not, and the row splits
(section 8, rule 8)."""


class ImportEncoding(StrEnum):
    """How the file is encoded (section 6)."""

    UTF_8 = "utf-8"
    CP1252 = "cp1252"
    UTF_16 = "utf-16"
    """Multi-language databases: with a byte order mark, and tabs between the cells."""


UTF_8_MARK: Final = b"\xef\xbb\xbf"
LITTLE_ENDIAN_MARK: Final = b"\xff\xfe"
BIG_ENDIAN_MARK: Final = b"\xfe\xff"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """The form of a file apart from its words; a template's own, or that of the configuration."""

    encoding: ImportEncoding = ImportEncoding.UTF_8
    mark: bytes = b""
    """The byte order mark, where the file begins with one; for UTF-16 it also tells the order."""
    big_endian: bool = False
    """The order of UTF-16 in a file without a mark."""
    delimiter: str = ","
    quotes_all: bool = False
    """Whether every cell stands in quotes, not only one that needs them."""
    line_end: str = "\r\n"

    @property
    def codec(self) -> str:
        """Python's name of the encoding, without its byte order mark."""
        if self.encoding is not ImportEncoding.UTF_16:
            return self.encoding.value
        return "utf-16-be" if self.big_endian or self.mark == BIG_ENDIAN_MARK else "utf-16-le"

    def misfit(self, text: str) -> str:
        """Name the first character that cannot stand in such a file, and where; empty when all can."""
        if self._holds(text):
            return ""
        at = next(at for at, char in enumerate(text) if not self._holds(char))
        return f"{describe_character(text[at])} at position {at + 1}"

    def lines(self, rows: Iterable[Sequence[str]]) -> Iterator[bytes]:
        """Yield the bytes of each row with its line end, without the mark at the start of the file.

        Raise UnicodeEncodeError for what the encoding cannot hold: `misfit` tells beforehand.
        """
        line = _Line()
        writer = csv.writer(
            line,
            delimiter=self.delimiter,
            quoting=csv.QUOTE_ALL if self.quotes_all else csv.QUOTE_MINIMAL,
            lineterminator=_CSV_END,
        )
        codec = self.codec
        for row in rows:
            writer.writerow(row)
            yield (line.text.removesuffix(_CSV_END) + self.line_end).encode(codec)

    def _holds(self, text: str) -> bool:
        if text.isascii():  # as most texts are, of which there are many
            return "\0" not in text
        try:
            text.encode(self.codec)
        except UnicodeEncodeError:
            return False
        return "\0" not in text


class _Line:
    """Takes one row's text at a time from `csv`."""

    text = ""

    def write(self, text: str) -> None:
        """Keep the row that is written now."""
        self.text = text


FOR_SPREADSHEETS: Final = Dialect(encoding=ImportEncoding.UTF_8, mark=UTF_8_MARK)
"""The form of files for reading: spreadsheets take a file for UTF-8 by its mark."""


def configured_dialect(encoding: ImportEncoding) -> Dialect:
    """Return the form of a file without a template (section 6)."""
    if encoding is ImportEncoding.UTF_16:
        return Dialect(encoding=encoding, mark=LITTLE_ENDIAN_MARK, delimiter="\t")
    return Dialect(encoding=encoding)
