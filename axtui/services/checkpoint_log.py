"""The page log of one run, on disk.

Records are not forced to the disk one by one: they outlive the process at once, and a power cut costs at
most the last of them. Where the disk is full or refuses, the run goes on and nothing more is noted.
"""

import contextlib
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Self

from axtui.core.errors import CannotWriteError, Side
from axtui.services.checked_records import framed
from axtui.services.checkpoint_file import Unusable, beginning, judge
from axtui.services.files import cache_directory
from axtui.services.locked_file import LockedFile
from axtui.services.page_log import ListName, NotedPage
from axtui.services.page_records import UNREADABLE, begun_bytes, forgotten_bytes, page_bytes, page_of


class CheckpointLog:
    """Notes the pages of one run; made by `Checkpoints`. End it with `finished` or with `close`.

    Where another run of the profile notes its pages, or the disk refuses, this one notes nothing.
    """

    def __init__(self, file: LockedFile | None, *, now: Callable[[], datetime]) -> None:
        self._file = file
        self._is_noting = file is not None
        self._now = now
        self._sum = 0
        self._since: dict[Side, datetime] = {}
        self._pages: dict[ListName, Sequence[NotedPage[object]]] = {}

    @classmethod
    def begun(cls, path: Path, *, fingerprint: str, now: Callable[[], datetime]) -> Self:
        """Begin a file, in place of what it held."""
        log = cls(_locked(path), now=now)
        log._begin_anew(fingerprint)
        return log

    @classmethod
    def resumed(cls, path: Path, *, fingerprint: str, now: Callable[[], datetime]) -> Self:
        """Go on with what a file holds, or begin it where that cannot be used any more."""
        log = cls(_locked(path), now=now)
        if not log._took_over(fingerprint):
            log._begin_anew(fingerprint)
        return log

    def since(self, side: Side) -> datetime | None:
        """Return from when on the run that is gone on with looks for changes of this side; None when new."""
        return self._since.get(side)

    def begin(self, side: Side, since: datetime) -> None:
        """Note when a side's read began, by that side's clock."""
        self._add(begun_bytes(side, since))

    def noted(self, name: ListName) -> Sequence[NotedPage[object]]:
        """Return the pages of a list that an earlier run read."""
        return self._pages.get(name, ())

    def note(self, name: ListName, page: NotedPage[object]) -> None:
        """Keep a page."""
        if self._is_noting:
            self._add(page_bytes(name, page, self._now()))

    def forget(self, name: ListName) -> None:
        """Drop the pages of a list, which is read anew."""
        self._pages.pop(name, None)
        if not self._add(forgotten_bytes(name)):
            self._keep_nothing()

    def finished(self) -> None:
        """Remove the pages, which are no longer needed: what the run has read is kept as a whole."""
        if self._file is not None:
            with contextlib.suppress(OSError):
                self._file.remove()
        self.close()

    def close(self) -> None:
        """Leave the pages to a later run; twice does no harm."""
        file, self._file, self._is_noting = self._file, None, False
        if file is not None:
            with contextlib.suppress(OSError):
                file.close()

    def _begin_anew(self, fingerprint: str) -> None:
        if self._file is None:
            return
        start, self._sum = beginning(fingerprint, self._now())
        try:
            self._file.cut(0)
            self._file.add(start)
        except OSError:
            self._keep_nothing()

    def _took_over(self, fingerprint: str) -> bool:
        """Read what the file holds; say whether it can be gone on with."""
        if self._file is None:
            return False
        try:
            judged = judge(self._file.read(), fingerprint=fingerprint, now=self._now())
            if isinstance(judged, Unusable):
                return False
            pages = {name: tuple(map(page_of, each)) for name, each in judged.told.pages.items()}
            self._file.cut(judged.end)
        except (OSError, *UNREADABLE):
            return False
        self._sum, self._since, self._pages = judged.sum, judged.told.since, dict(pages)
        return True

    def _add(self, data: bytes) -> bool:
        """Add a record; say whether it stands in the file."""
        if self._file is None or not self._is_noting:
            return False
        record, total = framed(data, before=self._sum)
        try:
            self._file.add(record)
        except OSError:
            self._is_noting = False
            return False
        self._sum = total
        return True

    def _keep_nothing(self) -> None:
        """Empty the file, which takes no room: better no pages than those that no longer count."""
        self._is_noting = False
        if self._file is not None:
            with contextlib.suppress(OSError):
                self._file.cut(0)


def _locked(path: Path) -> LockedFile | None:
    try:
        cache_directory(path.parent)
        return LockedFile.opened(path)
    except (OSError, CannotWriteError):
        return None
