"""The pages of a run: gone on with, begun anew, or left alone; and what is said of it."""

from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from builders import NOON, company

from axtui.services.checkpoints import Checkpoints
from axtui.services.page_log import ListName, NoPageLog, NotedPage
from axtui.services.run_pages import RunPages
from axtui.services.run_wishes import Resume, RunWishes

_PAGE: NotedPage[object] = NotedPage(after=0, up_to=5, items=(company(1),), others=(2, 3))


class _Run:
    """One run after another of a profile, with a clock that is set by hand."""

    def __init__(self, directory: Path) -> None:
        self.now = NOON
        self.said: list[str] = []
        self.checkpoints = Checkpoints(directory / "cache", now=lambda: self.now)

    def pages(self, wishes: RunWishes | None = None, *, fingerprint: str = "f00d") -> RunPages:
        """Return the pages of a run that begins now."""
        self.said = []
        return RunPages(
            self.checkpoints,
            "acme",
            fingerprint=fingerprint,
            wishes=wishes or RunWishes(),
            now=lambda: self.now,
            on_notice=self.said.append,
        )

    def was_interrupted(self) -> bool:
        """Say whether there is something to go on with."""
        return self.checkpoints.found("acme", fingerprint="f00d") is not None


@pytest.fixture
async def run(tmp_path: Path) -> _Run:
    """Give a profile whose last run was interrupted after one page."""
    run = _Run(tmp_path)
    pages = run.pages()
    (await pages.log()).note(ListName.COMPANIES, _PAGE)
    await pages.close()
    assert run.said == []
    return run


@pytest.mark.parametrize(
    ("wishes", "minutes", "goes_on"),
    [
        (RunWishes(), 59, True),
        (RunWishes(), 61, False),
        (RunWishes(resume=Resume.YES), 24 * 60, True),
        (RunWishes(resume=Resume.NO), 1, False),
        (RunWishes(full=True), 1, False),
    ],
)
async def test_a_run_goes_on_as_was_wished(run: _Run, wishes: RunWishes, minutes: int, goes_on: bool) -> None:
    """And says in either case what becomes of the records that are there."""
    run.now += timedelta(minutes=minutes)
    pages = run.pages(wishes)
    log = await pages.log()
    assert list(log.noted(ListName.COMPANIES)) == ([_PAGE] if goes_on else [])
    (sentence,) = run.said
    assert sentence.startswith("Going on" if goes_on else "Beginning anew")
    assert "3 records" in sentence
    await pages.close()
    assert run.was_interrupted() == goes_on


async def test_what_cannot_be_used_is_said(run: _Run) -> None:
    """Once, when the run opens its pages."""
    pages = run.pages(fingerprint="beef")
    log = await pages.log()
    assert await pages.log() is log
    assert len(run.said) == 1
    assert "another tenant" in run.said[0]
    await pages.close()


async def test_old_pages_are_said_to_be_so_and_swept(run: _Run, tmp_path: Path) -> None:
    """Those of other profiles too."""
    with closing(run.checkpoints.new("bolt", fingerprint="f00d")) as log:
        log.note(ListName.COMPANIES, _PAGE)
    run.now += timedelta(days=8)
    pages = run.pages()
    await pages.log()
    assert ["older than 7 days" in sentence for sentence in run.said] == [True]
    await pages.finished()
    await pages.close()
    assert list((tmp_path / "cache").glob("*.pages")) == []


@pytest.mark.parametrize("opens", [False, True])
async def test_a_run_that_has_finished_leaves_nothing_to_go_on_with(run: _Run, opens: bool) -> None:
    """Not even where it only looked for changes, and needed no pages."""
    pages = run.pages()
    if opens:
        await pages.log()
    await pages.finished()
    await pages.close()
    assert not run.was_interrupted()


async def test_a_run_leaves_what_another_one_notes(run: _Run) -> None:
    """Two of the same profile may go on at once; the second one ends first."""
    first, second = run.pages(), run.pages()
    (await first.log()).note(ListName.COMPANIES, _PAGE)
    await second.finished()
    await first.close()
    found = run.checkpoints.found("acme", fingerprint="f00d")
    assert found is not None
    assert found.pages == 2


async def test_a_run_that_opened_nothing_leaves_what_is_there(run: _Run) -> None:
    """It failed before it came to its pages."""
    await run.pages().close()
    assert run.was_interrupted()


async def test_where_nothing_may_stay_nothing_is_noted() -> None:
    """Whoever sets the retention to nothing gives up going on."""
    said: list[str] = []
    pages = RunPages(
        None, "acme", fingerprint="f00d", wishes=RunWishes(), now=lambda: NOON, on_notice=said.append
    )
    assert isinstance(await pages.log(), NoPageLog)
    await pages.finished()
    await pages.close()
    assert said == []
