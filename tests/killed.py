"""A process that does its work until the test kills it."""

import os
import signal
from collections.abc import Iterable, Iterator
from contextlib import contextmanager


@contextmanager
def killed_in_the_end(steps: Iterable[object]) -> Iterator[int]:
    """Fork a process that takes one step after another; give a pipe with a byte for each, and kill it."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        try:
            for _ in steps:
                os.write(writing, b".")
        finally:
            os._exit(1)  # never back into the test run, of which this is a copy
    os.close(writing)
    try:
        yield reading
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        os.close(reading)
