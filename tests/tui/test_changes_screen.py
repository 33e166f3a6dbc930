"""The screen that holds the report against earlier runs, and what it says."""

from contextlib import closing
from dataclasses import replace
from datetime import timedelta

import pytest
from asking_app import AskingApp
from builders import NOON, company, customer, linked, rules, snapshot
from configs import profile

from axtui.core.match_by import MatchBy
from axtui.core.models import CompanyId, FetchedAt
from axtui.core.report import Report, build_report
from axtui.services.change_words import FIRST_RUN
from axtui.services.config import AppSettings
from axtui.services.locked_file import LockedFile
from axtui.services.run_changes import KnownRun, remember
from axtui.services.surroundings import Surroundings
from axtui.tui import changes_words as words
from axtui.tui.noted_runs import noted_run
from axtui.tui.opened import Opened
from axtui.tui.screens.changes import ChangesScreen
from axtui.tui.widgets.cell_table import CellTable
from axtui.tui.widgets.push_button import PushButton

_NAMES = ("Acme", "Bolt", "Cee")


def _report(hour: int, *without: int, gone: int = 0) -> Report:
    """Return the report of a run in which these companies have no customer."""
    at = NOON + timedelta(hours=hour)
    numbered = list(enumerate(_NAMES, start=1))[: len(_NAMES) - gone]
    read = snapshot(
        [company(number, name) for number, name in numbered],
        [linked(number, number) for number, _ in numbered],
        [customer(f"x{number}", name) for number, name in numbered if number not in without],
    )
    return build_report(replace(read, fetched_at=FetchedAt(autotask=at, xero=at)), rules())


def _noted(surroundings: Surroundings, *reports: Report) -> KnownRun:
    """Return the last of some runs, all of them noted."""
    known = [
        remember(each, None, profile=profile(), surroundings=surroundings, settings=AppSettings())
        for each in reports
    ]
    assert known[-1] is not None
    return known[-1]


class ChangesApp(AskingApp[KnownRun | str, CompanyId | None]):
    """Holds a report against its runs."""

    shown: ChangesScreen

    def __init__(self, report: Report, known: KnownRun | str) -> None:
        super().__init__(known, part="changes")
        self.shown = ChangesScreen(report, self.look, ascii=True)

    @property
    def kinds(self) -> list[str]:
        return [row.cells[0] for row in self.shown._shown]


async def test_it_is_searched_and_leads_to_a_row(surroundings: Surroundings) -> None:
    """Other runs are chosen with two keys; keys before anything is known do no harm."""
    reports = (_report(1), _report(2, 2), _report(3, 1, 3))
    app = ChangesApp(reports[-1], _noted(surroundings, *reports))
    async with app.run_test(size=(80, 24)) as pilot:
        assert app.said("head") == words.LOOKING
        await pilot.press("slash", "less_than_sign", "greater_than_sign", "y", "Y", "L", "j", "enter")
        assert (app.answers, app.texts) == ([], [])
        app.may_answer.set()
        await pilot.pause()
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert app.kinds == ["new", "new", "fixed"]
        assert "2 new, 1 fixed. Earlier run 1 of 2." in app.said("head")
        assert app.said("open") == "Open problems over 3 runs: _=# first 0, least 0, most 2, last 2."
        assert app.said("row").startswith("Acme (id 1), new: OK -> No Match.")
        await pilot.press("less_than_sign")
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert app.kinds == ["new", "new"]
        assert app.shown.query_one("#changes-earlier", PushButton).disabled
        await pilot.press("slash", *"cee", "enter", "L")
        assert app.said("count") == "1 of 2"
        assert "Cee" in app.texts[0]
        assert "Acme" not in app.texts[0]
        await pilot.press("enter")
        assert app.answers == [CompanyId(3)]


