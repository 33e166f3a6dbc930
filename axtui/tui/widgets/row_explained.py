"""A row with everything that explains it, drawn line by line; web addresses are links where they can be."""

from functools import lru_cache

from rich.style import Style

from axtui.core.report import Report, Row
from axtui.tui.explain_lines import explained_lines
from axtui.tui.explain_words import Beyond
from axtui.tui.row_lines import DetailLine, Piece
from axtui.tui.widgets.row_detail import RowDetail


@lru_cache(maxsize=64)
def _link_style(address: str) -> Style:
    """Return a style that is a link (OSC 8); always the same one, or the terminal would be sent it again."""
    return Style(underline=True, link=address)


class RowExplained(RowDetail):
    """Shows a row and its explanation, also what is found while it is shown."""

    DEFAULT_CSS = """
    RowExplained { height: auto; }
    """

    def __init__(
        self,
        row: Row,
        report: Report,
        *,
        ascii: bool = False,  # noqa: A002  # the setting's own name
        has_links: bool = True,
        id: str | None = None,  # noqa: A002  # Textual's own name
    ) -> None:
        super().__init__(row, report, ascii=ascii, id=id)
        self._has_links = has_links
        self._beyond = Beyond()

    def show_beyond(self, beyond: Beyond) -> None:
        """Show what has been found by now."""
        self._beyond, self._laid_out_for = beyond, 0
        self.refresh(layout=True)

    def _laid_out(self, row: Row, report: Report, width: int) -> tuple[DetailLine, ...]:
        return explained_lines(row, report, self._beyond, width=width, ascii_only=self._ascii)

    def _style_of(self, piece: Piece) -> Style:
        if piece.link and self._has_links:
            return _link_style(piece.link)
        return super()._style_of(piece)
