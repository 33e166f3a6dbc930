"""The file that holds what is remembered of one profile's report: how it is read and written.

Beside each search stands when it was made, since searches may name customers and are kept for a time only.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from axtui.core.column_choice import choice_from
from axtui.core.notes import Note
from axtui.core.view import SavedFilter, View
from axtui.services.locked_file import read_unlocked
from axtui.services.stored_times import stored_time

Change = Callable[[View], View]

_FORM: Final = 1
"""Raised with every change of what a file means that an older program would take wrongly."""
_MOST_BYTES: Final = 4_000_000


class UnusableViewError(ValueError):
    """The file is damaged, or not one that this version understands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptView:
    """What the file holds."""

    view: View = field(default_factory=View)
    made: Mapping[str, datetime] = field(default_factory=dict)
    """When each search was made."""

    def changed(self, change: Change, *, now: datetime) -> "KeptView":
        """Return it after a change."""
        view = change(self.view)
        made = {each: self.made.get(each, now) for each in view.searches}
        if view.searches and self._is_made_anew(view):
            made[view.searches[-1]] = now
        return KeptView(view=view, made=made)

    def _is_made_anew(self, view: View) -> bool:
        """Say whether the latest search stood further up before."""
        earlier, latest = self.view.searches, view.searches[-1]
        behind = earlier[earlier.index(latest) + 1 :] if latest in earlier else ()
        return any(each in view.searches for each in behind)

    def made_before(self, time: datetime | None) -> frozenset[str]:
        """Return the searches made before a time, or all."""
        return frozenset(each for each in self.view.searches if time is None or self.made[each] < time)


def read_view(path: Path) -> KeptView:
    """Return what a file holds; raises UnusableViewError where it is none of ours."""
    try:
        data = read_unlocked(path, most=_MOST_BYTES)
        written_at = changed_at(path)
    except FileNotFoundError:
        return KeptView()
    try:
        plain = json.loads(data)
        view = _view_from(plain)
        times = [stored_time(_text(each)) for each in _list(plain.get("searched", []))]
        if len(times) != len(view.searches):  # an older program has written the file
            times = [written_at] * len(view.searches)
        return KeptView(view=view, made=dict(zip(view.searches, times, strict=True)))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise UnusableViewError from error


def changed_at(path: Path) -> datetime:
    """Return when a file was written last."""
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)


def _view_from(plain: dict[str, object]) -> View:
    if plain["form"] != _FORM:
        raise UnusableViewError
    view = View(columns=choice_from(plain.get("columns")))
    for each in _list(plain["searches"]):
        view = view.searched(_text(each))
    return view.saved(*map(_filter_from, _list(plain["filters"])))


def _filter_from(plain: object) -> SavedFilter:
    if not isinstance(plain, dict):
        raise UnusableViewError
    note = plain.get("note")
    return SavedFilter(
        name=_text(plain["name"]), query=_text(plain["query"]), note=None if note is None else Note(note)
    )


def _list(plain: object) -> list[object]:
    if not isinstance(plain, list):
        raise UnusableViewError
    return plain


def _text(plain: object) -> str:
    if not isinstance(plain, str):
        raise UnusableViewError
    return plain


def written_view(kept: KeptView) -> bytes:
    """Return what the file is to hold."""
    view = kept.view
    plain = {
        "form": _FORM,
        "columns": view.columns.as_plain(),
        "filters": [_plain_filter(each) for each in view.filters],
        "searches": list(view.searches),
        "searched": [kept.made[each].isoformat(timespec="seconds") for each in view.searches],
    }
    return f"{json.dumps(plain, indent=1)}\n".encode("ascii")


def _plain_filter(kept: SavedFilter) -> dict[str, str]:
    plain = {"name": kept.name, "query": kept.query}
    return plain if kept.note is None else plain | {"note": kept.note.value}
