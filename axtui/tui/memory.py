"""What is remembered of the profile on the screen: changed here at once, and on the disk soon after."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from axtui.core.view import View

if TYPE_CHECKING:
    from axtui.services.view_file import Change


class Memory:
    """One profile's view, and where its changes go; without a place for them, it lasts for the session."""

    def __init__(
        self,
        view: View | None = None,
        *,
        keep: Callable[[Change], None] | None = None,
        keeps_searches: bool = True,
    ) -> None:
        """Begin with what was remembered.

        Searches may hold names of customers: where nothing of these may stay on the disk, they last for the
        session. Filters and columns stay in any case, since a person has asked for them to be kept.
        """
        self.view = view or View()
        self._keep = keep
        self._keeps_searches = keeps_searches

    def change(self, change: Change) -> None:
        """Change what is remembered."""
        if self._changed(change) and self._keep:
            self._keep(change)

    def heard(self, view: View) -> None:
        """Take over the filters that another program may have saved meanwhile."""
        self.view = replace(self.view, filters=view.filters)

    def searched(self, query: str) -> None:
        """Remember a search."""

        def change(view: View) -> View:
            return view.searched(query)

        if self._keeps_searches:
            self.change(change)
        else:
            self._changed(change)

    def _changed(self, change: Change) -> bool:
        before, self.view = self.view, change(self.view)
        return self.view != before
