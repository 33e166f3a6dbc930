"""Every id is asked for, by whatever lanes, and the lanes have work to the end."""

import random
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from axtui.sources.autotask_ranges import Covered, Ranges, Stretch

PAGE = 500
IDS = st.lists(st.integers(min_value=0, max_value=4_000), unique=True, max_size=60).map(sorted)


def answer(ids: Sequence[int], asked: Stretch, size: int = PAGE) -> tuple[list[int], bool]:
    """Return what a server answers, and whether more follows in the stretch."""
    first = bisect_right(ids, asked.after)
    last = len(ids) if asked.up_to is None else bisect_right(ids, asked.up_to)
    return list(ids[first : min(last, first + size)]), last > first + size


def read(
    ids: Sequence[int], *, lanes: int, expected: int, size: int = PAGE, covered: Sequence[Covered] = ()
) -> tuple[list[int], list[Stretch], int]:
    """Read in rounds, every lane at once; return what arrived, what the pages covered, and the rounds."""
    ranges = Ranges(expected=expected, covered=covered)
    arrived: list[int] = []
    pages: list[Stretch] = []
    rounds = 0
    while asked := list(taken(ranges, lanes)):
        rounds += 1
        for one in asked:
            found, more = answer(ids, one, size)
            arrived += found
            pages.append(ranges.arrived(one, found, more=more))
    assert ranges.take(1) is None
    return arrived, pages, rounds


def taken(ranges: Ranges, lanes: int) -> Iterator[Stretch]:
    """Yield what so many lanes ask for."""
    for _ in range(lanes):
        if (one := ranges.take(lanes)) is not None:
            yield one


@given(IDS, st.integers(1, 5), st.integers(0, 200), st.integers(1, 9))
def test_every_record_arrives(ids: list[int], lanes: int, expected: int, size: int) -> None:
    """However many were counted, however the ids lie: the estimate has no say in what is read."""
    arrived, pages, _ = read(ids, lanes=lanes, expected=expected, size=size)
    assert set(arrived) == set(ids)
    assert any(page.up_to is None for page in pages)


@given(IDS, st.integers(1, 5), st.integers(1, 9), st.data())
def test_a_resumed_read_asks_for_the_rest_only(
    ids: list[int], lanes: int, size: int, data: st.DataObject
) -> None:
    """Whichever pages were kept, in whatever order: what they cover is not asked for, the rest is."""
    _, pages, _ = read(ids, lanes=lanes, expected=len(ids), size=size)
    kept = data.draw(st.lists(st.sampled_from(pages), unique=True))
    covered = [Covered(stretch=page, ids=tuple(inside(ids, page))) for page in kept]
    arrived, _, _ = read(ids, lanes=lanes, expected=len(ids), size=size, covered=covered)
    known = {each for page in kept for each in inside(ids, page)}
    assert set(arrived) | known == set(ids)
    assert not set(arrived) & known


def inside(ids: Sequence[int], page: Stretch) -> list[int]:
    """Return the ids in a stretch."""
    return [each for each in ids if each > page.after and (page.up_to is None or each <= page.up_to)]


def test_overlapping_pages_do_no_harm() -> None:
    """Pages of two runs may cover the same ids."""
    covered = [
        Covered(stretch=Stretch(after=-1, up_to=50), ids=(9, 50)),
        Covered(stretch=Stretch(after=20, up_to=70), ids=(30, 70)),
        Covered(stretch=Stretch(after=30, up_to=40), ids=(40,)),
    ]
    arrived, _, _ = read(range(100), lanes=2, expected=100, covered=covered)
    assert sorted(arrived) == list(range(71, 100))


def test_everything_covered_is_nothing_to_do() -> None:
    """The last page of a list has no upper end."""
    ranges = Ranges(expected=3, covered=[Covered(stretch=Stretch(), ids=(1, 2, 3))])
    assert ranges.take(3) is None


def test_the_first_page_goes_alone() -> None:
    """Before it nobody knows where the ids lie; it begins before company 0 and has no end."""
    ranges = Ranges(expected=30_000)
    assert ranges.take(3) == Stretch(after=-1, up_to=None)
    assert ranges.take(3) is None


def test_an_empty_page_that_says_there_is_more_ends_its_stretch() -> None:
    """The count notices what is missing; asking the same again would never end."""
    ranges = Ranges(expected=10)
    asked = ranges.take(1)
    assert asked is not None
    ranges.arrived(asked, [], more=True)
    assert ranges.take(1) is None


def spread(kind: str) -> list[int]:
    """Return 30,000 ids that lie in this way."""
    chance, count = random.Random(kind), 30_000  # noqa: S311  # the same ids each time, no secret
    match kind:
        case "dense":
            return list(range(29_680_000, 29_680_000 + count))
        case "gaps of three":
            return [29_680_000 + 3 * at + chance.randrange(3) for at in range(count)]
        case "sparse":
            steps = [1 + int(chance.expovariate(1 / 400)) for _ in range(count)]
            return running(steps)
        case "two clusters":
            return [*range(174, 174 + count // 2), *range(10**9, 10**9 + count // 2)]
        case "two clusters, the second sparse":
            return [*range(count // 2), *range(10**9, 10**9 + 25 * count, 50)]
        case "one far away":
            return [*range(count - 1), 2**62]
        case "ten clusters":
            starts = running([chance.randrange(10**5, 10**8) for _ in range(10)])
            return [start + at for start in starts for at in range(count // 10)]
        case _:
            steps = [1 + int(chance.expovariate(300 / (1 + at))) for at in range(count)]
            return running(steps)


def running(steps: Sequence[int]) -> list[int]:
    """Return the running total."""
    totals = [0]
    for step in steps:
        totals.append(totals[-1] + step)
    return totals[1:]


@pytest.mark.parametrize(
    "kind",
    [
        "dense", "gaps of three", "sparse", "two clusters", "two clusters, the second sparse",
        "one far away", "ten clusters", "ever wider gaps",
    ],
)  # fmt: skip
def test_three_lanes_are_busy_to_the_end(kind: str) -> None:
    """60 pages need 20 rounds at best, and one in which the first page goes alone."""
    ids = spread(kind)
    assert all(earlier < later for earlier, later in pairwise(ids))
    arrived, pages, rounds = read(ids, lanes=3, expected=len(ids))
    assert set(arrived) == set(ids)
    assert len(pages) <= 64
    assert rounds <= 23


def test_one_lane_asks_for_no_page_twice() -> None:
    """A single walk is the plain way, without a request too many."""
    _, pages, rounds = read(spread("sparse"), lanes=1, expected=30_000)
    assert len(pages) == rounds == 60


def test_a_resumed_read_keeps_its_lanes_busy_too() -> None:
    """The gaps between the kept pages tell how far the ids lie apart."""
    ids = spread("gaps of three")
    _, pages, _ = read(ids, lanes=3, expected=len(ids))
    for count in (1, 2, 6, 30):
        kept = [Covered(stretch=page, ids=tuple(inside(ids, page))) for page in pages[:count]]
        _, rest, rounds = read(ids, lanes=3, expected=len(ids), covered=kept)
        assert len(rest) <= 60 - count + 4
        assert rounds <= len(rest) // 3 + 2


def test_a_wrong_count_costs_speed_only() -> None:
    """A list that is longer than was counted is read to its end."""
    arrived, pages, _ = read(range(5_000), lanes=3, expected=600)
    assert len(set(arrived)) == 5_000
    assert len(pages) <= 14
