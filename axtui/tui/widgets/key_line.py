"""The keys of the screen in one line: what `Footer` shows, as one widget and one line of text."""

from collections.abc import Collection, Iterator

from textual.app import RenderResult
from textual.binding import Binding
from textual.content import Content
from textual.events import Click
from textual.screen import Screen
from textual.widget import Widget


class KeyLine(Widget):
    """Shows the keys that work here and now, as many as fit; a click on one does what the key does.

    Textual's `Footer` mounts a widget for every key and mounts them all again whenever the focus moves,
    which prolongs the start and sends the whole line again over a slow link.
    """

    DEFAULT_CSS = """
    KeyLine {
        dock: bottom;
        height: 1;
        width: 1fr;
        background: $surface;
    }
    """

    def __init__(self, *, spare: Collection[str] = ()) -> None:
        """Show all keys where there is room; those with the ids in `spare` only then."""
        super().__init__()
        self._spare = spare

    def on_mount(self) -> None:
        """Follow the keys as the focus moves."""
        self.screen.bindings_updated_signal.subscribe(self, self._follow)

    def _follow(self, screen: Screen[object]) -> None:
        if screen is self.screen:
            self.refresh()

    def render(self) -> RenderResult:
        """Return the line."""
        return Content("").join(part for _, part in self._fitting(self.size.width))

    async def on_click(self, event: Click) -> None:
        """Press the key under the pointer."""
        right = 0
        for binding, part in self._fitting(self.size.width):
            right += part.cell_length
            if event.x < right:
                self.app.simulate_key(binding.key)
                return

    def _fitting(self, room: int) -> Iterator[tuple[Binding, Content]]:
        parts = [(binding, self._part(binding)) for binding in self._shown()]
        if sum(part.cell_length for _, part in parts) > room:
            parts = [(binding, part) for binding, part in parts if binding.id not in self._spare]
        for binding, part in parts:
            room -= part.cell_length
            if room < 0:
                return
            yield binding, part

    def _shown(self) -> list[Binding]:
        found: dict[str, Binding] = {}
        for active in self.screen.active_bindings.values():
            if active.binding.show and active.enabled:
                found.setdefault(active.binding.action, active.binding)
        return list(found.values())

    def _part(self, binding: Binding) -> Content:
        key = self.app.get_key_display(binding)
        return Content.assemble((f" {key}", "bold $text-accent"), f" {binding.description} ")
