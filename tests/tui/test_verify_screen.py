"""The screen that says what an import has made of each row."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from app_driver import drawn
from builders import contact, linked
from configs import profile
from faults.tiers import foremost
from http_fakes import FakeTime, surroundings
from manifests import asked, manifest, manifest_bytes
from textual.app import App
from textual.widgets import Input, Static

from axtui.core.contact_import.manifest import Manifest
from axtui.core.contact_import.verification import Outcome, Verification, verify_rows
from axtui.core.errors import AxtuiError, LoginRefusedError, Side, UnavailableError
from axtui.core.progress import Progress, Stage
from axtui.services.config import AppSettings, ExportProfile, SecretKind, SecretSource
from axtui.services.manifest_file import WHERE_IT_IS
from axtui.tui import verify_words as words
from axtui.tui.screens.verify import VerifyScreen
from axtui.tui.widgets.ask import AskScreen
from axtui.tui.widgets.ask_secrets import AskSecretsScreen
from axtui.tui.widgets.cell_table import CellTable
from axtui.tui.widgets.panel import Panel

ROWS = (asked(), asked(2, name="Bravo", email="b@example.invalid"), asked(3, name="Cee", update=3))
FOUND = (linked(), linked(3, 3))
REFUSED = LoginRefusedError("Refused.", side=Side.AUTOTASK)


def test_rows_that_need_a_look_stand_first() -> None:
    """Otherwise in the order of the file, each with the exact company and what is said of it."""
    rows = words.shown_rows(verify_rows(manifest(*ROWS), FOUND))
    assert [(row.cells[0], row.cells[1]) for row in rows] == [
        ("missing", "Bravo"),
        ("created", ROWS[0].company),
        ("updated", "Cee"),
    ]
    assert [words.remark_of(row.cells[0]) for row in rows] == ["missing", "", ""]


def test_a_row_as_asked_may_need_a_look() -> None:
    """A second accounts contact makes the sync refuse the company, whatever the import has done."""
    second = linked(9, emails=("other@acme.example",))
    (row,) = words.shown_rows(verify_rows(manifest(asked()), [linked(), second]))
    assert row.cells[0] == "created, look"
    assert words.remark_of(row.cells[0])
    assert "as well" in words.row_words(row.verified)


@pytest.mark.parametrize("outcome", Outcome)
def test_the_help_tells_every_outcome(outcome: Outcome) -> None:
    """In the word of the table."""
    assert outcome.value in words.HELP


def test_numbers_are_told() -> None:
    """Of the manifest, the read and its result."""
    meant = words.manifest_words(manifest(*ROWS))
    assert meant.startswith("acme.csv and acme-updates.csv, written ")
    assert meant.endswith(": 2 new, 1 update.")
    assert words.summary_words(verify_rows(manifest(*ROWS), FOUND)) == (
        "! Not all is as asked. 3 rows: created 1, updated 1, missing 1."
    )
    assert words.summary_words(verify_rows(manifest(asked()), FOUND)) == "All as asked. 1 row: created 1."
    assert words.summary_words(verify_rows(manifest(), ())) == "All as asked. 0 rows: nothing was asked for."
    at = Progress(
        side=Side.AUTOTASK, stage=Stage.CONTACTS, done=1_200, waiting_for="Autotask is at its limit"
    )
    assert words.progress_words(at) == (
        "Autotask: reading contacts, 1,200 records read. Autotask is at its limit."
    )
    assert words.progress_words(Progress(side=Side.AUTOTASK)) == "Autotask: waiting to start."


class VerifyApp(App[None]):
    """Shows the screen over nothing; Autotask is what a test says."""

    def __init__(
        self,
        directory: Path,
        *,
        answers: list[Verification | AxtuiError] | None = None,
        secret: SecretSource | None = None,
    ) -> None:
        super().__init__()
        self.answers = answers or []
        self.retried: list[bool] = []
        self.may_answer = asyncio.Event()
        self.may_answer.set()
        self.verify_screen = VerifyScreen(
            replace(profile(secret=secret), export=ExportProfile(directory=str(directory))),
            surroundings=surroundings(FakeTime()),
            settings=AppSettings(),
            verify=self.verify,
        )

    async def verify(
        self, manifest: Manifest, *, retry_auth: bool, on_progress: Callable[[Progress], None]
    ) -> Verification:
        self.retried.append(retry_auth)
        on_progress(Progress(side=Side.AUTOTASK, stage=Stage.CONTACTS, done=12))
        await self.may_answer.wait()
        answer = self.answers.pop(0)
        if isinstance(answer, AxtuiError):
            raise answer
        return answer

    def on_mount(self) -> None:
        self.push_screen(self.verify_screen)

    def said(self, name: str) -> str:
        return str(self.verify_screen.query_one(f"#verify-{name}", Static).visual)

    @property
    def problem(self) -> str:
        return self.verify_screen.query_one("#verify-problem", Panel).text


@pytest.fixture
def written(tmp_path: Path) -> Manifest:
    """A manifest on disk."""
    made = manifest(*ROWS)
    (tmp_path / "acme.manifest.json").write_bytes(manifest_bytes(made))
    return made


async def test_what_has_to_be_typed_is_asked_for_first(tmp_path: Path, written: Manifest) -> None:
    """Only what Autotask wants to know; escape reads nothing, and a refusal asks anew."""
    app = VerifyApp(tmp_path, answers=[REFUSED], secret=SecretSource(kind=SecretKind.PROMPT))
    async with app.run_test(size=(80, 24)) as pilot:
        await app.workers.wait_for_complete()
        await pilot.press("R")
        assert isinstance(app.screen, AskSecretsScreen)
        await pilot.press("escape")
        await pilot.pause()
        assert "not typed" in app.said("said")
        assert app.retried == []
        await pilot.press("R", "x", "enter")
        await pilot.pause()
        await app.workers.wait_for_complete()
        assert app.retried == [False]
        assert app.verify_screen._surroundings.typed.at("acme", "autotask.secret") is None


async def test_an_import_is_held_against_its_newest_manifest(tmp_path: Path, written: Manifest) -> None:
    """Rows, numbers, the way back; the row in full; saved beside the manifest; escape leaves."""
    app = VerifyApp(tmp_path, answers=[verify_rows(written, FOUND)])
    async with app.run_test(size=(80, 24)) as pilot:
        await app.workers.wait_for_complete()
        app.may_answer.clear()
        await pilot.press("R")
        assert app.said("said") == "Autotask: reading contacts, 12 records read."
        app.may_answer.set()
        await app.workers.wait_for_complete()
        await pilot.pause()
        shown = drawn(app)
        assert "! Not all is as asked." in shown
        assert "!missing" in shown
        assert "Save CSV" in shown
        assert "acme-undo.csv" in app.verify_screen.query_one("#verify-advice", Panel).text
        assert app.said("row").startswith("missing: Bravo (2)")
        await pilot.press("down", "s")
        await app.workers.wait_for_complete()
        assert app.said("row").startswith("created: ")
        assert app.said("said").startswith(f"Saved as {tmp_path}/acme-verified-")
        await pilot.press("escape")
        assert app.screen is not app.verify_screen


async def test_what_is_wrong_with_the_path_is_said(tmp_path: Path) -> None:
    """Nothing is asked of Autotask before there is a manifest; letters are text in the field."""
    app = VerifyApp(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await app.workers.wait_for_complete()
        assert app.said("said") == WHERE_IT_IS
        await pilot.press(*"Rs", "enter")
        await app.workers.wait_for_complete()
        assert app.verify_screen.query_one(Input).value == "Rs"
        assert "does not exist" in app.problem
        assert app.retried == []


async def test_a_refused_login_is_not_sent_again_unasked(tmp_path: Path, written: Manifest) -> None:
    """Each refusal counts toward a lock, so a person decides; other errors can be tried again at once."""
    answers: list[Verification | AxtuiError]
    answers = [UnavailableError("No line.", side=Side.AUTOTASK), REFUSED, verify_rows(written, FOUND)]
    app = VerifyApp(tmp_path, answers=answers)
    async with app.run_test(size=(80, 24)) as pilot:
        await app.workers.wait_for_complete()
        for said in ("No line.", "Refused."):
            await pilot.press("R")
            await app.workers.wait_for_complete()
            assert said in app.problem
        await pilot.press("R")
        assert isinstance(app.screen, AskScreen)
        await pilot.press("escape", "R")
        assert app.retried == [False, False]
        app.screen.dismiss(True)
        await pilot.pause()
        await app.workers.wait_for_complete()
        assert app.retried == [False, False, True]
        assert not app.problem


async def test_leaving_ends_the_read(tmp_path: Path, written: Manifest) -> None:
    """And while one is under way, the key that begins it does nothing."""
    app = VerifyApp(tmp_path, answers=[verify_rows(written, [contact()])])
    async with app.run_test(size=(80, 24)) as pilot:
        await app.workers.wait_for_complete()
        app.may_answer.clear()
        await pilot.press("R", "R")
        assert app.retried == [False]
        assert not app.verify_screen.has_class("-read")
        await pilot.press("escape")
        await app.workers.wait_for_complete()
        assert app.answers


@pytest.mark.parametrize("size", foremost([(60, 15), (80, 24), (120, 40)]))
async def test_buttons_and_the_chosen_row_are_always_in_sight(
    tmp_path: Path, written: Manifest, size: tuple[int, int]
) -> None:
    """On a small screen the rest scrolls, as far as the way back."""
    app = VerifyApp(tmp_path, answers=[verify_rows(written, FOUND)])
    async with app.run_test(size=size) as pilot:
        await app.workers.wait_for_complete()
        await pilot.press("R")
        await app.workers.wait_for_complete()
        await pilot.pause()
        screen = app.verify_screen
        for name in ("#verify-read", "#verify-save", "#verify-close", "#verify-table"):
            assert screen.can_view_entire(screen.query_one(name)), name
        await pilot.press("tab")
        await pilot.pause()
        assert screen.can_view_entire(screen.query_one("#verify-advice"))


async def test_many_rows_are_drawn_as_they_are_seen(tmp_path: Path, written: Manifest) -> None:
    """A large import does not hold up the screen."""
    rows = tuple(replace(asked(), company_id=asked(at).company_id) for at in range(1, 5_001))
    app = VerifyApp(tmp_path, answers=[verify_rows(manifest(*rows), ())])
    async with app.run_test(size=(80, 24)) as pilot:
        await app.workers.wait_for_complete()
        await pilot.press("R")
        await app.workers.wait_for_complete()
        await pilot.press("G")
        assert app.verify_screen.query_one(CellTable).row == 4_999
        assert app.said("row").startswith("missing: ")
