"""What both doors say about changes between runs: one table, and the sentences around it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from axtui.core.compare import Change, ChangeKind, RowState, counts_of
from axtui.core.notes import ReasonCode
from axtui.core.sentences import capitalised, counted
from axtui.core.sparkline import sparkline
from axtui.services.row_history import Changes
from axtui.services.row_records import RunHead
from axtui.services.run_changes import KnownRun

TITLES: Final = ("Change", "Company", "Before", "Now", "What else", "Id")
FIRST_RUN: Final = (
    "This is the first complete run under this rule and these settings: later ones are compared with it, "
    "and nothing counts as new."
)
INCOMPLETE: Final = (
    "This run is not complete: nothing counts as fixed or gone, for it may not have been read, and what is "
    "new may be so for that reason."
)
_RUNS: Final = 40
"""Of the line of open problems."""
_ORDER: Final = {code: at for at, code in enumerate(ReasonCode)}


def kind_words(kind: ChangeKind) -> str:
    """Say what became of a row."""
    return kind.replace("-", " ")


def change_cells(change: Change, *, company: str) -> tuple[str, ...]:
    """Return a change as a row of the table; `company` is empty where nobody knows the name by now."""
    return (
        kind_words(change.kind),
        company,
        _state_words(change.before, otherwise="not there"),
        _state_words(change.after, otherwise="gone"),
        "; ".join(part for part in (renamed_words(change), ", ".join(codes_of(change))) if part),
        str(change.company),
    )


def codes_of(change: Change) -> list[ReasonCode]:
    """Return the codes that the row has now, in their usual order."""
    return sorted(change.after.codes, key=_ORDER.__getitem__) if change.after else []


def renamed_words(change: Change) -> str:
    """Say which side alone has another name by now; empty where none has."""
    return f"renamed in {change.renamed} only" if change.renamed else ""


def _state_words(state: RowState | None, *, otherwise: str) -> str:
    if state is None:
        return otherwise
    return f"{state.note}, acknowledged" if state.is_problem and state.is_acknowledged else str(state.note)


def run_words(head: RunHead) -> str:
    """Name a run by when it read, in the person's own time."""
    incomplete = "" if head.is_complete else " (not complete)"
    return f"the run of {_local(head.fetched_at.autotask)}{incomplete}"


def _local(moment: datetime) -> str:
    return f"{moment.astimezone():%Y-%m-%d %H:%M:%S}"


def compared_words(changes: Changes) -> str:
    """Say what was compared with what, and what came of it in numbers."""
    counts = ", ".join(
        f"{number:,} {kind_words(kind)}" for kind, number in counts_of(changes.changes).items()
    )
    return (
        f"{capitalised(run_words(changes.after))} against {run_words(changes.before)}, "
        f"rule {changes.after.rule}: {counts or 'nothing has changed'}."
    )


def other_rule_words(known: KnownRun, before: int | None) -> str:
    """Say that runs in between went by other rules or settings; empty where none did."""
    heads = known.history.runs
    passed = [head for head in heads[(before or 0) : known.place] if head.series != known.head.series]
    if not passed:
        return ""
    rules = sorted({head.rule for head in passed} - {known.head.rule})
    other = f"the rule {' or '.join(rules)}" if rules else "other settings"
    return f"{capitalised(counted(len(passed), 'run'))} in between went by {other}, and cannot be compared."


def open_counts(known: KnownRun, *, now: int | None = None) -> tuple[int, ...]:
    """Return how many rows were open in each of the last runs that can be compared, this one the last.

    `now` is how many of this run's are, where rows have been acknowledged since.
    """
    heads = known.history.runs
    earlier = [heads[place].open for place in known.comparable]
    return (*earlier[1 - _RUNS :], known.head.open if now is None else now)


def open_words(numbers: Sequence[int], *, ascii: bool = False) -> str:  # noqa: A002  # the setting's own name
    """Say how many problems were open over the last runs: as a line of signs, and in numbers."""
    if len(numbers) == 1:
        return f"Open problems: {numbers[0]:,}."
    signs = sparkline(numbers, ascii=ascii)
    return (
        f"Open problems over {len(numbers)} runs: {signs} first {numbers[0]:,}, least {min(numbers):,}, "
        f"most {max(numbers):,}, last {numbers[-1]:,}."
    )
