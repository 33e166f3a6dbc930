"""What the driver writes through: a line that is lost, and one that takes nothing for a moment."""

import os
import threading
from collections.abc import Iterator
from io import BufferedWriter, TextIOWrapper

import pytest
from textual.drivers._writer_thread import MAX_QUEUED_WRITES, WriterThread

from axtui.tui.driver import Outlet


@pytest.fixture
def lost_line() -> Iterator[int]:
    """A terminal that somebody has closed from the other side."""
    ours, programs = os.openpty()
    os.close(ours)
    yield programs
    os.close(programs)


def test_a_lost_line_stops_no_writer(lost_line: int) -> None:
    """Textual's thread goes on to the end; if it died, the app would stand still at a full queue."""
    writer = WriterThread(TextIOWrapper(BufferedWriter(Outlet(lost_line)), encoding="utf-8"))
    writer.start()
    for _ in range(3 * MAX_QUEUED_WRITES):
        writer.write("frame")
    writer.stop()
    assert not writer.is_alive()


def test_a_line_that_takes_nothing_yet_is_waited_for() -> None:
    """A terminal that another program has set not to block gets every byte."""
    reads, writes = os.pipe()
    os.set_blocking(writes, False)
    frame = "x" * 300_000

    def write() -> None:
        with TextIOWrapper(BufferedWriter(Outlet(writes)), encoding="utf-8") as stream:
            stream.write(frame)
        os.close(writes)

    writer = threading.Thread(target=write)
    writer.start()
    with os.fdopen(reads) as stream:
        assert stream.read() == frame
    writer.join()
