"""Every switch of the imitation, by the name that the command line knows: what a run makes of it.

The same is seen by hand with `axtui report --demo --demo-fault NAME`.
"""

from collections.abc import Callable
from typing import Any, Final

import pytest
from faults.figures import Figure
from faults.fronts import BROKEN_HANDSHAKES
from faults.scene import Done, Site
from faults.tiers import LONG

from axtui.core.errors import ExitCode
from axtui.demo.fault_rows import SWITCHES
from axtui.demo.faults import Side
from axtui.services.config import AppSettings

pytestmark = BROKEN_HANDSHAKES


OpenSite = Callable[..., Site]

_AT_ONCE: Final = ("D10", "D10-always", "D09-half-open", "D26")
"""Need the real time of a deadline or of a line; tests with a clock of their own show these rows."""
_PEOPLE: Final = ("consent-refused", "web-app", "several-organisations", "A08", "A14")
"""About people who sign in to Xero."""

_REFUSED: Final[dict[str, tuple[ExitCode, str]]] = {
    "D01": (ExitCode.NOT_AUTHORISED, "Autotask refused the login"),
    "D02": (ExitCode.NOT_AUTHORISED, "Autotask refused the login"),
    "D03-always": (ExitCode.NOT_AUTHORISED, "Xero"),
    "D03-scope": (ExitCode.NOT_AUTHORISED, "Xero"),
    "D04": (ExitCode.NOT_AUTHORISED, ""),
    "D05-huge": (ExitCode.UNAVAILABLE, "Come back"),
    "D06-day": (ExitCode.UNAVAILABLE, "Xero is at its limit of requests a day"),
    "D06-day-count": (ExitCode.UNAVAILABLE, "more requests to this organisation today"),
    "D06-threshold": (ExitCode.UNAVAILABLE, "Autotask"),
    "D07": (ExitCode.UNAVAILABLE, "limit"),
    "D08-500-errors": (ExitCode.UNAVAILABLE, "Autotask did not answer"),
    "D08-408-always": (ExitCode.UNAVAILABLE, "408"),
    "D08-500-always": (ExitCode.UNAVAILABLE, "500"),
    "D08-502-always": (ExitCode.UNAVAILABLE, "502"),
    "D08-503-always": (ExitCode.UNAVAILABLE, "503"),
    "D08-504-always": (ExitCode.UNAVAILABLE, "504"),
    "D09-refused": (ExitCode.UNAVAILABLE, "refuses the connection"),
    "D13-html-always": (ExitCode.UNAVAILABLE, "web page"),
    "D15": (ExitCode.BAD_DATA, "in an unexpected form"),
    "D16": (ExitCode.UNAVAILABLE, "redirect"),
    "D18": (ExitCode.BAD_DATA, ""),
    "D19": (ExitCode.BAD_DATA, "No credentials were sent"),
    "D20": (ExitCode.UNAVAILABLE, "certificate"),
    "D22-407": (ExitCode.UNAVAILABLE, "proxy"),
    "D22-down": (ExitCode.UNAVAILABLE, "proxy"),
    "udf": (ExitCode.CONFIG, "UDF"),
    "login-refused": (ExitCode.NOT_AUTHORISED, ""),
}
"""Switches, or how their names begin, after which no report can be made."""
_WHOLE: Final = ("D15-new-field", "D18-falling", "udf-text", "udf-display-differs")
"""Switches after which one can, although others of their row allow none."""
_MAY_BE_MARKED: Final = ("E01", "E02", "D18-same-page")
"""Switches after which a report is whole, or says that it is not."""
_TRIED_AGAIN: Final = ("D09-close", "D09-reset", "D11", "D13-empty", "D13-204", "D13-text")
"""Switches that spoil one page of each side, which must be asked for again."""
_TIGHT: Final = ("D06", "D23")
"""Switches whose limits are such that they must be met."""
_OTHER_DATA: Final = ("E01", "no-companies", "no-contacts", "no-customers", "udf-display-differs")

_truth: dict[str, Done] = {}
"""What an undisturbed run finds; the same data are invented each time."""

CHOSEN: Final = [
    name
    for name in SWITCHES
    if name not in (*_AT_ONCE, *_PEOPLE)
    and (
        LONG or name.startswith(("D11", "D18", "E02", "zone", "D09-reset", "D22-works", "D23", "no-modified"))
    )
]


def _refusal_of(name: str) -> tuple[ExitCode, str] | None:
    if name in _WHOLE:
        return None
    if name in _REFUSED:
        return _REFUSED[name]
    return next((said for begins, said in _REFUSED.items() if name.startswith(f"{begins}-")), None)


def _marks(name: str) -> list[pytest.MarkDecorator]:
    row = SWITCHES[name].row
    return [pytest.mark.fault(row)] if row else []


@pytest.mark.parametrize("name", [pytest.param(name, marks=_marks(name)) for name in CHOSEN])
def test_a_switch_does_what_its_row_expects(
    name: str, open_site: OpenSite, monkeypatch: pytest.MonkeyPatch, figure: Figure
) -> None:
    """Read before without a fault; then with it: whole, marked, or refused with its code and words."""
    shape: dict[str, Any] = {"contacts": 1_100, "customers": 2_100}
    if LONG or not _truth:
        healthy = open_site(12, **shape)
        _truth["report"] = healthy.keep_report()
    kept = _truth["report"]
    site = open_site(12, **shape, switches=(name,))
    if LONG:
        site.takes_over(healthy)
    site.settings = AppSettings(ca_file=site.server.ca_file)
    if site.server.proxy_url:
        monkeypatch.setenv("HTTPS_PROXY", site.server.proxy_url)
    done = site.full_report()
    if refusal := _refusal_of(name):
        code, words = refusal
        done.refused(code, words)
    elif name.startswith(_MAY_BE_MARKED):
        figure(name, _whole_or_marked(done, kept if name not in _OTHER_DATA else None))
    else:
        done.well()
        if name not in _OTHER_DATA:
            assert done.rows == kept.rows
    if name.startswith(_TRIED_AGAIN):
        figure("retries, one a side", len(site.time.slept))
        assert len(site.time.slept) == len(Side), "believed, or tried too often"
    if not name.startswith(_TIGHT):
        assert not site.server.log.breaches


def _whole_or_marked(done: Done, kept: Done | None) -> str:
    """A report that is short says so, in its data, in words and by its exit code."""
    if done.out and done.code == ExitCode.DONE:
        assert done.report["complete"]
        assert kept is None or done.rows == kept.rows
        return "whole"
    assert done.code in (ExitCode.UNAVAILABLE, ExitCode.BAD_DATA)
    if done.out:
        assert not done.report["complete"]
        assert "incomplete" in done.err.lower()
    return "marked" if done.out else "refused"
