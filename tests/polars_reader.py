"""A reader of CSV that is not Python's: polars, in a process of its own.

It has its own threads, and some tests of this process fork, which threads of others do not survive.
"""

import io
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager


class PolarsReader:
    """Has texts read by the other process, one after the other."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def records(self, text: str, *, delimiter: str) -> list[list[str]]:
        """Return what polars reads, the headings among it."""
        assert self._process.stdin
        assert self._process.stdout
        print(json.dumps([text, delimiter]), file=self._process.stdin, flush=True)
        records: list[list[str]] = json.loads(self._process.stdout.readline())
        return records


@contextmanager
def polars_reader() -> Iterator[PolarsReader]:
    """Start the reader, and end it."""
    with subprocess.Popen(  # noqa: S603  # this very file
        [sys.executable, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        yield PolarsReader(process)
        assert process.stdin
        process.stdin.close()


def _serve() -> None:
    import polars  # takes long, and only the process that reads needs it

    for line in sys.stdin:
        text, delimiter = json.loads(line)
        frame = polars.read_csv(
            io.BytesIO(text.encode()),
            separator=delimiter,
            has_header=False,
            infer_schema=False,
            empty_string_is_null=False,
        )
        sys.stdout.write(f"{json.dumps(frame.rows())}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    _serve()
