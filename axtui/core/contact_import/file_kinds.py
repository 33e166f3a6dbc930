"""The kinds of files that an export makes, and what each is called beside the import file."""

from enum import StrEnum
from typing import Final


class FileKind(StrEnum):
    """What a file of the set is for."""

    IMPORT = "import"
    """Creates contacts."""
    UPDATES = "updates"
    """Changes contacts that exist; an import of it cannot be rolled back."""
    UNDO = "undo"
    """What those contacts hold at present, in the same form."""
    REJECTS = "rejects"
    """Rows that were wanted and cannot be written, with the reason; for reading."""
    REVIEW = "review"
    """The rows of both imports, for reading in a spreadsheet."""
    MANIFEST = "manifest"
    """What the other files are, for `axtui verify`."""

    @property
    def is_to_import(self) -> bool:
        """Whether it is imported after the export; the undo file only when that went wrong."""
        return self in (FileKind.IMPORT, FileKind.UPDATES)


MANIFEST_ENDING: Final = ".manifest.json"
_CSV: Final = ".csv"


def name_beside(kind: FileKind, name: str) -> str:
    """Return the name of a file of the set, made from that of the import file."""
    stem = name[: -len(_CSV)] if name.lower().endswith(_CSV) else name
    match kind:
        case FileKind.IMPORT:
            return name
        case FileKind.MANIFEST:
            return f"{stem}{MANIFEST_ENDING}"
    return f"{stem}-{kind}{_CSV}"
