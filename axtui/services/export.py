"""Writes the files of an export where the person wants them: whole, private, and never over others unasked.

They belong together: the import file, where wanted a second one of updates with its undo file and a copy for
reading, what was rejected, and the manifest that says of all of them what they are.
"""

import hashlib
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final

from axtui import __version__
from axtui.core.contact_import.file_kinds import FileKind, name_beside
from axtui.core.contact_import.manifest import ManifestFile, manifest_of
from axtui.core.contact_import.plan import ImportPlan
from axtui.core.contact_import.plan_files import kinds_of, lines_of, rows_in
from axtui.core.contact_import.template import Template
from axtui.core.report import Report
from axtui.services.export_paths import copy_line, copy_line_from_here, default_name, export_path
from axtui.services.file_sets import ToWrite, write_together
from axtui.services.kept_files import refuse_older_undo, refuse_template
from axtui.services.manifest_file import manifest_lines

__all__ = [
    "ExportedFile",
    "Order",
    "Written",
    "copy_line",
    "copy_line_from_here",
    "default_name",
    "export_path",
    "keep_older_undo",
    "write_export",
]

_LOG: Final = logging.getLogger("axtui.export")
_BY_WEIGHT: Final = (
    FileKind.IMPORT,
    FileKind.UPDATES,
    FileKind.UNDO,
    FileKind.REVIEW,
    FileKind.REJECTS,
)
"""The order in which a person is told of the files."""
_MANIFEST_LINE: Final = 250
"""Bytes of a row there, about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is to be written and where, and what the manifest says of it."""

    plan: ImportPlan
    """With a row at least, to create or to update: without one there is nothing to write."""
    path: Path
    """Where the import file goes; the others stand beside it, under names made from its own."""
    report: Report = field(repr=False)
    scope: str
    """Which rows of the report were meant, in words."""
    now: datetime
    template: Template | None = field(default=None, repr=False)
    overwrite: bool = False
    review: bool = False

    @property
    def kinds(self) -> tuple[FileKind, ...]:
        """The files that there will be, in the order in which they get their names."""
        return kinds_of(self.plan, review=self.review)

    def path_of(self, kind: FileKind) -> Path:
        """Return where a file of the set goes."""
        return self.path.parent / name_beside(kind, self.path.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportedFile:
    """One file of an export that is on disk."""

    kind: FileKind
    path: Path
    sha256: str
    rows: int
    """Rows in the file; headings are none."""
    bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What an export wrote."""

    files: tuple[ExportedFile, ...]
    """All but the manifest, those to import first."""
    manifest: Path

    @property
    def to_import(self) -> tuple[ExportedFile, ...]:
        """The files that are for Autotask, in the order in which they are imported."""
        return tuple(each for each in self.files if each.kind.is_to_import)


def keep_older_undo(order: Order) -> None:
    """Raise an error where an undo file would go that holds more than the new one.

    For whoever has said that files may be replaced without having been shown which.
    """
    is_undoing = FileKind.UNDO in order.kinds
    lines = lines_of(FileKind.UNDO, order.plan) if is_undoing else ()
    refuse_older_undo(order.path_of(FileKind.UNDO), lines)


def write_export(order: Order) -> Written:
    """Write all files of an export into a directory that exists, or none of them.

    Files are replaced only where the order says so; then those that an earlier export has left under the
    names of this one go as well, because they would be taken for a part of it. The template stays.
    """
    if order.overwrite and order.template:
        refuse_template(map(order.path_of, FileKind), order.template.sha256)
    told: dict[FileKind, ManifestFile] = {
        kind: _told(kind, order) for kind in order.kinds if kind is not FileKind.MANIFEST
    }
    write_together(
        [_to_write(kind, order, told) for kind in order.kinds],
        overwrite=order.overwrite,
        without=[order.path_of(kind) for kind in FileKind if kind not in order.kinds],
    )
    for kind, file in told.items():
        _LOG.info("written kind=%s rows=%d bytes=%d", kind.name.lower(), file.rows, file.bytes)
    return Written(
        files=tuple(_exported(told[kind], order) for kind in _BY_WEIGHT if kind in told),
        manifest=order.path_of(FileKind.MANIFEST),
    )


def _told(kind: FileKind, order: Order) -> ManifestFile:
    """Go through a file before it is written: the manifest has to be on the disk before it."""
    digest, size = hashlib.sha256(), 0
    for line in lines_of(kind, order.plan):
        digest.update(line)
        size += len(line)
    return ManifestFile(
        kind=kind,
        name=order.path_of(kind).name,
        sha256=digest.hexdigest(),
        rows=rows_in(kind, order.plan),
        bytes=size,
    )


def _to_write(kind: FileKind, order: Order, told: Mapping[FileKind, ManifestFile]) -> ToWrite:
    path = order.path_of(kind)
    if kind is not FileKind.MANIFEST:
        return ToWrite(path=path, chunks=lines_of(kind, order.plan), size_hint=told[kind].bytes)
    manifest = manifest_of(
        order.plan,
        order.report,
        axtui=__version__,
        scope=order.scope,
        written_at=order.now,
        template=order.template,
        files=tuple(told.values()),
    )
    return ToWrite(
        path=path, chunks=manifest_lines(manifest), size_hint=_MANIFEST_LINE * rows_in(kind, order.plan)
    )


def _exported(file: ManifestFile, order: Order) -> ExportedFile:
    return ExportedFile(
        kind=file.kind,
        path=order.path_of(file.kind),
        sha256=file.sha256,
        rows=file.rows,
        bytes=file.bytes,
    )
