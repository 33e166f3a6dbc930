"""`axtui report --suggest`: similar customers in every form that has room for them, and no other."""

import csv
import io
import json
from dataclasses import replace

import pytest
from builders import company, customer, rules, snapshot

from axtui.cli import run
from axtui.cli.streams import Streams
from axtui.cli.suggestions import suggested_for
from axtui.core.report import build_report
from axtui.services.config import AutotaskProfile, Config, Profile, SecretKind, SecretSource, XeroProfile
from axtui.services.snapshots import SnapshotStore
from axtui.services.surroundings import Surroundings

_WORLD = snapshot(
    [
        company(1, "Bluebird Bakery"),
        company(2, "Opal Media"),
        company(3, "Quokka"),
        company(4, "Opal Media!"),
    ],
    [],
    [customer("x1", "Bluebird Bakery Ltd\x1b"), customer("x2", "Opal Media")],
)


@pytest.fixture
def read(surroundings: Surroundings) -> Surroundings:
    """Return a machine on which a profile has been read: two similar names, and one like nothing."""
    SnapshotStore(surroundings.cache_dir / "snapshots").save(_WORLD, None)
    return surroundings


def _report(surroundings: Surroundings, *flags: str) -> tuple[int, str, str]:
    plain = SecretSource(kind=SecretKind.PLAIN, plain="x")
    profile = Profile(
        name="acme",
        autotask=AutotaskProfile(username="api@acme.example", secret=plain, integration_code=plain),
        xero=XeroProfile(client_id="x", client_secret=plain),
    )
    out, err = io.StringIO(), io.StringIO()
    config = Config(profiles=(profile,))
    code = run(["report", *flags], surroundings=surroundings, stdout=out, stderr=err, config=config)
    return code, out.getvalue(), err.getvalue()


@pytest.mark.parametrize("form", ["json", "jsonl"])
def test_json_has_suggestions_at_rows_without_a_match(form: str, read: Surroundings) -> None:
    """An empty list where no candidate is good; rows with a match have no such key."""
    code, out, _ = _report(read, "--cached", "--suggest", "--format", form)
    rows = json.loads(out)["rows"] if form == "json" else list(map(json.loads, out.splitlines()))
    found = {row["company"]: row.get("suggestions") for row in rows}
    assert (code, found["Opal Media"], found["Quokka"]) == (0, None, [])
    (bakery,) = found["Bluebird Bakery"]
    assert (bakery["customer_id"], bakery["customer"]) == ("x1", "Bluebird Bakery Ltd\x1b")
    assert bakery["score"] == 99
    assert bakery["why"] == ["The same words.", 'Legal form: none in Autotask, "ltd" in Xero.']
    assert found["Opal Media!"][0]["why"][-1] == 'Already matched by the company "Opal Media" (id 2).'


def test_csv_has_a_column_for_them(read: Surroundings) -> None:
    """Last, behind the acknowledgement where that is printed."""
    for flags, column in (((), "Note"), (("--acknowledged",), "Acknowledged")):
        _, out, _ = _report(read, "--cached", "--suggest", "--format", "csv", *flags)
        rows = list(csv.DictReader(io.StringIO(out)))
        assert list(rows[0])[-2:] == [column, "Suggestion"]
        found = {row["Company"]: row["Suggestion"] for row in rows}
        assert found["Bluebird Bakery"] == "likely Bluebird Bakery Ltd␛ (99 of 100)"
        assert (found["Opal Media"], found["Quokka"]) == ("", "")


def test_a_table_has_lines_for_them(read: Surroundings) -> None:
    """Under the row, and a word where there is no good candidate."""
    _, out, err = _report(read, "--cached", "--suggest")
    lines = out.splitlines()
    under = {line.split("  ")[0]: lines[at + 1] for at, line in enumerate(lines[:-1])}
    assert under["Bluebird Bakery"].startswith("    likely Bluebird Bakery Ltd␛ (99 of 100): The same words.")
    assert under["Quokka"] == "    no good candidate"
    assert "Looking for similar customers for 3 rows." in err


def test_nothing_is_looked_for_where_every_row_has_a_match(read: Surroundings) -> None:
    """Neither are records opened, nor is a word said."""
    code, out, err = _report(read, "--cached", "--suggest", "--note", "not found", "--note", "link")
    assert (code, "similar" in err, "candidate" in out) == (0, False, False)


def test_what_cannot_be_known_is_said(surroundings: Surroundings) -> None:
    """A report whose records are gone has no suggestions, and none are made up from others."""
    at = replace(_WORLD.fetched_at, xero=_WORLD.fetched_at.xero.replace(second=7))
    for records in (None, replace(_WORLD, fetched_at=at)):
        err = io.StringIO()
        found = suggested_for(
            build_report(_WORLD, rules()),
            range(4),
            records,
            config=Config(profiles=()),
            surroundings=surroundings,
            streams=Streams(stdout=io.StringIO(), stderr=err, env={}),
        )
        assert found == {}
        assert "No suggestions" in err.getvalue()


@pytest.mark.parametrize(
    "flags", [("--redact",), ("--format", "html"), ("--format", "markdown"), ("--fail-on", "new")]
)
def test_it_is_refused_where_it_makes_no_sense(flags: tuple[str, ...], read: Surroundings) -> None:
    """Before anything is read."""
    code, out, err = _report(read, "--cached", "--suggest", *flags)
    assert (code, out) == (2, "")
    assert "suggest" in err
