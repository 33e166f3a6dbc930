"""The export dialog, worked with the keyboard: nothing is written before everything has been said."""

import csv
import hashlib
import threading
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import configs
import pytest
from builders import company, contact, customer, facts, rules, snapshot
from faults.tiers import foremost
from small_reports import HOSTILE_NAMES, report_of
from textual.app import App
from textual.binding import Binding
from textual.pilot import Pilot
from textual.widgets import Input, Static

from axtui.core.contact_import.words import (
    BULK_IMPORT_WARNING,
    NEXT_STEPS,
    READING_OF_FORMAT,
    ROLLBACK_LIMITS,
    UPDATES_WARNING,
)
from axtui.core.match_by import MatchBy
from axtui.core.models import CompanyId
from axtui.core.notes import Note
from axtui.core.report import Report, build_report
from axtui.services.config import ExportProfile
from axtui.services.export import Order, Written, write_export
from axtui.services.surroundings import Surroundings
from axtui.tui.export_deciding import Write
from axtui.tui.screens.export import ExportScreen
from axtui.tui.widgets.cell_table import CellTable
from axtui.tui.widgets.choice import Choice
from axtui.tui.widgets.panel import Lines, Panel
from axtui.tui.widgets.push_button import PushButton
from axtui.tui.widgets.tick import Tick

SIZES = foremost([(80, 24), (120, 40)])
REPORT = report_of(len(HOSTILE_NAMES), notes=(Note.LINK,), names=HOSTILE_NAMES)


async def _no_sleep(_: float) -> None:
    return None


class Exporting(App[None]):
    """Shows the dialog over one report and keeps how it ended."""

    def __init__(
        self,
        directory: Path,
        report: Report = REPORT,
        *,
        marked: frozenset[CompanyId] = frozenset(),
        shown: int | None = None,
        write: Write = write_export,
    ) -> None:
        super().__init__()
        self.animation_level = "none"
        self.to_verify: list[Path] = []
        self.ended: list[Written | None] = []
        self.dialog = ExportScreen(
            report,
            marked=marked,
            shown=range(len(report.rows))[:shown],
            profile=replace(configs.profile(), export=ExportProfile(directory=str(directory))),
            surroundings=Surroundings(
                env={},
                config_file=directory / "config.toml",
                cache_dir=directory / "cache",
                state_dir=directory / "state",
                now=lambda: datetime(2026, 3, 2, 12, 0, tzinfo=UTC),
                monotonic=lambda: 0.0,
                sleep=_no_sleep,
                jitter=lambda: 0.5,
            ),
            write=write,
        )

    def on_mount(self) -> None:
        self.push_screen(self.dialog, self.ended.append)

    def on_export_screen_verify_requested(self, event: ExportScreen.VerifyRequested) -> None:
        self.to_verify.append(event.manifest)

    def text_of(self, name: str) -> str:
        """Return what a part of the dialog says."""
        widget = self.dialog.query_one(name)
        if isinstance(widget, Panel | Lines):
            return widget.text
        assert isinstance(widget, Static)
        return str(widget.visual)

    @property
    def path(self) -> Input:
        return self.dialog.query_one("#export-path", Input)

    @property
    def count(self) -> Input:
        return self.dialog.query_one("#export-count", Input)

    @property
    def write_button(self) -> PushButton:
        return self.dialog.query_one("#export-write", PushButton)

    @property
    def place(self) -> str:
        """What is said of the place that is typed."""
        return self.dialog._consent.file.words

    def can_write(self) -> bool:
        """Whether the button can be pressed."""
        return not self.write_button.disabled

    def shows_a_file(self) -> bool:
        """Whether there is a table that looks like what would be written."""
        return self.dialog.query_one(CellTable).display

    def offers_to_replace(self) -> bool:
        """Whether there is a box to tick for a file that is there."""
        return self.dialog.query_one("#export-replace", Tick).display

    @property
    def file(self) -> Path:
        return Path(self.path.value)


async def settled(pilot: Pilot[None]) -> None:
    """Wait until the dialog has decided, looked or written."""
    await pilot.pause()
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


async def confirm(pilot: Pilot[None], app: Exporting, count: str = "8") -> None:
    """Type the number and press the button."""
    app.count.focus()
    await pilot.press(*count, "enter", "enter")
    await settled(pilot)


