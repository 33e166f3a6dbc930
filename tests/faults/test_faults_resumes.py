"""What an interrupted run leaves: used when it fits, dropped with a word when it does not, never harmful."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest
from faults.figures import Figure
from faults.scene import Site, pages_again
from faults.tiers import times
from hypothesis import given, settings
from hypothesis import strategies as st

from axtui.core.errors import ExitCode
from axtui.demo.faults import Fault, FaultKind, Side
from axtui.demo.records import Contact, Customer

OpenSite = Callable[..., Site]

_SHAPE: Final = {"contacts": 1_300, "customers": times(2_100, quick=100)}

_ALL_CONTACTS: Final = 4
"""Requests for the contacts of a whole read, at the least: three pages, and what has changed meanwhile."""


def _interrupted(site: Site) -> Path:
    """Let a run break off in its middle, and return the file that it has left."""
    site.spoil(Fault(kind=FaultKind.STATUS, side=Side.AUTOTASK, path="contacts/query$", status=503, skip=1))
    site.full_report().refused(ExitCode.UNAVAILABLE)
    site.heal()
    (left,) = (
        path for path in (site.surroundings.cache_dir / "checkpoints").iterdir() if path.suffix != ".TAG"
    )
    assert left.stat().st_size > 10_000
    return left


# E05, checkpoints that do not fit


def _other_filter(site: Site, left: Path) -> None:
    site.change(autotask={"company_types": ("Customer", "Partner")})


def _other_tenant(site: Site, left: Path) -> None:
    """The address is another one, the data are the same; the program cannot know that."""
    site.change(autotask={"zone_url": site.server.addresses.zone_url.replace("127.0.0.1", "localhost")})
    site.change(autotask={"username": "AXTUI-demo@tenant.example"})


def _other_version(site: Site, left: Path) -> None:
    first, rest = left.read_bytes().split(b"\n", 1)
    left.write_bytes(first[:-1] + b"99\n" + rest)


def _overwritten(site: Site, left: Path) -> None:
    left.write_bytes(b"\x00" * 5_000)


def _head_damaged(site: Site, left: Path) -> None:
    data = bytearray(left.read_bytes())
    data[60:90] = b"\xff" * 30
    left.write_bytes(data)


def _old(site: Site, left: Path) -> None:
    site.time.passed += 8 * 86_400


UNFIT: Final = [_other_filter, _other_tenant, _other_version, _overwritten, _head_damaged]


@pytest.mark.fault("E05")
@pytest.mark.parametrize("change", UNFIT)
def test_a_checkpoint_that_does_not_fit_is_dropped_and_said(
    open_site: OpenSite, change: Callable[[Site, Path], None], figure: Figure
) -> None:
    """Of another tenant, filter or version, or damaged: one sentence, and everything is read anew."""
    site = open_site(12, **_SHAPE)
    left = _interrupted(site)
    change(site, left)
    done = site.report().well()
    resumed = len(site.asked(Side.AUTOTASK, "contacts/query$"))
    assert "interrupted run" in done.err, done.err
    assert not any(line.startswith("Traceback") for line in done.err.splitlines())
    assert resumed >= _ALL_CONTACTS, "pages of the other run were used"
    site.heal()
    assert done.rows == site.report("--full").well().rows
    figure("dropped", 1)


@pytest.mark.fault("E05")
def test_a_checkpoint_that_is_too_old_is_not_used(open_site: OpenSite) -> None:
    """Names and addresses of a week ago are neither used nor kept."""
    site = open_site(12, **_SHAPE)
    left = _interrupted(site)
    _old(site, left)
    site.report().well()
    assert not left.exists()


@pytest.mark.fault("E05")
def test_a_damaged_checkpoint_never_changes_a_report(open_site: OpenSite, figure: Figure) -> None:
    """Cut anywhere, bytes flipped anywhere: what is whole is used, the report is the same."""
    site = open_site(12, contacts=1_200)
    truth = site.keep_report()
    tried: list[int] = []

    @settings(max_examples=times(300, quick=3), deadline=None)
    @given(cut=st.floats(0, 1), flips=st.lists(st.tuples(st.floats(0, 1), st.integers(1, 255)), max_size=3))
    def check(cut: float, flips: list[tuple[float, int]]) -> None:
        left = _interrupted(site)
        data = bytearray(left.read_bytes())
        for place, flip in flips:
            data[int(place * (len(data) - 1))] ^= flip
        left.write_bytes(data[: int(cut * len(data)) if cut < 0.9 else len(data)])
        assert site.report("--resume").well().rows == truth.rows
        tried.append(len(data))

    check()
    figure("damaged files", len(tried))


# E10, everything at random

_PATHS: Final = {
    Side.AUTOTASK: [r"companies/query$", r"contacts/query$", r"contacts/query/count$", "zoneInformation", ""],
    Side.XERO: [r"2\.0/Contacts", "connect/token", "Organisation", ""],
}
_KINDS: Final = [
    Fault(kind=FaultKind.STATUS, status=503),
    Fault(kind=FaultKind.STATUS, status=429, headers={"Retry-After": "3"}),
    Fault(kind=FaultKind.STATUS, status=429, headers={"Retry-After": "99999"}),
    Fault(kind=FaultKind.STATUS, status=500, body=b'{"errors":["No."]}', content_type="application/json"),
    Fault(kind=FaultKind.HTML),
    Fault(kind=FaultKind.CLOSE),
    Fault(kind=FaultKind.RESET),
    Fault(kind=FaultKind.CUT, after_bytes=40),
]


@st.composite
def _faults(draw: st.DrawFn) -> Fault:
    side = draw(st.sampled_from(list(Side)))
    return replace(
        draw(st.sampled_from(_KINDS)),
        side=side,
        path=draw(st.sampled_from(_PATHS[side])),
        skip=draw(st.integers(0, 12)),
        times=draw(st.sampled_from([1, 1, 2, 3, 5, None])),
    )


_STEPS: Final = st.one_of(
    st.tuples(st.just("run"), st.lists(_faults(), max_size=3)),
    st.tuples(st.just("run"), st.lists(_faults(), min_size=1, max_size=3)),
    st.tuples(st.just("change"), st.integers(0, 10**6)),
    st.tuples(st.just("wait"), st.integers(1, 40)),
)
_RUNS: Final = times(2_000, quick=3)
_SESSIONS: Final = times(600, quick=3)
"""Of several runs each, more than three on average."""


@pytest.mark.fault("E10")
def test_whatever_goes_wrong_nothing_is_lost(open_site: OpenSite, figure: Figure) -> None:
    """Runs with faults, resumed, with changes and hours between; then one without, and it is the truth."""
    site = open_site(30, contacts=1_300, customers=times(2_100, quick=100))
    runs: list[Counter[str]] = []

    @settings(max_examples=_SESSIONS, deadline=None)
    @given(steps=st.lists(_STEPS, min_size=3, max_size=8), wish=st.sampled_from([(), ("--resume",)]))
    def check(steps: list[tuple[str, object]], wish: tuple[str, ...]) -> None:
        for what, how in steps:
            if what == "run":
                runs.append(_run(site, how, wish))
            elif what == "change":
                _change(site, how)
            else:
                site.time.passed += 60 * float(str(how))
        site.heal()
        site.time.passed += 3_600  # a refused login, a used-up hour: nothing of that is left
        done = site.report("--resume").well()
        runs.append(_counted(site))
        ids = [row["company_id"] for row in done.rows]
        assert len(set(ids)) == len(ids)
        site.heal()
        assert done.rows == site.full_report().well().rows

    check()
    assert len(runs) >= _RUNS
    figure("runs", len(runs))
    figure("most attempts", max(max(run.values(), default=0) for run in runs))


def _run(site: Site, faults: object, wish: tuple[str, ...]) -> Counter[str]:
    """Run once with faults; whatever comes of it is a report, or a refusal in words within the budget."""
    assert isinstance(faults, list)
    site.heal()
    site.spoil(*faults)
    done = site.report(*wish)
    assert done.code in (
        ExitCode.DONE,
        ExitCode.UNAVAILABLE,
        ExitCode.NOT_AUTHORISED,
        ExitCode.BAD_DATA,
    ), done.err
    if done.code is not ExitCode.DONE and not done.out:
        done.refused(ExitCode(done.code))
    return _counted(site)


def _counted(site: Site) -> Counter[str]:
    """Check the budget of retries by the server's count; return how often each request was made."""
    counted: Counter[str] = Counter()
    for side in Side:
        asked = [f"{each.path} {sorted(each.query.items())} {each.body!r}" for each in site.asked(side)]
        failed = [each for each in site.asked(side) if each.status == 0 or each.status >= 400]
        assert len(failed) <= 10 + 0.1 * len(asked) + 8, "beyond the budget and what was under way"
        counted += Counter(asked)
    return counted


def _change(site: Site, seed: object) -> None:
    """Change a record of each list."""
    at, live = int(str(seed)), site.server.live
    live.companies.change(live.companies.ids[1 + at % 20], name=f"Renamed {at}", is_active=bool(at % 5))
    live.contacts.insert(
        Contact(company_id=live.companies.ids[1 + at % 30], first_name="N", last_name=str(at))
    )
    live.contacts.delete(live.contacts.ids[at % 900])
    live.customers.insert(Customer(name=f"New {at}"))


@pytest.mark.fault("E10")
def test_a_resumed_run_reads_hardly_a_page_again(open_site: OpenSite, figure: Figure) -> None:
    """The pages of the first run are there: the server sees those that were missing."""
    site = open_site(12, **_SHAPE)
    _interrupted(site)
    before = site.server.log.requests
    site.report("--resume").well()
    again = pages_again(site.server, before, site.server.log.requests[len(before) :])
    figure("pages again", sum(again.values()))
    assert max(again.values()) <= 2
