"""What if: the report under all match rules at once, and which companies another rule would change."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import HorizontalGroup, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from axtui.core.match_by import MatchBy
from axtui.core.report_lines import ReportLines, lines_of
from axtui.core.text import visible
from axtui.core.what_if_lines import change_lines, change_sentence
from axtui.tui import what_if_words as words
from axtui.tui.found_rows import NO_ROWS
from axtui.tui.table_screen import SearchedTableScreen
from axtui.tui.widgets.push_button import PushButton
from axtui.tui.widgets.rule_grid import RuleGrid

if TYPE_CHECKING:
    from axtui.core.models import CompanyId
    from axtui.core.what_if import WhatIf

_RULES = tuple(MatchBy)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What the person wants to see next: the report under a rule, or the row of a company."""

    match_by: MatchBy | None = None
    company: CompanyId | None = None


class WhatIfScreen(SearchedTableScreen[Wanted | None]):
    """Holds the rules beside each other; no setting is changed here."""

    HELP: ClassVar[str] = words.HELP

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,w,f10", "leave", "Leave", id="what-if.leave"),
        Binding("m", "use", "Report under this rule", id="what-if.use"),
        Binding("enter", "choose", "Choose", id="what-if.choose", show=False),
        *(
            Binding(str(at), f"show_rule({at - 1})", f"Rule {rule}", id=f"what-if.{rule}", show=False)
            for at, rule in enumerate(MatchBy, start=1)
        ),
    ]

    NOTHING = "No company is found."

    AUTO_FOCUS = "RuleGrid"

    VERTICAL_BREAKPOINTS = [(0, "-low"), (30, "-high")]  # noqa: RUF012  # Textual has not typed it as a class's

    DEFAULT_CSS = """
    WhatIfScreen {
        #what-if-body { height: 1fr; scrollbar-size-vertical: 1; }
        #what-if-summary { height: auto; margin-top: 1; }
        &.-low #what-if-summary { margin-top: 0; }
        CellTable { min-height: 9; }
        #what-if-row { height: auto; max-height: 3; }
        RuleGrid, .search, CellTable, #what-if-row { display: none; }
        &.-found RuleGrid { display: block; }
        &.-any .search, &.-any CellTable, &.-any #what-if-row { display: block; }
    }
    """

    def __init__(
        self,
        look: Callable[[], Awaitable[WhatIf | None]],
        *,
        profile: str,
        in_force: MatchBy,
        on_screen: MatchBy,
        aside: Sequence[int] = (),
        ascii: bool = False,  # noqa: A002  # the setting's own name
    ) -> None:
        """Hold against the rule that is in force; begin with the report's own where it has another one.

        `aside` are the places of the report's rows that are acknowledged.
        """
        super().__init__("what-if", words.remark_of, ascii=ascii)
        self._look = look
        self._profile = profile
        self._in_force = in_force
        self._on_screen = on_screen
        self._aside = aside
        others = [rule for rule in MatchBy if rule is not in_force]
        self._chosen = on_screen if on_screen is not in_force else others[0]
        self._compared: words.Compared | None = None
        self._places: list[int] = []
        self._lines: ReportLines = lines_of(())
        self._shown = NO_ROWS
        self._grid = RuleGrid()

    def compose(self) -> ComposeResult:
        """All rules above, what the chosen one would change below."""
        with Vertical(classes="box") as box:
            box.border_title = Content(f"What if: {visible(self._profile)}")
            with VerticalScroll(id="what-if-body", can_focus=False):
                yield self._grid
                yield Static(words.LOOKING, id="what-if-summary", markup=False)
                yield self._search_line()
                yield self._table
            yield self._row_words
            with HorizontalGroup(classes="buttons"):
                yield PushButton("Report under this rule", key="m", id="what-if-use", disabled=True)
                yield PushButton("Close", key="esc", id="what-if-close")

    def on_mount(self) -> None:
        """Work out what each rule says; that takes seconds for a large report."""
        self._begin()

    @work(group="look")
    async def _begin(self) -> None:
        found = await self._look()
        if found is None:  # the app has said why
            self.dismiss(None)
            return
        changed = await asyncio.to_thread(self._changed_under_each_rule, found)
        self._compared = words.Compared(
            found=found,
            in_force=self._in_force,
            on_screen=self._on_screen,
            chosen=self._chosen,
            changed=changed,
            aside=self._aside,
        )
        self.query_one("#what-if-use", PushButton).disabled = False
        self.add_class("-found")
        self._grid.focus()
        self._show_rule(self._chosen)

    def _changed_under_each_rule(self, found: WhatIf) -> dict[MatchBy, int]:
        return {rule: len(found.changed(self._in_force, rule)) for rule in MatchBy}

    # The rule that is chosen

    @on(RuleGrid.Chosen)
    def _rule_chosen(self, event: RuleGrid.Chosen) -> None:
        event.stop()
        self._show_rule(_RULES[(_RULES.index(self._chosen) + event.step) % len(_RULES)])

    def action_show_rule(self, at: int) -> None:
        """Hold another rule against the one in force."""
        self._show_rule(_RULES[at])

    def _show_rule(self, rule: MatchBy) -> None:
        compared = self._compared
        if compared is None:
            return
        self._chosen = rule
        self._compared = compared = words.choosing(compared, rule)
        self._grid.show(partial(words.grid_content, compared))
        self.remove_class("-any")
        self._say(words.COMPARING)
        self._compare(compared)

    @work(group="compare", exclusive=True)
    async def _compare(self, compared: words.Compared) -> None:
        was, now = compared.in_force, compared.chosen
        places = await asyncio.to_thread(compared.found.changed, was, now)
        lines = await asyncio.to_thread(change_lines, compared.found, places, was, now)
        self._places, self._lines = places, lines
        self._say(self._summary)
        self._open(lines)

    @property
    def _summary(self) -> str:
        compared = self._compared
        if compared is None:
            return words.LOOKING
        moves = compared.found.moves(self._places, compared.in_force, compared.chosen)
        return words.summary_words(compared, moves)

    def _say(self, sentence: str) -> None:
        self.query_one("#what-if-summary", Static).update(sentence)

    # The companies that would change

    def _show_rows(self, places: Sequence[int]) -> None:
        self._shown = words.found_companies(self._lines, places)
        self._table.show(words.HEADER, self._shown)

    @property
    def _row(self) -> int | None:
        return self._shown.places[self._table.row] if self._shown else None

    @property
    def _sentence(self) -> str:
        row, compared = self._row, self._compared
        if row is None or compared is None:
            return ""
        change = compared.found.change(self._places[row], compared.in_force, compared.chosen)
        return change_sentence(change)

    # What follows

    def action_choose(self) -> None:
        """Go to the company under the cursor, or take the rule that is chosen above."""
        row = self._row
        if self.focused is not self._table:
            self.action_use()
        elif row is not None:
            self.dismiss(Wanted(company=self._lines.companies[row]))

    @on(PushButton.Pressed, "#what-if-use")
    def action_use(self) -> None:
        """Show the report under the chosen rule; the profile keeps its own."""
        if self._compared is not None:
            self.dismiss(Wanted(match_by=self._chosen))

    def _plain_text(self, width: int) -> str:
        if self._compared is None:
            return ""
        head = [f"What if: {visible(self._profile)}"]
        return words.plain_text(head, self._compared, self._summary, self._shown, width=width)

    @on(PushButton.Pressed, "#what-if-close")
    def action_leave(self) -> None:
        """Leave everything as it is."""
        self.dismiss(None)
