"""Are the files that a manifest tells of still the ones that were written?

A spreadsheet that saves an import file anew may change its encoding and drop leading zeros
(autotask-contact-import.md section 6); what was imported then is not what the manifest asks for.
"""

import hashlib
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from axtui.core.contact_import.manifest import Manifest, ManifestFile
from axtui.core.contact_import.verification import Verification
from axtui.core.text import visible
from axtui.services.named_files import open_plain


def with_file_remarks(verification: Verification, manifest_path: Path) -> Verification:
    """Return the same with a remark on every file to import that was changed since; reads files.

    One that is not there, or cannot be read, is nothing to speak of: it is deleted after the import.
    """
    try:
        directory = manifest_path.expanduser().parent
    except RuntimeError:  # no such home directory
        return verification
    said = tuple(_sentences(verification.manifest, directory))
    return replace(verification, remarks=(*said, *verification.remarks))


def _sentences(manifest: Manifest, directory: Path) -> Iterator[str]:
    for told in manifest.files:
        is_beside = Path(told.name).name == told.name
        if told.kind.is_to_import and is_beside and _differs(told, directory / told.name):
            yield (
                f"{visible(told.name)} is not the file that was exported: something has saved it anew. If "
                "that was imported, Autotask was not asked for what the manifest says."
            )


def _differs(told: ManifestFile, path: Path) -> bool:
    """Say whether a plain file is there and another one; a link is none that was written."""
    try:
        with open_plain(path, follows_links=False) as file:
            # One of another size need not be read.
            is_same_size = os.fstat(file.fileno()).st_size == told.bytes
            return not is_same_size or hashlib.file_digest(file, "sha256").hexdigest() != told.sha256
    except (OSError, ValueError):  # a name with NUL, or half of a surrogate pair
        return False
