"""The manifest as a JSON file: a line for each value and for each row; and back, checked field by field.

Everything outside printable ASCII is escaped: half a surrogate pair can be written so, and a hostile name is
inert where somebody looks at the file on a terminal.
"""

import json
from collections.abc import Iterator
from dataclasses import is_dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from axtui.core.contact_import.file_kinds import MANIFEST_ENDING, FileKind
from axtui.core.contact_import.manifest import FORM, Manifest, RowKind
from axtui.core.errors import DataError
from axtui.core.text import visible
from axtui.services.named_files import read_named

MOST_BYTES: Final = 256 * 1024 * 1024
"""Several times what the manifest of a million rows has."""
_WHAT: Final = "axtui export manifest"
"""Stands first in the file, so that another JSON file is not taken for one."""
WHERE_IT_IS: Final = f"The manifest is the file that ends in {MANIFEST_ENDING}, beside the import file."


def manifest_lines(manifest: Manifest) -> Iterator[bytes]:
    """Yield the file line by line, because that of a large report is large."""
    yield f'{{\n "what": {_json(_WHAT)}'.encode()
    for name, value in _values(manifest).items():
        yield f",\n {_json(name)}: ".encode()
        if isinstance(value, tuple) and value and is_dataclass(value[0]):
            yield from _records(value)
        else:
            yield _json(value).encode()
    yield b"\n}\n"


def read_manifest(path: Path) -> Manifest:
    """Read a manifest; relative to where the program was started, `~` is home.

    Raise DataError for what is none, was written by another version in another form, or is damaged.
    """
    data = read_named(path, what="manifest", most=MOST_BYTES, refused=_refused)
    return manifest_from(data, name=str(path))


def manifest_from(data: bytes, *, name: str) -> Manifest:
    """Return the manifest that a file holds; its name is for messages."""
    called = f"The manifest {visible(name)}"
    try:
        found = json.loads(data)
    except (ValueError, RecursionError):
        raise _refused(f"{called} is no manifest, or a damaged one: it is not JSON.") from None
    if not isinstance(found, dict) or found.get("what") != _WHAT:
        raise _refused(f"{called} is no manifest of an export.")
    if found.get("form") != FORM:
        raise DataError(
            f"{called} was written by another version of axtui, in a form that this one does not know.",
            hint="Use the version that wrote it.",
        )
    manifest = _converted(found, called)
    if why := _contradiction(manifest):
        raise _damaged(called, why)
    return manifest


def _converted(found: dict[str, Any], called: str) -> Manifest:
    import msgspec  # no other command but `verify` reads a manifest

    try:
        return msgspec.convert(found, Manifest)
    except msgspec.ValidationError as error:
        raise _damaged(called, str(error)) from None
    except UnicodeEncodeError:  # half a surrogate pair where one of a few words should stand
        raise _damaged(called, "a word or a time in it is none") from None


def _contradiction(manifest: Manifest) -> str:
    """Say where a manifest does not agree with itself; who has edited it should know."""
    for moment in (manifest.written_at, manifest.autotask_at, manifest.xero_at):
        if moment.tzinfo is None:
            return "a time without its zone"
    if not manifest.rows:
        return "it lists no row, and an export without one is never written"
    if any((row.contact_id is None) is (row.kind is RowKind.UPDATE) for row in manifest.rows):
        return "a row to update names no contact, or one to create does"
    for file_kind, row_kind in ((FileKind.IMPORT, RowKind.CREATE), (FileKind.UPDATES, RowKind.UPDATE)):
        told = sum(file.rows for file in manifest.files if file.kind is file_kind)
        listed = sum(row.kind is row_kind for row in manifest.rows)
        if told != listed:
            return f"the file `{file_kind}` has {told:,} rows, and {listed:,} are listed"
    return ""


def _records(values: tuple[Any, ...]) -> Iterator[bytes]:
    comma = b"["
    for value in values:
        yield comma + f"\n  {_json(value)}".encode()
        comma = b","
    yield b"\n ]"


def _json(value: object) -> str:
    return _ENCODER.encode(value)


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime) else _values(value)


def _values(value: Any) -> dict[str, Any]:
    """Not by `fields`, which takes half of the time of a large manifest."""
    return {name: getattr(value, name) for name in value.__dataclass_fields__}


_ENCODER: Final = json.JSONEncoder(ensure_ascii=True, default=_plain)
"""One for all lines: to make one takes as long as to write a line."""


def _damaged(called: str, why: str) -> DataError:
    return DataError(
        f"{called} is damaged: {visible(why)}.",
        hint="Take it from a backup; the import file itself is not needed.",
    )


def _refused(sentence: str) -> DataError:
    return DataError(sentence, hint=WHERE_IT_IS)