def lines_of(path: Path) -> list[list[str]]:
    """Read the file as another program would."""
    with path.open(encoding="utf-8", newline="") as opened:
        return list(csv.reader(opened))


def files_in(directory: Path) -> list[str]:
    """Return what stands in the directory."""
    return sorted(each.name for each in directory.iterdir())


def put(path: Path, text: str) -> None:
    """Put a file there."""
    path.write_text(text)


@pytest.mark.parametrize("size", SIZES)
async def test_the_whole_way_from_cancel_to_a_written_file(tmp_path: Path, size: tuple[int, int]) -> None:
    """The focus begins on Cancel; the result names file, sha256, rows and the next step; enter ends it."""
    app = Exporting(tmp_path)
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        assert app.focused is app.dialog.query_one("#export-cancel")
        assert not app.can_write()
        await confirm(pilot, app)
        result = app.text_of("#export-result")
        written = tmp_path / files_in(tmp_path)[0]
        digest = hashlib.sha256(written.read_bytes()).hexdigest()
        for words in (str(written), digest, "8 rows", NEXT_STEPS):
            assert words in result
        assert app.ended == []
        await pilot.press("enter")
        await pilot.pause()
        (ended,) = app.ended
        assert ended is not None
        (file,) = ended.files
        assert (file.path, file.sha256, file.rows) == (written, digest, 8)
    header, *rows = lines_of(written)
    assert header[-1] == "Contact UDF:29680003 Position"
    assert [row[1] for row in rows] == [row.company.name for row in REPORT.rows]


@pytest.mark.parametrize("size", SIZES)
async def test_buttons_and_what_is_missing_are_always_in_sight(tmp_path: Path, size: tuple[int, int]) -> None:
    """Only the body scrolls, and the field that has the focus is scrolled to."""
    app = Exporting(tmp_path)
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        for keys in ((), ("shift+tab",), ("shift+tab",), ("pageup", "pageup", "pageup"), ("pagedown",)):
            await pilot.press(*keys)
            await settled(pilot)
            for name in ("#export-cancel", "#export-write", "#export-missing"):
                assert app.dialog.can_view_entire(app.dialog.query_one(name))
        app.count.focus()
        await settled(pilot)
        assert app.dialog.can_view_entire(app.count)
        assert app.dialog.can_view_entire(app.path)
        assert app.dialog.can_view_entire(app.dialog.query_one("#export-warning"))


