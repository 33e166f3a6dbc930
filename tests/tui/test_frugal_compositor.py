"""The compositor that asks only for lines a frame needs draws what Textual's own draws."""

import random

import pytest
from faults.tiers import times
from textual._compositor import ChopsUpdate, Compositor
from textual.app import App, ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.geometry import Region
from textual.screen import Screen
from textual.widgets import Label, Static

from axtui.tui.frugal_compositor import FrugalCompositor


class Counted(Static):
    """Counts how often it is asked for lines."""

    asked = 0

    def render_lines(self, crop: Region) -> list:  # type: ignore[type-arg]  # as Textual's
        self.asked += 1
        return super().render_lines(crop)


class Layered(Screen[None]):
    """Widgets side by side, one that scrolls, one half outside, one over others."""

    CSS = """
    Layered { layers: low high; }
    #side { width: 30; height: 8; }
    #over { layer: high; offset: 12 3; width: 20; height: 4; background: red; }
    #out { layer: high; offset: 65 10; width: 30; height: 6; background: blue; }
    """

    def compose(self) -> ComposeResult:
        yield Counted("title", id="title")
        with Horizontal():
            with VerticalScroll(id="side"):
                yield Label("\n".join(f"line {at}" for at in range(30)))
            yield Static("wide \N{CJK UNIFIED IDEOGRAPH-4E2D}" * 40, id="words")
        yield Static("over", id="over")
        yield Static("out", id="out")


class LayeredApp(App[None]):
    """Shows them."""

    def on_mount(self) -> None:
        self.push_screen(Layered())


def shown(update: object) -> list[object]:
    """Return the cells that an update brings, span by span."""
    assert isinstance(update, ChopsUpdate)
    lines: list[object] = []
    for y, first, last in update.spans:
        ends = update.chop_ends[y]
        for end, (x, strip) in zip(ends, update.chops[y].items(), strict=False):
            if x < last and end > first:
                assert strip is not None
                lines.append((y, x, end, list(strip)))
    return lines


@pytest.mark.parametrize("seed", range(times(40, quick=2)))
async def test_it_draws_what_textuals_own_draws(seed: int) -> None:
    """Whatever has changed, the parts that are sent hold the same cells."""
    choice = random.Random(seed)  # noqa: S311  # the same changes in each run
    async with LayeredApp().run_test(size=(80, 24)) as pilot:
        screen = pilot.app.screen
        theirs = screen._compositor
        ours = FrugalCompositor()
        ours.reflow(screen, theirs.size)
        for _ in range(30):
            x, y = choice.randrange(80), choice.randrange(24)
            dirty = {Region(x, y, choice.randint(1, 80 - x), choice.randint(1, 24 - y)) for _ in range(2)}
            dirty.add(Region(choice.randrange(60), choice.randrange(24), 20, 1))
            updates = []
            for compositor in (theirs, ours):
                compositor._dirty_regions = set(dirty)
                updates.append(shown(compositor.render_partial_update()))
            assert updates[0] == updates[1]
        assert ours.render_strips() == theirs.render_strips()


async def test_what_has_not_changed_is_not_asked() -> None:
    """Nor is what lies behind something else."""
    async with LayeredApp().run_test(size=(80, 24)) as pilot:
        screen = pilot.app.screen
        title = screen.query_one(Counted)
        for compositor, times_asked in ((Compositor(), 1), (FrugalCompositor(), 0)):
            compositor.reflow(screen, screen.size)
            title.asked = 0
            compositor._dirty_regions = {Region(0, 5, 10, 1)}
            compositor.render_partial_update()
            assert title.asked == times_asked
