"""The line at the foot of the report: what wants attention, then what is only good to know."""

from collections.abc import Sequence

from textual.widgets import Static

from axtui.tui.report_words import status_content


class StatusLine(Static):
    """One line while nothing is urgent; as many as an urgent sentence needs, within reason."""

    DEFAULT_CSS = """
    StatusLine {
        height: 1;
        padding: 0 1;
        color: $text-muted;
        text-wrap: nowrap;
        text-overflow: ellipsis;
        &.-urgent { height: auto; max-height: 4; text-wrap: wrap; }
    }
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  # Textual's own name
        super().__init__(id=id)
        self._said: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())

    def say(self, *, urgent: Sequence[str], calm: Sequence[str]) -> None:
        """Say this; empty sentences are none, and what stands there already costs nothing."""
        said = tuple(filter(None, urgent)), tuple(filter(None, calm))
        if said == self._said:
            return
        was_urgent, self._said = bool(self._said[0]), said
        is_urgent = bool(said[0])
        self.set_class(is_urgent, "-urgent")
        self.update(status_content(urgent=said[0], calm=said[1]), layout=was_urgent or is_urgent)
