"""Search and sort over more rows than are looked at in one step, beside a plain reading of every row."""

import random
from collections.abc import Sequence

import pytest
from faults.tiers import times
from plain_search import Condition, row

from axtui.core.cells import COLUMNS, Column, cells_of
from axtui.core.notes import Note
from axtui.core.report import Row
from axtui.core.report_lines import lines_of
from axtui.core.search import SearchIndex, parse
from axtui.core.sorting import RowOrder, RowOrders, Sorting

_ROWS = 9_000
_WORDS = ("Ada", "Acme", "Ångström", "Pty", "Ltd", "Zoë", "Byron", "A/S", "-x", "100", "99", "Linker")
_SEEDS = range(times(40, quick=2))


@pytest.fixture(scope="module")
def rows() -> Sequence[Row]:
    """The same rows for all tests."""
    chance = random.Random(4)  # noqa: S311  # the same in every run
    return [
        row(
            at,
            " ".join(chance.choices(_WORDS, k=chance.randint(1, 4))),
            chance.choice(tuple(Note)),
            number=chance.choice(("", f"C-{at % 700}", " ")),
            linked_as=chance.choice(("", "Ada", "Émile")),
        )
        for at in range(_ROWS)
    ]


def _condition(chance: random.Random) -> Condition:
    where = chance.choice(["any", "any", *COLUMNS])
    kind = chance.choice(["contains"] * 8 + ["starts"] + ["empty"] * (where != "any"))
    word = chance.choice([*_WORDS, "no match", "not found", "link", "grace"])
    value = "" if kind == "empty" else word[: chance.randint(1, len(word))].strip()
    return Condition(where, kind, value, negated=chance.random() < 0.3)


@pytest.mark.parametrize("seed", _SEEDS)
def test_typing_and_erasing_finds_what_a_plain_reading_finds(seed: int, rows: Sequence[Row]) -> None:
    """Whichever questions came before, at once or bit by bit, alone or under a note key."""
    chance = random.Random(seed)  # noqa: S311  # the same in every run
    cells = [cells_of(each) for each in rows]
    index = SearchIndex(lines_of(rows))
    asked: list[Condition] = []
    for _ in range(6):
        asked = [*asked, _condition(chance)] if not asked or chance.random() < 0.7 else asked[:-1]
        note = chance.choice([None, None, *Note])
        scan = index.scan(
            parse(" ".join(each.typed() for each in asked)), notes=frozenset({note} if note else ())
        )
        while not scan.is_done:
            scan.advance(0.0, lambda: 1.0)
        expected = [
            at
            for at, each in enumerate(cells)
            if note in (None, rows[at].note) and all(one.holds(each) for one in asked)
        ]
        assert list(scan.found.indexes) == expected


@pytest.mark.parametrize("column", Column)
def test_what_is_shown_of_an_order_is_that_order(column: Column, rows: Sequence[Row]) -> None:
    """Of few rows, of half of them and of nearly all: by each column, there and back."""
    chance = random.Random(column)  # noqa: S311  # the same in every run
    for reverse in (False, True):
        order = RowOrder(RowOrders(lines_of(rows)).under(Sorting(column=column, reverse=reverse)).rows)
        assert sorted(order.rows) == list(range(_ROWS))
        for share in (0.0, 0.01, 0.5, 0.99, 1.0):
            visible = [at for at in range(_ROWS) if chance.random() < share]
            wanted = set(visible)
            assert list(order.of(visible)) == [at for at in order.rows if at in wanted]
