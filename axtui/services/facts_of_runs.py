"""The last runs of a profile and what the servers last said of their limits, in words."""

from collections.abc import Iterator, Sequence
from typing import Final

from axtui.core.doctor import Fact, Section
from axtui.core.errors import DataError
from axtui.core.sentences import counted
from axtui.services.config_values import Profile, XeroLogin
from axtui.services.run_ledger import LimitsTold, RunEntry, RunLedger, RunOutcome, SideFigures
from axtui.services.surroundings import Surroundings

_SHOWN: Final = 5
_LEFT_SHARE: Final = 5
"""Of Autotask's hour, a fifth is what a run may take without asking; less than that is a problem."""


def facts_of_runs(profile: Profile, surroundings: Surroundings) -> Section:
    """Return the last runs, the latest first, the limits, and how a person's login stands. Reads files."""
    runs = RunLedger.of(surroundings).runs(profile.name)
    facts = (*_runs(runs), *_limits(runs)) or (Fact(label="runs", value="none yet"),)
    return Section(title=f"Last runs of {profile.name}", facts=(*facts, *_login(profile, surroundings)))


def _login(profile: Profile, surroundings: Surroundings) -> Iterator[Fact]:
    if profile.xero.login is not XeroLogin.PKCE:
        return
    # Deferred: it imports httpx, which takes long, and most profiles need none of it.
    from axtui.services.token_store import TokenStore, login_command, token_warning

    warning = token_warning(profile.name, surroundings=surroundings)
    try:
        login = TokenStore.of(surroundings).load(profile.name)
    except DataError:  # the warning says what is wrong with it
        yield Fact(label="Xero login", value="cannot be used", problem=warning)
        return
    if login is None:
        problem = f"Sign in: {login_command(profile.name)}"
        yield Fact(label="Xero login", value="not signed in on this host", problem=problem)
        return
    yield Fact(label="Xero login", value=f"renewed {login.refreshed:%Y-%m-%d %H:%M} UTC", problem=warning)


def _runs(runs: Sequence[RunEntry]) -> Iterator[Fact]:
    latest = tuple(reversed(runs[-_SHOWN:]))
    for at, run in enumerate(latest):
        ended_badly = at == 0 and run.outcome in (RunOutcome.FAILED, RunOutcome.INCOMPLETE)
        problem = (
            "The last run brought no whole report: `axtui check` looks at both sides." if ended_badly else ""
        )
        yield Fact(label=f"{run.began:%Y-%m-%d %H:%M} UTC", value=_words(run), problem=problem)


def _words(run: RunEntry) -> str:
    seconds = (run.ended - run.began).total_seconds()
    outcome = f"{run.outcome} ({run.error})" if run.error else str(run.outcome)
    parts = [
        f"{run.kind}, {outcome} after {seconds:,.0f} s",
        f"Autotask {_figures(run.autotask)}",
        f"Xero {_figures(run.xero)}",
    ]
    if run.rule:
        notes = ", ".join(f"{note} {number:,}" for note, number in run.notes.items())
        parts.append(f"by {run.rule}: {notes}")
    return "; ".join([*parts, f"axtui {run.version}"])


def _figures(side: SideFigures) -> str:
    amounts = (
        counted(side.records, "record"),
        counted(side.pages, "page"),
        counted(side.requests, "request"),
    )
    return ", ".join(amounts)


def _limits(runs: Sequence[RunEntry]) -> Iterator[Fact]:
    """Yield what was said last, each with its time: a run need not hear of every limit."""
    if run := next((each for each in reversed(runs) if each.limits.hour_limit is not None), None):
        yield _hour(run.limits, run)
    if run := next((each for each in reversed(runs) if each.limits.day_left is not None), None):
        yield Fact(label="Xero's day", value=f"{run.limits.day_left:,} requests left", source=_at(run))
    if run := next((each for each in reversed(runs) if each.limits.minute_left is not None), None):
        yield Fact(label="Xero's minute", value=f"{run.limits.minute_left:,} requests left", source=_at(run))


def _hour(limits: LimitsTold, run: RunEntry) -> Fact:
    used, limit = limits.hour_used or 0, limits.hour_limit or 0
    little = (limit - used) * _LEFT_SHARE < limit
    return Fact(
        label="Autotask's hour",
        value=f"{used:,} of {limit:,} requests used, by all integrations together",
        source=_at(run),
        problem="Little was left: at the limit, every integration of the tenant is cut off."
        if little
        else "",
    )


def _at(run: RunEntry) -> str:
    return f"told {run.ended:%Y-%m-%d %H:%M} UTC"
