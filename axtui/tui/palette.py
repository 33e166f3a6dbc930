"""Textual's palette, made fit for keys that come before its list is there."""

from textual.command import CommandList, CommandPalette


class Palette(CommandPalette):
    """Offers what can be done."""

    def _action_command_list(self, action: str) -> None:
        """Pass a key on to the list; one that has no lines yet cannot page, and Textual would crash."""
        if self.query_one(CommandList).scrollable_content_region:
            super()._action_command_list(action)
