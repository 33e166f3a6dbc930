"""Names that look like markup, in every widget of ours that shows what somebody else has written."""

from collections.abc import Callable
from functools import partial

import pytest
from faults.figures import Figure
from hostile_text import FAMILIES
from small_reports import report_of
from textual.app import App
from textual.content import Content
from textual.widget import Widget
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from axtui.core.notes import Note
from axtui.core.report_lines import lines_of
from axtui.tui.widgets.ask import AskScreen
from axtui.tui.widgets.choice import Choice
from axtui.tui.widgets.form_field import FormField
from axtui.tui.widgets.panel import Line, Lines
from axtui.tui.widgets.profile_list import ProfileList
from axtui.tui.widgets.push_button import PushButton
from axtui.tui.widgets.report_table import ReportTable
from axtui.tui.widgets.row_detail import RowDetail
from axtui.tui.widgets.status_line import StatusLine
from axtui.tui.widgets.tick import Tick

_STRINGS = FAMILIES["markup"]
_NAMES = tuple(f"at {text} end" for text in _STRINGS)
_REPORT = report_of(len(_NAMES), notes=(Note.LINK,), names=_NAMES)


def _status(text: str) -> Widget:
    line = StatusLine()
    line.say(urgent=[text], calm=[])
    return line


def _field(text: str) -> Widget:
    field = FormField("key", text)
    field.load(text, placeholder=text)
    field.show_problem(text)
    return field


def _lines(text: str) -> Widget:
    lines = Lines()
    lines.call_later(lines.show, Line(text, text), text)
    return lines


def _profiles(text: str) -> Widget:
    profiles = ProfileList()
    profiles.show([text], current="", at=0)
    profiles.border_title = Content(text)
    return profiles


def _detail(text: str) -> Widget:
    detail = RowDetail(_REPORT.rows[_NAMES.index(text)], _REPORT)
    detail.styles.height = 25
    return detail


_WIDGETS: dict[str, tuple[Callable[[str], Widget], int]] = {
    "status line": (_status, 1),
    "form field": (_field, 3),
    "lines": (_lines, 3),
    "profiles": (_profiles, 2),
    "detail": (_detail, 3),
    "button": (PushButton, 1),
    "choice": (lambda text: Choice([text]), 1),
    "tick": (Tick, 1),
    "option": (lambda text: OptionList(Option(Content(text))), 1),
}
"""Each with how often it shows the text."""


class _Gallery(App[None]):
    """Shows all of them, each with every string."""

    CSS = """
    _Gallery * { width: 120; }
    _Gallery Static, _Gallery Input { width: auto; }
    _Gallery ReportTable { width: 100%; height: 30; }
    """

    def __init__(self, *makers: Callable[[], Widget]) -> None:
        super().__init__()
        self._makers = makers

    def on_mount(self) -> None:
        self.mount(*(make() for make in self._makers))


def _drawn(app: App[None]) -> str:
    return "\n".join(strip.text for strip in app.screen._compositor.render_strips())


@pytest.mark.fault("B04")
async def test_no_widget_takes_a_name_for_markup(figure: Figure) -> None:
    """Fourteen strings stand to the letter wherever a name can stand; none is an action, none an error."""
    app = _Gallery(*(partial(make, text) for make, _ in _WIDGETS.values() for text in _NAMES))
    async with app.run_test(size=(140, 1600)) as pilot:
        await pilot.pause()
        await pilot.pause()
        drawn = _drawn(app)
    wanted = sum(times for _, times in _WIDGETS.values())
    assert {text: drawn.count(text) for text in _NAMES} == dict.fromkeys(_NAMES, wanted)
    figure("strings", len(_NAMES))
    figure("widgets", len(_WIDGETS) + 4)


@pytest.mark.fault("B04")
async def test_no_table_question_or_notice_takes_a_name_for_markup() -> None:
    """Nor do the table, a question over it, and what appears for some seconds beside it."""
    table = ReportTable()
    app = _Gallery(lambda: table)
    async with app.run_test(size=(240, 200)) as pilot:
        table.show(lines_of(_REPORT.rows))
        await pilot.pause()
        drawn = _drawn(app)
        assert [text for text in _NAMES if drawn.count(text) < 2] == []
        for text in _NAMES:
            app.notify(text, title=text, markup=False)
        await pilot.pause()
        drawn = _drawn(app)
        assert [text for text in _NAMES if text not in drawn] == []
        app.push_screen(AskScreen("\n".join(_NAMES), detail="\n".join(_NAMES), yes=_NAMES[0], no=_NAMES[1]))
        await pilot.pause()
        drawn = _drawn(app)
        assert [text for text in _NAMES if drawn.count(text) < 2] == []