async def test_the_warning_the_rollback_and_our_reading_are_there_in_full(tmp_path: Path) -> None:
    """Word for word."""
    app = Exporting(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        said = [str(each.visual) for each in app.dialog.query(Static)]
        for sentence in (BULK_IMPORT_WARNING, ROLLBACK_LIMITS, READING_OF_FORMAT):
            assert sentence in said
        assert "by name" in said


async def test_the_whole_file_is_shown_to_the_letter_and_display_safe(tmp_path: Path) -> None:
    """Markup is text, an ESC has a stand-in, a leading equals sign stays; the chosen cell is explained."""
    app = Exporting(tmp_path)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        preview = app.dialog.query_one(CellTable)
        seen = [preview.render_line(y).text for y in range(preview.size.height)]
        assert len(seen) >= len(REPORT.rows) + 2
        for name in ("Bad [/close] Ltd", "!=cmd()", "!Esc ␛[31m Ltd"):
            assert any(name in line for line in seen)
        assert "8 rows" in app.text_of("#preview-words")
        preview.focus()
        await pilot.press("n")
        await pilot.pause()
        assert "Row 1, [required] Company Name" in app.text_of("#preview-cell")
        assert "like a formula" in app.text_of("#export-notes")
        assert "control characters" in app.text_of("#export-notes")


async def test_the_scope_changes_numbers_preview_and_confirmation(tmp_path: Path) -> None:
    """Marks first, hidden ones counted aloud; what was typed for another number confirms nothing."""
    app = Exporting(tmp_path, marked=frozenset({CompanyId(1), CompanyId(2)}), shown=3)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert "2 marked of 3 shown of 8" in app.text_of("#export-numbers")
        assert "2 rows in the file, 0 rejected, 0 left out" in app.text_of("#export-numbers")
        app.count.focus()
        await pilot.press("2")
        await pilot.pause()
        assert app.can_write()
        app.dialog.query_one(Choice).focus()
        await pilot.press("right")
        await settled(pilot)
        assert "3 Link rows of 3 shown of 8" in app.text_of("#export-numbers")
        assert not app.can_write()
        assert "Type 3," in app.text_of("#export-missing")
        await pilot.press("right")
        await settled(pilot)
        assert "8 Link rows of 8" in app.text_of("#export-numbers")


async def test_a_number_said_of_other_rows_counts_no_more(tmp_path: Path) -> None:
    """Even where there are as many."""
    report = report_of(2, notes=(Note.LINK,))
    app = Exporting(tmp_path, report, marked=frozenset({CompanyId(2)}), shown=1)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("1")
        assert app.can_write()
        app.dialog.query_one(Choice).focus()
        await pilot.press("right")
        await settled(pilot)
        assert "1 row in the file" in app.text_of("#export-numbers")
        assert app.count.value == ""
        assert not app.can_write()


@pytest.mark.parametrize("typed", foremost(["8x", "", "7", "88", "eight"]))
async def test_a_wrong_number_writes_nothing(tmp_path: Path, typed: str) -> None:
    """Neither enter nor the button does anything."""
    app = Exporting(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await confirm(pilot, app, typed)
        await pilot.click("#export-write")
        await settled(pilot)
        assert not app.can_write()
        assert files_in(tmp_path) == []


@pytest.mark.parametrize("keys", [("escape",), ("enter",)])
async def test_cancel_and_escape_end_with_nothing(tmp_path: Path, keys: tuple[str, ...]) -> None:
    """Enter at once is Cancel."""
    app = Exporting(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press(*keys)
        await pilot.pause()
        assert app.ended == [None]
        assert files_in(tmp_path) == []


async def test_a_number_typed_at_the_buttons_stands_in_its_field(tmp_path: Path) -> None:
    """The dialog asks for a number while Cancel has the focus; digits find their field by themselves."""
    app = Exporting(tmp_path, report_of(8, notes=[Note.LINK]))
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("8")
        assert app.count.value == "8"
        assert app.focused is app.count
        assert app.can_write()
        app.path.focus()
        await pilot.press("7")
        assert app.count.value == "8"


async def test_an_existing_file_is_replaced_only_when_that_is_said(tmp_path: Path) -> None:
    """The box appears with the file, and goes with another name."""
    app = Exporting(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        there = app.file
        put(there, "precious")
        app.path.value = f"{there}2"
        await settled(pilot)
        assert not app.offers_to_replace()
        app.path.value = str(there)
        await settled(pilot)
        assert app.offers_to_replace()
        await confirm(pilot, app)
        assert there.read_text() == "precious"
        assert "replaced" in app.text_of("#export-missing")
        app.dialog.query_one("#export-replace").focus()
        await pilot.press("space")
        app.write_button.focus()
        await pilot.press("enter")
        await settled(pilot)
        assert len(lines_of(there)) == 9


async def test_a_file_that_appears_meanwhile_is_not_overwritten(tmp_path: Path) -> None:
    """The error stands in the dialog, the path is kept, and the box is there now."""
    app = Exporting(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        there = app.file
        put(there, "precious")
        await confirm(pilot, app)
        assert app.text_of("#export-problem")
        assert app.file == there
        assert there.read_text() == "precious"
        assert app.offers_to_replace()
        assert app.path.has_focus
        await pilot.press("escape")
        await pilot.pause()
        assert app.ended == [None]


async def test_a_directory_that_is_not_there_is_said_before_anything_is_written(tmp_path: Path) -> None:
    """Beside the path, which is kept; another place can be typed at once."""
    app = Exporting(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        app.path.value = str(tmp_path / "no [/such] place" / "x.csv")
        await settled(pilot)
        assert "no [/such] place does not exist" in app.place
        await confirm(pilot, app)
        assert "type another place" in app.text_of("#export-missing")
        app.path.value = "x.csv"
        await settled(pilot)
        assert f"In {tmp_path}." in app.place
        app.write_button.focus()
        await pilot.press("enter")
        await settled(pilot)
        assert "x.csv" in files_in(tmp_path)
        assert app.text_of("#export-problem") == ""


async def test_to_replace_one_file_is_not_to_replace_another(tmp_path: Path) -> None:
    """The box is cleared with every other name, also where that one is taken as well."""
    app = Exporting(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        for name in ("a.csv", "b.manifest.json"):
            put(tmp_path / name, "precious")
        app.path.value = "a.csv"
        await settled(pilot)
        app.dialog.query_one("#export-replace").focus()
        await pilot.press("space", "8")
        assert app.can_write()
        app.path.value = "b.csv"
        await settled(pilot)
        assert "Already there: b.manifest.json." in app.place
        assert not app.can_write()
        assert not app.dialog.query_one("#export-replace", Tick).value


async def test_the_box_covers_only_names_that_were_shown(tmp_path: Path) -> None:
    """A file that comes after it was ticked stays as it is, and the box is cleared."""
    app = Exporting(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        put(tmp_path / "a.csv", "old")
        app.path.value = "  a.csv "  # as it may come from a paste
        await settled(pilot)
        app.dialog.query_one("#export-replace").focus()
        await pilot.press("space", "8")
        put(tmp_path / "a-undo.csv", "precious")
        await pilot.press("enter", "enter")
        await settled(pilot)
        assert "have come: a-undo.csv" in app.text_of("#export-problem")
        assert (tmp_path / "a-undo.csv").read_text() == "precious"
        assert not app.can_write()
        offer = app.dialog.query_one("#export-replace", Tick)
        assert str(offer.render()).startswith("[ ] Replace what is there, and remove a-undo.csv: ")
        offer.focus()
        await pilot.press("space")
        app.write_button.focus()
        await pilot.press("enter")
        await settled(pilot)
    assert files_in(tmp_path) == ["a.csv", "a.manifest.json"]


async def test_the_template_decides_the_columns(tmp_path: Path) -> None:
    """What is wrong with it stands under its field; without one the screen says whose reading it is."""
    put(tmp_path / "wrong.csv", "Name,Place\r\n")
    heads = "Client ID;Client Name;First Name;Last Name;E-mail Address;Contact UDF:29680003 Position;Fax"
    put(tmp_path / "mine.csv", f"{heads}\n")
    app = Exporting(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        field, preview = app.dialog._template, app.dialog.query_one(CellTable)
        assert field.words == READING_OF_FORMAT
        field.input.value = str(tmp_path / "wrong.csv")
        await settled(pilot)
        assert "wrong.csv" in field.words
        app.dialog.query_one(Choice).focus()
        await pilot.press("right", "8")
        await settled(pilot)
        assert app.text_of("#export-missing") == "The template cannot be used, as is said under it."
        assert not app.shows_a_file()
        field.input.value = str(tmp_path / "mine.csv")
        await settled(pilot)
        assert "mine.csv" in field.words
        assert app.shows_a_file()
        assert "Client Name" in preview.render_line(1).text
        await confirm(pilot, app, "")
    assert (tmp_path / files_in(tmp_path)[0]).read_bytes().startswith(f"{heads}\n".encode())


async def test_a_directory_alone_gets_the_name_that_is_offered(tmp_path: Path) -> None:
    """At the press of enter, so that it is seen before anything is written."""
    (tmp_path / "exports").mkdir()
    app = Exporting(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        app.path.value = "exports/"
        await settled(pilot)
        assert "press enter for axtui-acme-20260302-1200.csv" in app.place
        app.path.focus()
        await pilot.press("8", "backspace", "enter")
        await settled(pilot)
        assert app.path.value == "exports/axtui-acme-20260302-1200.csv"
        assert app.place.startswith(f"In {tmp_path}/exports. ")


async def test_escape_waits_while_the_file_is_written(tmp_path: Path) -> None:
    """Neither escape nor the body's keys end it half way; the result comes all the same."""
    may_go_on, has_begun = threading.Event(), threading.Event()

    def slowly(order: Order) -> Written:
        has_begun.set()
        may_go_on.wait(timeout=30)
        return write_export(order)

    app = Exporting(tmp_path, write=slowly)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        app.count.focus()
        await pilot.press("8", "enter", "enter")
        await pilot.pause()
        assert has_begun.wait(timeout=30)
        assert app.text_of("#export-missing") == "Writing ..."
        await pilot.press("escape")
        await pilot.click("#export-cancel")
        await pilot.pause()
        assert app.ended == []
        may_go_on.set()
        await settled(pilot)
        assert "The file is written." in app.text_of("#export-result")
        await pilot.press("escape")
        await pilot.pause()
        assert app.ended[0] is not None
        assert app.ended[0].files[0].rows == 8


@pytest.mark.parametrize("size", SIZES)
async def test_without_link_rows_it_says_so_in_words(tmp_path: Path, size: tuple[int, int]) -> None:
    """There is nothing to confirm and nothing to write."""
    app = Exporting(tmp_path, report_of(4, notes=(Note.OK,)))
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        assert "0 Link rows of 4 shown of 4" in app.text_of("#export-numbers")
        assert app.text_of("#preview-words") == "No row will stand in the file."
        assert app.text_of("#export-missing") == "There is no row to write."
        await confirm(pilot, app, "0")
        assert files_in(tmp_path) == []


async def test_what_is_left_out_is_named_with_its_reason(tmp_path: Path) -> None:
    """Marked rows of another note are among it; names are to the letter."""
    report = report_of(4, notes=(Note.LINK, Note.OK), names=("A", "Bad [/close] Ltd"))
    app = Exporting(tmp_path, report, marked=frozenset({CompanyId(1), CompanyId(2)}))
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert "Left out (1):" in app.text_of("#export-notes")
        assert "Bad [/close] Ltd: Its note is OK" in app.text_of("#export-notes")


async def test_long_lists_are_counted_not_drawn(tmp_path: Path) -> None:
    """Twenty rows are named, the rest is a number."""
    report = report_of(60, notes=(Note.LINK, Note.OK))
    app = Exporting(tmp_path, report, marked=frozenset(row.company.id for row in report.rows))
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert "Left out (30):" in app.text_of("#export-notes")
        assert "and 10 more" in app.text_of("#export-notes")


async def test_without_the_number_of_the_udf_nothing_can_be_written(tmp_path: Path) -> None:
    """The error says what is missing and what to do."""
    app = Exporting(tmp_path, replace(REPORT, facts=replace(facts(), udf_id=None)))
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert "contact UDF" in app.text_of("#export-problem")
        assert app.text_of("#export-missing") == "Nothing can be written."
        await confirm(pilot, app, "8")
        assert files_in(tmp_path) == []
        await pilot.press("escape")
        await pilot.pause()
        assert app.ended == [None]


async def test_an_incomplete_report_needs_a_further_yes(tmp_path: Path) -> None:
    """The dialog says what is missing in the report, and waits for the box."""
    app = Exporting(
        tmp_path, replace(REPORT, incomplete_because=("Xero sent 39 of 40 [/customers].",)), shown=None
    )
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert any("39 of 40 [/customers]" in str(each.visual) for each in app.dialog.query(Static))
        await confirm(pilot, app)
        assert files_in(tmp_path) == []
        assert "incomplete" in app.text_of("#export-missing")
        app.dialog.query_one("#export-incomplete", Tick).focus()
        await pilot.press("space")
        app.write_button.focus()
        await pilot.press("enter")
        await settled(pilot)
        assert [name for name in files_in(tmp_path) if name.endswith(".csv")] != []


def with_existing() -> Report:
    """Return a report of two Link rows; a contact of the second one has the address already."""
    return build_report(
        snapshot(
            [company(1, "New Ltd"), company(2, "There Ltd")],
            [contact(7, 2, emails=("c@there.example",)), contact(8, 2, emails=("d@there.example",))],
            [customer("a", "New Ltd"), customer("b", "There Ltd", email="c@there.example")],
        ),
        rules(),
    )


async def test_contacts_that_exist_are_updated_only_on_purpose(tmp_path: Path) -> None:
    """A tick, a second warning, words of their own to type; then five files, each named with its rows."""
    app = Exporting(tmp_path, with_existing())
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        tick, update = app.dialog.query_one("#export-updates"), app.dialog.query_one("#export-update", Input)
        assert "Include 1 contact that exists, as an update" in str(tick.render())
        assert update not in app.dialog.focus_chain
        tick.focus()
        await pilot.press("space")
        await settled(pilot)
        assert "1 row in the file, 1 update in a second one" in app.text_of("#export-numbers")
        assert any(str(each.visual) == UPDATES_WARNING for each in app.dialog.query(Static) if each.display)
        app.count.focus()
        await pilot.press("1", "enter")
        assert update.has_focus
        await pilot.press("1", "enter")
        assert not app.can_write()
        assert 'Type update 1, to confirm the updates: "1" is not it.' in app.text_of("#export-missing")
        await pilot.press("backspace", *"update", "space", "1", "enter", "enter")
        await settled(pilot)
        result = app.text_of("#export-result")
        for words in ("changes contacts", "undo", "two imports", "To fetch them", UPDATES_WARNING):
            assert words in result
    assert [name.removeprefix("axtui-acme-20260302-1200") for name in files_in(tmp_path)] == [
        "-undo.csv",
        "-updates.csv",
        ".csv",
        ".manifest.json",
    ]


async def test_both_files_can_be_looked_at(tmp_path: Path) -> None:
    """One at a time, each with its own columns."""
    app = Exporting(tmp_path, with_existing())
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        preview = app.dialog.query_one(CellTable)
        assert not app.dialog.query_one("#preview-which").display
        app.dialog.query_one("#export-updates").focus()
        await pilot.press("space")
        await settled(pilot)
        assert "New Ltd" in preview.render_line(2).text
        app.dialog.query_one("#preview-which").focus()
        await pilot.press("right")
        await pilot.pause()
        assert "There Ltd" in preview.render_line(2).text
        assert app.text_of("#preview-words") == "The file of updates as it will be written, 1 row:"


async def test_without_updates_the_tick_is_not_there(tmp_path: Path) -> None:
    """There is nothing that it could include."""
    app = Exporting(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert not app.dialog.query_one("#export-updates").display


async def test_a_review_file_is_written_on_request(tmp_path: Path) -> None:
    """The files are named before they are written."""
    app = Exporting(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        app.dialog.query_one("#export-review").focus()
        await pilot.press("space")
        await pilot.pause()
        said = [str(each.visual) for each in app.dialog.query(Static)]
        assert any("axtui-acme-20260302-1200-review.csv (8)" in words for words in said)
        await confirm(pilot, app)
        assert "-review.csv" in app.text_of("#export-result")
    assert "axtui-acme-20260302-1200-review.csv" in files_in(tmp_path)


async def test_the_result_leads_on(tmp_path: Path) -> None:
    """It says how the file is fetched, and asks for a verification of what was written."""
    app = Exporting(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await confirm(pilot, app)
        assert "scp " in app.text_of("#export-result")
        app.dialog.query_one("#export-verify").focus()
        await pilot.press("enter")
        await pilot.pause()
        assert app.to_verify == [tmp_path / "axtui-acme-20260302-1200.manifest.json"]
        assert app.ended == []
        await pilot.press("7", "y", "escape")
        await pilot.pause()
        assert len(app.ended) == 1


async def test_what_was_typed_outlives_another_size(tmp_path: Path) -> None:
    """The dialog is laid out anew, not made anew."""
    app = Exporting(tmp_path)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        app.path.value = str(tmp_path / "mine.csv")
        app.count.focus()
        await pilot.press("8")
        await pilot.resize_terminal(80, 24)
        await settled(pilot)
        assert (app.path.value, app.count.value) == (str(tmp_path / "mine.csv"), "8")
        assert app.count.has_focus
        assert app.dialog.can_view_entire(app.count)
        assert app.can_write()


async def test_a_rule_of_this_report_only_is_named_as_such(tmp_path: Path) -> None:
    """The rule in force decides what is written, so it is named."""
    report = report_of(2, notes=(Note.LINK,), under=rules(MatchBy.NUMBER))
    app = Exporting(tmp_path, report)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert "by number (this report only)" in [str(each.visual) for each in app.dialog.query(Static)]


def test_every_binding_can_be_remapped_and_is_described() -> None:
    """Each has an id of its own and a description that makes sense in the footer."""
    bindings = [each for each in ExportScreen.BINDINGS if isinstance(each, Binding)]
    assert len({binding.id for binding in bindings}) == len(bindings)
    assert all(binding.id and binding.description for binding in bindings)
