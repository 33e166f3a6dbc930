"""The bytes of an import file as a tenant reads them (autotask-contact-import.md section 6)."""

import codecs
import csv
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from axtui.demo.import_columns import ImportRefusedError


class Encoding(StrEnum):
    """How a tenant's database writes text: of these, the document marks only UTF-16 as official."""

    UTF_8 = "utf-8"
    CP1252 = "cp1252"
    UTF_16 = "utf-16"


class BlankCell(StrEnum):
    """What a blank cell of an update row does; the document marks it unknown (section 5)."""

    KEEP = "keep"
    CLEAR = "clear"


class ListCell(StrEnum):
    """Which value of a list entry a cell holds; the document marks it unknown (section 5)."""

    DISPLAY = "display"
    STORED = "stored"


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportSetup:
    """How the tenant is set up for imports."""

    encoding: Encoding = Encoding.UTF_8
    delimiter: str = ","
    """The list separator of the language settings; UTF-16 files have tabs whatever this says."""
    blank: BlankCell = BlankCell.KEEP
    list_cell: ListCell = ListCell.DISPLAY


OTHER_CODE_PAGE: Final = "cp437"
"""What the text goes through when the file is read with a code page that it was not written in."""


def records_of(data: bytes, setup: ImportSetup, *, as_other: bool = False) -> list[list[str]]:
    """Return the records of a file, the header first; `as_other` reads it with the wrong code page."""
    text = data.decode(OTHER_CODE_PAGE) if as_other else _text_of(data, setup.encoding)
    delimiter = "\t" if setup.encoding is Encoding.UTF_16 else setup.delimiter
    try:
        records = [row for row in csv.reader(_lines(text), delimiter=delimiter, strict=True) if row]
    except csv.Error as error:
        raise ImportRefusedError(f"the file is no CSV: {error}") from error
    if not records:
        raise ImportRefusedError("the file is empty")
    return records


def _lines(text: str) -> list[str]:
    """Return the lines with their ends, split at LF only: no other character ends one."""
    return [f"{line}\n" for line in text.split("\n")]


def _text_of(data: bytes, encoding: Encoding) -> str:
    if encoding is Encoding.UTF_16 and not data.startswith(codecs.BOM_UTF16_LE):
        raise ImportRefusedError("this tenant takes UTF-16 with a byte order mark")
    codec = "utf-8-sig" if encoding is Encoding.UTF_8 else encoding.value
    try:
        return data.decode(codec)
    except UnicodeDecodeError as error:
        raise ImportRefusedError(f"the file is not {encoding}: {error.reason}") from error
