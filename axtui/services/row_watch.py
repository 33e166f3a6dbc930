"""Watching for new rows: every row that opens is told at least once, whatever runs come in between.

A run is held against the one that was last told, not against the one before it: the app may have noted that,
or a run that was killed before anybody saw its rows. What was told is noted when it has been written, so a
kill in between tells it again and never loses it.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Self

from axtui.core.errors import UnavailableError
from axtui.core.models import FetchedAt
from axtui.core.report import Report, ReportRules
from axtui.services.config_values import AppSettings, Profile
from axtui.services.profile_salt import salt_of, salted
from axtui.services.row_history import Changes, RowHistory
from axtui.services.row_ledger import RowLedger
from axtui.services.run_changes import KnownRun, remember, series_ahead, series_of
from axtui.services.surroundings import Surroundings
from axtui.services.told_runs import Mark, Marks, ToldRuns

_NAME_BYTES: Final = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Base:
    """What a run is held against, and why that."""

    place: int | None
    """None where there is nothing to compare with."""
    is_lost: bool = False
    """Whether the run that was last told is not remembered any more."""
    rule_before: str | None = None
    """The rule under which rows were told, or runs noted, before this one's began; None for the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """A run, held against the one that was last told."""

    known: KnownRun
    base: Base
    changes: Changes | None
    """None where there is nothing to compare with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RowWatch:
    """Somebody who is told of new rows of a profile. Every method blocks and may raise HISTORY_TROUBLES."""

    profile: Profile
    name: str
    """A hash of the filter: whoever filters otherwise has other rows to be told."""
    surroundings: Surroundings
    settings: AppSettings

    @classmethod
    def of(
        cls, profile: Profile, looked_at: Sequence[str], *, surroundings: Surroundings, settings: AppSettings
    ) -> Self:
        """Return the watch of who looks at these rows alone."""
        salt = salt_of(profile.name, surroundings)
        name = salted(salt, json.dumps(looked_at), size=_NAME_BYTES).hex()
        return cls(profile=profile, name=name, surroundings=surroundings, settings=settings)

    def begin(self, rules: ReportRules) -> None:
        """Note before a run where a first watch begins: else a kill behind it would move that."""
        history = self._ledger.history(self.profile.name)
        series = series_ahead(rules, self.profile, self.surroundings)
        self._begin(history, series, str(rules.match.match_by), before=len(history.runs))

    def look(self, report: Report) -> Look:
        """Hold the run of a report against the one that was last told."""
        series, run = series_of(report, self.profile, self.surroundings), report.fetched_at
        history = self._ledger.history(self.profile.name)
        place = history.place_of(run, series=series)
        rule, before = str(report.rules.match.match_by), len(history.runs) if place is None else place
        self._begin(history, series, rule, before=before, run=run)
        known = remember(
            report, None, profile=self.profile, surroundings=self.surroundings, settings=self.settings
        )
        if known is None:
            raise UnavailableError(
                "What was noted of this run is gone: another axtui has removed it.", hint="Run it again."
            )
        base = base_of(
            known.history, self._marks, watch=self.name, series=series, before=known.place, run=run
        )
        changes = None if base.place is None else known.watched_since(base.place)
        return Look(known=known, base=base, changes=changes)

    def told(self, look: Look) -> None:
        """Note that all of it has been told; of a run that is not complete nobody can say so."""
        head = look.known.head
        if not head.is_complete:
            return
        mark = Mark(
            watch=self.name,
            series=head.series,
            rule=head.rule,
            run=head.fetched_at,
            since=look.changes.before.fetched_at if look.changes else None,
        )
        self._told_runs.put(
            self.profile.name, mark, may_follow=lambda before: mark != before and self._follows(look, before)
        )

    def _follows(self, look: Look, before: Mark | None) -> bool:
        """Say whether a run is later than what was told last: another watch may have been faster."""
        if before is None:
            return True
        told = _place_of(look.known.history, before)
        if told is not None:
            return told <= look.known.place
        history = self._ledger.history(self.profile.name)
        told = _place_of(history, before)
        this = history.place_of(look.known.head.fetched_at, series=look.known.head.series)
        return told is None or this is None or told <= this

    def _begin(
        self, history: RowHistory, series: str, rule: str, *, before: int, run: FetchedAt | None = None
    ) -> None:
        """Note what the first run of a watch will be held against, unless that is known."""
        marks = self._marks
        if marks.is_damaged or marks.of(self.name, series):
            return
        base = base_of(history, marks, watch=self.name, series=series, before=before, run=run)
        if base.is_lost:
            return
        earlier = history.complete(series, before=base.place or 0)
        mark = Mark(
            watch=self.name,
            series=series,
            rule=rule,
            run=None if base.place is None else history.runs[base.place].fetched_at,
            since=history.runs[earlier[-1]].fetched_at if earlier else None,
            is_told=False,
        )
        self._told_runs.put(self.profile.name, mark, may_follow=lambda before: before is None)

    @property
    def _marks(self) -> Marks:
        return self._told_runs.marks(self.profile.name)

    @property
    def _told_runs(self) -> ToldRuns:
        return ToldRuns.of(self.surroundings)

    @property
    def _ledger(self) -> RowLedger:
        return RowLedger.of(self.surroundings)


def base_of(
    history: RowHistory, marks: Marks, *, watch: str, series: str, before: int, run: FetchedAt | None = None
) -> Base:
    """Decide what a run at a place is held against: never against one later than what was last told.

    A run that has been told is held against what it was held against then: asked again, it says the same.
    """
    complete = history.complete(series, before=before)
    rule_before = _rule_before(history, marks, series, before=before)
    mark = marks.of(watch, series) or _latest_of(history, marks, series)
    if mark is None and not marks.is_damaged:
        return Base(place=_begins_at(history, marks, complete), rule_before=rule_before)
    if mark is None or mark.run is None:
        return Base(place=_first(complete), is_lost=marks.is_damaged, rule_before=rule_before)
    told = mark.since if mark.run == run else mark.run
    if told is None:  # the first run of all, asked again
        return Base(place=None, rule_before=rule_before)
    place = history.place_of(told, series=series)
    if place is None:
        return Base(place=_first(complete), is_lost=True, rule_before=rule_before)
    return Base(place=place if place < before else _last(complete), rule_before=rule_before)


def _latest_of(history: RowHistory, marks: Marks, series: str) -> Mark | None:
    """Return how far anybody has been told in a series: who changes a filter goes on from there."""
    found = (mark for mark in marks.marks if mark.series == series)
    return max(found, key=lambda mark: _order_of(history, mark), default=None)


def _begins_at(history: RowHistory, marks: Marks, complete: Sequence[int]) -> int | None:
    """Return the first run that came after all that was told under another rule, else the last one."""
    told = [_order_of(history, mark) for mark in marks.marks]
    since = (place for place in complete if told and place > max(told))
    return next(since, _last(complete))


def _rule_before(history: RowHistory, marks: Marks, series: str, *, before: int) -> str | None:
    """Return the rule that rows were told under last, or runs noted, where none was in this series."""
    told = [mark for mark in marks.marks if mark.is_told]
    if any(mark.series == series for mark in told) or (not told and history.complete(series, before=before)):
        return None
    others = [head.rule for head in history.runs[:before] if head.series != series]
    rules = [mark.rule for mark in told] or others
    return rules[-1] if rules else None


def _place_of(history: RowHistory, mark: Mark) -> int | None:
    """Return the place of what was told; None where nothing was, or where it is not remembered any more."""
    return None if mark.run is None else history.place_of(mark.run, series=mark.series)


def _order_of(history: RowHistory, mark: Mark) -> int:
    place = _place_of(history, mark)
    return -1 if place is None else place


def _first(places: Sequence[int]) -> int | None:
    return places[0] if places else None


def _last(places: Sequence[int]) -> int | None:
    return places[-1] if places else None
