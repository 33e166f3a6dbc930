"""The run behind the report on the screen, as it is noted; what the screen of changes begins with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from axtui.services.last_reports import keeps
from axtui.services.run_changes import HISTORY_TROUBLES, KnownRun, known_run, remember
from axtui.tui.changes_words import NOT_KEPT, ONLY_A_LOOK

if TYPE_CHECKING:
    from axtui.core.report import Report
    from axtui.services.config_values import AppSettings
    from axtui.tui.opened import Opened


def noted_run(report: Report, opened: Opened, settings: AppSettings) -> KnownRun | str:
    """Return the run that a report was built from, noted here where it is not yet; or say why there is none.

    Reads and writes files: from the event loop, call it in a thread.
    """
    surroundings, profile = opened.surroundings, opened.profile
    if not keeps(settings, surroundings):
        return NOT_KEPT
    try:
        if known := known_run(report, profile=profile, surroundings=surroundings):
            return known
        if report.rules != profile.rules:
            return ONLY_A_LOOK
        noted = remember(
            report, opened.snapshot, profile=profile, surroundings=surroundings, settings=settings
        )
    except HISTORY_TROUBLES as error:
        return str(error)
    return noted or NOT_KEPT
