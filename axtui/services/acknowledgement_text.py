"""The text of a file of acknowledgements, changed line by line.

A team keeps it under version control and edits it by hand. So a change touches the lines of one row, and
comments, order and everything else stay as they are; each changed text is read again before it is used.
"""

import tomllib
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from axtui.core.acknowledgements import Acknowledgement
from axtui.core.models import CompanyId
from axtui.services.acknowledgement_lines import COMPANIES, FORM, Block, blocks_of, key_of, lines_of
from axtui.services.acknowledgement_reading import read_text

HEAD: Final = f"""\
# Rows of the report that somebody has acknowledged. axtui writes this file (key a); edit it as you like, and
# keep it in git if several of you work with it. A row comes back the day after `until`, and as soon as its
# note, its codes or its customers are no longer what stands here.
form = {FORM}
"""
_MARK: Final = "\ufeff"


class NotEditable(Exception):  # noqa: N818  # the caller makes an error of it that names the file
    """The text is sound, and written in a way that no single row of it can be changed."""


def with_one(text: str, given: Acknowledgement) -> str:
    """Return the text with this acknowledgement, in the place of an earlier one of the company."""
    wanted = {each.company_id: each for each in _sound(text)} | {given.company_id: given}
    return _edited(text, (_in_its_lines, _in_its_place), given, wanted)


def without_one(text: str, company: CompanyId) -> str:
    """Return the text without the acknowledgement of this company, and without the comment that it has."""
    wanted = {each.company_id: each for each in _sound(text) if each.company_id != company}
    return _edited(text, (_taken_out,), company, wanted)


def _sound(text: str) -> tuple[Acknowledgement, ...]:
    found = read_text(text.encode(), name="")
    if found.problems:
        raise NotEditable
    return found.acknowledgements


_Edit = Callable[[list[str], Any], list[str] | None]


def _edited(
    text: str, edits: Sequence[_Edit], about: object, wanted: Mapping[CompanyId, Acknowledgement]
) -> str:
    """Return the text of the first edit after which it says what is wanted, and nothing else."""
    is_marked, has_returns = text.startswith(_MARK), "\r\n" in text
    lines = text.removeprefix(_MARK).replace("\r\n", "\n").rstrip("\n").split("\n")
    lines = lines if any(lines) else HEAD.split("\n")
    for edit in edits:
        changed = edit(list(lines), about)
        if changed is None:
            continue
        new = "\n".join(changed).rstrip("\n") + "\n"
        found = read_text(new.encode(), name="")
        if not found.problems and found.acknowledgements == tuple(wanted[at] for at in sorted(wanted)):
            whole = new.replace("\n", "\r\n") if has_returns else new
            return f"{_MARK}{whole}" if is_marked else whole
    raise NotEditable


def _in_its_lines(lines: list[str], given: Acknowledgement) -> list[str] | None:
    """Change only the lines whose value is another; None where the row is not there."""
    block = _block_of(lines, given.company_id)
    if block is None:
        return None
    new = lines_of(given)
    body = list[str]()
    for line in lines[block.header + 1 : block.end]:
        key = key_of(line)
        if not key:
            body.append(line)
        elif key in new:
            key_line = new.pop(key)
            body.append(line if _says(line) == _says(key_line) else key_line)
    room = next((at for at in range(len(body), 0, -1) if body[at - 1].strip()), 0)
    body[room:room] = new.values()
    return [*lines[: block.header + 1], *body, *lines[block.end :]]


def _in_its_place(lines: list[str], given: Acknowledgement) -> list[str]:
    """Write the whole table anew, or for the first time, among the others by company id."""
    block = _block_of(lines, given.company_id)
    table = [f"[{COMPANIES}.{given.company_id}]", *lines_of(given).values(), ""]
    if block is not None:
        return [*lines[: block.header], *table, *lines[block.end :]]
    behind = (each.start for each in blocks_of(lines) if int(each.company) > given.company_id)
    at = next(behind, len(lines))
    between = [""] if at and lines[at - 1].strip() else []
    return [*lines[:at], *between, *table, *lines[at:]]


def _taken_out(lines: list[str], company: CompanyId) -> list[str] | None:
    block = _block_of(lines, company)
    return None if block is None else [*lines[: block.start], *lines[block.end :]]


def _block_of(lines: Sequence[str], company: CompanyId) -> Block | None:
    return next((each for each in blocks_of(lines) if each.company == str(company)), None)


def _says(line: str) -> Mapping[str, object] | None:
    try:
        return tomllib.loads(line)
    except tomllib.TOMLDecodeError:  # the first line of several
        return None
