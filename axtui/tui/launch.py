"""Starts the terminal app; Textual is imported here and not earlier, after its environment has been set."""

import asyncio
import gc
import os

from axtui.tui.start import StartUp


def run_app(start: StartUp) -> int:
    """Run the terminal app and return the exit code of the process."""
    _prepare_environment(start.escape_delay_ms)
    gc.disable()  # neither imports nor a report that is opened make garbage
    from axtui.tui.app import AxtuiApp  # Textual takes most of the start; headless commands go without it

    return asyncio.run(AxtuiApp(start, on_open=_collect_again).run_on_terminal(mouse=start.mouse))


def _collect_again() -> None:
    """Look for garbage from now on; not in what is there, which stays: that alone would hold up a key."""
    gc.freeze()
    gc.enable()


def _prepare_environment(escape_delay_ms: int | None) -> None:
    """Set what Textual reads once, when it is imported."""
    if escape_delay_ms is not None:
        os.environ.setdefault("ESCDELAY", str(escape_delay_ms))
    os.environ["TEXTUAL_SMOOTH_SCROLL"] = "0"
