"""Are both systems there, do they let this profile in, and do they have what the report needs?"""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass

from axtui.core.errors import AxtuiError, Side
from axtui.core.progress import Progress
from axtui.core.text import visible
from axtui.services.config import Profile
from axtui.services.login_guard import guarded_login
from axtui.services.narrator import Narrator
from axtui.services.sides import autotask_lanes, autotask_settings, opened, xero_source
from axtui.services.surroundings import Surroundings
from axtui.services.together import together
from axtui.sources.autotask import Autotask, AutotaskSettings, zone_of
from axtui.sources.autotask_zone import Zone
from axtui.sources.line import Line, Wait


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that was looked at, display-safe."""

    label: str
    text: str
    ok: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class SideFindings:
    """What was found on one side, up to the error that ended the look, if any."""

    side: Side
    findings: tuple[Finding, ...] = ()
    error: AxtuiError | None = None

    @property
    def ok(self) -> bool:
        """Whether a report can be made from this side."""
        return self.error is None and all(finding.ok for finding in self.findings)


async def check_connections(
    profile: Profile,
    *,
    surroundings: Surroundings,
    ca_file: str,
    retry_auth: bool = False,
    on_progress: Callable[[Progress], None] = lambda _: None,
) -> tuple[SideFindings, SideFindings]:
    """Look at both sides at once, Autotask's findings first; a side that fails never hides the other.

    A check is a handful of requests, but even one may have to wait for a limit: `on_progress` hears of it.
    """

    def heard(side: Side) -> Callable[[Wait | None], None]:
        return Narrator(side, monotonic=surroundings.monotonic, on_progress=on_progress).heard_wait

    async with opened(surroundings, ca_file=ca_file) as line, together() as group:
        at_line, xero_line = (line(side, heard(side)) for side in (Side.AUTOTASK, Side.XERO))
        looking = _autotask(profile, surroundings, at_line, retry_auth=retry_auth)
        autotask = group.create_task(_collected(Side.AUTOTASK, looking))
        xero = group.create_task(_collected(Side.XERO, _xero(profile, surroundings, xero_line)))
    return autotask.result(), xero.result()


async def _collected(side: Side, looking: AsyncIterator[Finding]) -> SideFindings:
    """Turn a side's error into a value beside what was found before it."""
    findings: list[Finding] = []
    try:
        async for finding in looking:
            findings.append(finding)  # noqa: PERF401  # what was found before an error must stay
    except AxtuiError as error:
        return SideFindings(side=side, findings=tuple(findings), error=error)
    return SideFindings(side=side, findings=tuple(findings))


async def _autotask(
    profile: Profile, surroundings: Surroundings, line: Line, *, retry_auth: bool
) -> AsyncIterator[Finding]:
    settings = await autotask_settings(profile, surroundings)
    async with guarded_login(profile.name, settings, surroundings, retry_auth=retry_auth) as let_in:
        zone = await zone_of(settings, line)
        yield Finding(label="Zone", text=_zone(zone))
        source = Autotask(settings, line, zone, pace=autotask_lanes(settings, line, surroundings))
        await source.probe()
        await let_in()
        yield Finding(label="Login", text=f"{visible(settings.username)} is let in")
        yield await _contact_udf(source, settings)
        yield await _company_types(source)
        yield await _requests(source)


def _zone(zone: Zone) -> str:
    return visible(f"{zone.name} ({zone.base.host})" if zone.name else zone.base.host)


async def _contact_udf(source: Autotask, settings: AutotaskSettings) -> Finding:
    udf = await source.contact_udf()
    if problem := udf.problem_with(settings.contact_udf_value):
        return Finding(label="Contact UDF", text=problem, ok=False)
    number = await source.contact_udf_id()
    numbered = f"number {number}" if number is not None else "its number could not be found"
    value = visible(settings.contact_udf_value)
    has = f"with the value `{value}`" if udf.is_list else f"which can hold `{value}`"
    return Finding(label="Contact UDF", text=f"`{visible(udf.name)}`, a {udf.kind} ({numbered}), {has}")


async def _company_types(source: Autotask) -> Finding:
    scope = await source.scope()
    counts = [(kind.label, await source.count_companies((kind,))) for kind in scope.types]
    text = ", ".join(f"{visible(label)}: {count:,} active" for label, count in counts)
    if any(count for _, count in counts):
        return Finding(label="Company types", text=text)
    return Finding(
        label="Company types",
        text=f"{text}; if there should be some, the API user's security level may hide them",
        ok=False,
    )


async def _requests(source: Autotask) -> Finding:
    hour = await source.threshold()
    if hour is None:
        return Finding(label="Requests", text="how many of the hour's are used is not told")
    share = f"{hour.used:,} of the hour's {hour.limit:,} are used"
    is_left = hour.used < hour.limit
    return Finding(label="Requests", text=f"{share}, by all integrations together", ok=is_left)


async def _xero(profile: Profile, surroundings: Surroundings, line: Line) -> AsyncIterator[Finding]:
    source = await xero_source(profile, line, surroundings)
    yield Finding(label="Login", text="the app is let in")
    organisation = await source.organisation()
    hidden = "its name may not be read (scope accounting.settings.read); the report does not need it"
    yield Finding(label="Organisation", text=visible(organisation) or hidden)
    count = await source.count_customers()
    counted = "can be read" if count is None else f"{count:,}, archived ones included"
    yield Finding(label="Customers", text=counted)