async def test_where_there_is_nothing_to_compare_with_it_says_why(surroundings: Surroundings) -> None:
    """The first run, and a sentence of the app's; nothing can be chosen then."""
    report = _report(1)
    for known, said in ((_noted(surroundings, report), FIRST_RUN), ("No history here.", "No history here.")):
        app = ChangesApp(report, known)
        app.may_answer.set()
        async with app.run_test(size=(60, 15)) as pilot:
            await app.workers.wait_for_complete()
            await pilot.press("less_than_sign", "slash", "enter")
            assert app.said("head") == said
            assert not app.shown.query_one(CellTable).visible
            await pilot.press("d")
            assert app.answers == [None]


def test_lines_are_searched_as_those_of_the_report(surroundings: Surroundings) -> None:
    """A company that is gone has no name any more; `note:` finds what a row is by now."""
    reports = (_report(1, 3), _report(2, 1, gone=1))
    changes = _noted(surroundings, *reports).since(0)
    found = words.compared(changes, reports[-1])
    assert [found.lines.note(at) for at in range(2)] == ["No Match", "No Match"]
    assert found.names == ["Acme", ""]
    assert list(found.lines.reasons) == ["not-in-xero", ""]
    assert "new" in found.lines.folded[0]
    sentences = [
        words.change_sentence(change, name, reports[-1])
        for change, name in zip(changes.changes, found.names, strict=True)
    ]
    assert sentences[1] == "Company 3, fixed: No Match -> gone."
    shown = words.found_changes(found, range(2))
    assert [row.cells[4] for row in shown[0:2]] == ["not-in-xero", ""]
    assert words.remark_of(shown[0].cells[0])
    assert not words.remark_of(shown[1].cells[0])


def test_a_rename_is_told_in_the_sentence(surroundings: Surroundings) -> None:
    """With the side."""
    was, now = _report(1), _report(2)
    rows = tuple(
        replace(row, company=replace(row.company, name="Acme Limited")) if row.company.id == 1 else row
        for row in now.rows
    )
    now = replace(now, rows=rows)
    changes = _noted(surroundings, was, now).since(0)
    assert "It was renamed in Autotask only." in words.change_sentence(changes.changes[0], "Acme", now)


def test_plain_text_says_how_much_is_left_out(surroundings: Surroundings) -> None:
    """A list that no terminal keeps is cut."""
    reports = (_report(1), _report(2, 1))
    found = words.compared(_noted(surroundings, *reports).since(0), reports[-1])
    text = words.plain_text(["Head"], words.found_changes(found, [0] * 1_001), width=80)
    assert text.endswith("and 1 more; a search makes them fewer")
    assert words.plain_text(["Head"], words.found_changes(found, ()), width=80) == "Head"


def test_the_report_on_the_screen_is_noted_where_it_is_not_yet(surroundings: Surroundings) -> None:
    """Only under the profile's own rule; and where nothing can be noted, that is said."""
    report, opened = _report(1), Opened(profile=profile(), surroundings=surroundings)
    settings = AppSettings()
    by_number = replace(report, rules=report.rules.matching_by(MatchBy.NUMBER))
    assert noted_run(by_number, opened, settings) == words.ONLY_A_LOOK
    known = noted_run(report, opened, settings)
    assert isinstance(known, KnownRun)
    again = noted_run(report, opened, settings)
    assert isinstance(again, KnownRun)
    assert again.history.runs == known.history.runs == (known.head,)
    assert noted_run(report, opened, AppSettings(retention_days=0)) == words.NOT_KEPT
    (surroundings.history_dir / "acme.rows").unlink()
    (surroundings.history_dir / "acme.rows").mkdir()
    assert "acme.rows" in str(noted_run(report, opened, settings))


def test_a_history_that_another_process_keeps_is_said(
    surroundings: Surroundings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The screen does not take it for none."""
    monkeypatch.setattr("axtui.services.waited_file._TRIES", 2)
    report, opened = _report(1), Opened(profile=profile(), surroundings=surroundings)
    _noted(surroundings, report)
    with closing(LockedFile.opened(surroundings.history_dir / "acme.rows")):
        said = noted_run(report, opened, AppSettings())
    assert isinstance(said, str)
    assert said.startswith("Another axtui has had")
    assert isinstance(noted_run(report, opened, AppSettings()), KnownRun)
