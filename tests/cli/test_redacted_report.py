"""`axtui report --redact`: every form, the same stand-ins in every run, and nobody's name."""

import io
import json
from dataclasses import replace

import pytest
from builders import company, contact, customer, linked, snapshot

from axtui.cli import run
from axtui.cli.redacting import stand_ins_of
from axtui.cli.streams import Streams
from axtui.services.config import (
    AutotaskProfile,
    Config,
    Profile,
    SecretKind,
    SecretSource,
    XeroProfile,
)
from axtui.services.snapshots import SnapshotStore
from axtui.services.surroundings import Surroundings

_FORMS = ("table", "csv", "json", "jsonl", "markdown", "html")
_NAMES = ("zebra", "quokka", "byron", "acme", "hopper", "c-174")


@pytest.fixture
def read(surroundings: Surroundings) -> Surroundings:
    """Return a machine on which a profile has been read: a match, and two names that nearly match."""
    world = snapshot(
        [company(174, "Zebra Ltd", number="C-174"), company(2, "QUOKKA"), company(3, "Zebra Ltd ")],
        [linked(1, 174), contact(2, 2)],
        [customer("x1", "Zebra Ltd"), customer("x2", "Quokka")],
    )
    SnapshotStore(surroundings.cache_dir / "snapshots").save(world, None)
    return surroundings


def _profile() -> Profile:
    plain = SecretSource(kind=SecretKind.PLAIN, plain="x")
    return Profile(
        name="acme",
        autotask=AutotaskProfile(username="api@acme.example", secret=plain, integration_code=plain),
        xero=XeroProfile(client_id="x", client_secret=plain),
    )


def report(surroundings: Surroundings, *flags: str) -> tuple[int, str, str]:
    """Run the command; return exit code, stdout and stderr."""
    out, err = io.StringIO(), io.StringIO()
    code = run(
        ["report", *flags],
        surroundings=surroundings,
        stdout=out,
        stderr=err,
        config=Config(profiles=(_profile(),)),
    )
    return code, out.getvalue(), err.getvalue()


@pytest.mark.parametrize("form", _FORMS)
def test_no_form_names_anybody(form: str, read: Surroundings) -> None:
    """Twice the same; stderr is for whoever runs it."""
    code, out, err = report(read, "--cached", "--redact", "--format", form)
    assert code == 0
    assert not [name for name in _NAMES if name in out.lower()]
    assert report(read, "--cached", "--redact", "--format", form)[1] == out
    assert "acme: 3 of 3 rows" in err


def test_only_chosen_rows_are_printed_and_all_are_counted(read: Surroundings) -> None:
    """The filter is about the names that stand there in truth."""
    document = json.loads(report(read, "--cached", "--redact", "--format", "json", "--filter", "quokka")[1])
    (row,) = document["rows"]
    assert row["note"] == "No Match"
    assert row["reasons"] == [
        {"code": "differs-in-case", "text": "A Xero customer has this name but for upper and lower case."}
    ]
    assert document["counts"]["OK"] == 1
    assert document["profile"].startswith("Profile ")


def test_a_filter_that_finds_nothing_says_so(read: Surroundings) -> None:
    """As without stand-ins."""
    code, out, err = report(read, "--cached", "--redact", "--format", "markdown", "--filter", "nobody")
    assert code == 0
    assert "No row is printed here." in out
    assert "No row passes --filter and --note." in err


def test_a_form_that_is_none_is_refused_with_all_that_are(read: Surroundings) -> None:
    """The documents are among them."""
    code, _, err = report(read, "--format", "pdf")
    assert code == 2
    assert "`pdf` is not one of table, csv, json, jsonl, markdown, html" in err


def test_without_a_cache_the_stand_ins_are_made_for_once(surroundings: Surroundings) -> None:
    """Which is said; nothing is left on the disk."""
    err = io.StringIO()
    streams = Streams(io.StringIO(), err, env={})
    bare = replace(surroundings, uses_cache=False)
    one, other = (
        stand_ins_of(_profile(), surroundings=bare, streams=streams).address("a@b.example") for _ in range(2)
    )
    assert one != other
    assert "those of this run alone" in err.getvalue()
    assert not surroundings.history_dir.exists()
