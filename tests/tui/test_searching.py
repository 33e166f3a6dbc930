"""The search of a report: the first rows at once, the rest between keys, nothing of an abandoned question."""

import asyncio
from itertools import count

from axtui.core.models import CompanyId
from axtui.core.notes import Note
from axtui.core.report_lines import NOTES, ReportLines
from axtui.core.view import SavedFilter
from axtui.tui.searching import Searching

ROWS = 30_000


def lines(rows: int = ROWS) -> ReportLines:
    """Return made-up lines: every third one holds `acme`, the notes take turns."""
    texts = [f"{'acme' if row % 3 == 0 else 'bolt'} {row}\n\n\n\n\n\n\n" for row in range(rows)]
    return ReportLines(
        companies=[CompanyId(row) for row in range(rows)],
        texts=texts,
        folded=texts,
        notes=bytes(row % len(NOTES) for row in range(rows)),
        reasons=lambda: [""] * rows,
    )


def slow_clock() -> float:
    """Tell a time at which every step has taken too long already."""
    return float(next(_seconds))


_seconds = count()


def fast_clock() -> float:
    """Tell a time that stands."""
    return 0.0


async def test_the_first_rows_are_there_at_once_and_the_rest_between_keys() -> None:
    """What is shown meanwhile is right as far as it goes, and it is said that more may come."""
    searching = Searching(lines(), clock=slow_clock)
    searching.ask("acme")
    first = searching.found.indexes
    done = [searching.is_done]
    assert 0 < len(first) < ROWS // 3
    shown: list[int] = []
    await searching.go_on(lambda: shown.append(len(searching.found)))
    assert [*done, searching.is_done] == [False, True]
    assert list(searching.found.indexes) == list(range(0, ROWS, 3))
    assert list(first) == list(searching.found.indexes[: len(first)])
    assert shown == sorted(shown)
    assert shown[-1] == ROWS // 3


async def test_a_new_question_abandons_the_one_before() -> None:
    """Nothing of the old answer is shown any more."""
    searching = Searching(lines(), clock=slow_clock)
    searching.ask("acme")
    shown: list[int] = []
    going_on = asyncio.create_task(searching.go_on(lambda: shown.append(len(searching.found))))
    await asyncio.sleep(0)
    searching.ask("bolt 1")
    asked = searching.found
    assert not searching.is_done
    await searching.go_on(lambda: None)
    await going_on
    assert shown == []
    assert len(searching.found) > len(asked) > 0


def test_what_needs_all_rows_finishes_the_search() -> None:
    """An export must not leave out what was not looked at yet."""
    searching = Searching(lines(), clock=slow_clock)
    searching.ask("acme")
    assert searching.finish()
    assert len(searching.found) == ROWS // 3
    assert not searching.finish()


def test_an_ordinary_report_is_answered_at_once() -> None:
    """The note holds beside what is typed, in another report as well."""
    searching = Searching(lines(0), clock=fast_clock)
    searching.note = Note.NO_MATCH
    searching.open(lines(70))
    searching.ask("acme")
    assert searching.is_done
    assert [row % 21 for row in searching.found.indexes] == [0] * 4


def test_a_saved_filter_is_counted_beside_the_search() -> None:
    """A broken pattern is said, and the search that goes on is not disturbed."""
    searching = Searching(lines(7_000), clock=fast_clock)
    searching.ask("acme")
    hits = searching.counter()
    assert hits(SavedFilter(name="", query="bolt", note=Note.NO_MATCH)) == "666"
    assert hits(SavedFilter(name="", query="/(/")) == "pattern?"
    assert len(searching.found) == 2_334
