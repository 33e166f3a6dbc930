"""Python's garbage collector may look seldom, since what the program makes in masses has no cycles."""

import gc
import subprocess
import sys

from small_reports import report_of


def test_a_report_that_nobody_holds_is_gone_at_once() -> None:
    """Not one object of it, or of what it took to build it, waits for the collector."""
    report_of(10)  # whatever is made once, is made now
    gc.collect()
    gc.disable()
    try:
        report = report_of(100)
        del report
        assert gc.collect() == 0
    finally:
        gc.enable()


def test_the_program_collects_seldom() -> None:
    """Whichever door opens."""
    script = (
        "import gc, sys; from axtui.__main__ import main; main(['profiles']); print(gc.get_threshold()[0])"
    )
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603  # our own words
    assert int(done.stdout.split()[-1]) > 10_000
