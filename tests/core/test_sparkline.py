"""Numbers as signs."""

import pytest

from axtui.core.sparkline import sparkline


@pytest.mark.parametrize(
    ("numbers", "blocks", "plain"),
    [
        ((), "", ""),
        ((5,), "▁", "_"),
        ((0, 0), "▁▁", "__"),
        ((7, 0, 1, 2, 3, 4, 5, 6), "█▁▂▃▄▅▆▇", "#_.:-=+*"),
        ((100_000, 99_999), "█▁", "#_"),
    ],
)
def test_the_least_is_at_the_bottom_and_the_most_at_the_top(
    numbers: tuple[int, ...], blocks: str, plain: str
) -> None:
    """A line without a change is flat."""
    assert (sparkline(numbers), sparkline(numbers, ascii=True)) == (blocks, plain)
