"""The app under a profiler: `python profiled.py FILE key|scroll|open`.

For `open` it counts from here on, otherwise from SIGUSR1; SIGUSR2 ends the counting and writes the file. A
profiler makes calls dearer than they are: what it shows is where the time goes, not how much there is.
"""

import cProfile
import io
import pstats
import signal
import sys
from pathlib import Path

_LINES = 60


def main() -> int:
    """Run the app."""
    file, what = Path(sys.argv[1]).absolute(), sys.argv[2]
    profiler = cProfile.Profile()

    def begin(*_: object) -> None:
        profiler.enable()

    def end(*_: object) -> None:
        profiler.disable()
        file.write_text(_told(profiler), encoding="utf-8")

    signal.signal(signal.SIGUSR1, begin)
    signal.signal(signal.SIGUSR2, end)
    if what == "open":
        profiler.enable()
    from axtui.__main__ import main as run  # its import is part of what is counted

    return run([])


def _told(profiler: cProfile.Profile) -> str:
    text = io.StringIO()
    stats = pstats.Stats(profiler, stream=text)
    for order in ("tottime", "cumulative"):
        stats.sort_stats(order).print_stats(_LINES)
    return text.getvalue()


if __name__ == "__main__":
    sys.exit(main())
