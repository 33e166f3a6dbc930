"""`axtui verify` over the imitation: forms, exit codes, what is said, and manifests that are none."""

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from manifests import asked, manifest, manifest_bytes

from axtui.__main__ import demo_profile
from axtui.cli import run
from axtui.cli.requests import Format
from axtui.cli.verification_forms import verification_lines
from axtui.core.contact_import.manifest import ManifestRow
from axtui.core.contact_import.verification import verify_rows
from axtui.demo.records import Contact
from axtui.demo.server import DemoServer
from axtui.services.config import Config
from axtui.services.surroundings import Surroundings

_HOSTILE = '=cmd() "Bad [/close]", \x1b[31mLtd'


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """A machine with the demo's profile and a manifest in a directory."""

    server: DemoServer
    surroundings: Surroundings
    path: Path

    def holds(self, *rows: ManifestRow, profile: str = "demo") -> None:
        """Make this what the manifest asks for."""
        self.path.write_bytes(manifest_bytes(manifest(*rows, profile=profile)))

    def imports(self, row: ManifestRow, *, position: str | None = "Accounts") -> None:
        """Give Autotask the contact that a row asks for."""
        contact = Contact(
            company_id=row.company_id,
            first_name=row.first_name,
            last_name=row.last_name,
            email=row.email,
            position=position,
        )
        self.server.live.contacts.insert(contact)

    def verify(self, *flags: str) -> tuple[int, str, str]:
        """Run the command; return exit code, stdout and stderr."""
        out, err = io.StringIO(), io.StringIO()
        code = run(
            ["verify", str(self.path), *flags],
            surroundings=self.surroundings,
            stdout=out,
            stderr=err,
            config=Config(profiles=(demo_profile(self.server.addresses),)),
        )
        return code, out.getvalue(), err.getvalue()


@pytest.fixture
def machine(surroundings: Surroundings, tmp_path: Path) -> Iterator[Machine]:
    """A machine whose imitation answers at once."""
    with DemoServer(30, latency=0.0) as server:
        yield Machine(server=server, surroundings=surroundings, path=tmp_path / "contacts.manifest.json")


def rows_of(machine: Machine) -> tuple[ManifestRow, ManifestRow]:
    """Return a row for each of two companies, the second one's name a hostile one."""
    live = machine.server.live
    linked = {contact.company_id for contact in live.contacts.all() if contact.position}
    first, second = [at for at in live.companies.ids if at and at not in linked][:2]
    return (
        asked(first, email="ada@new.example"),
        asked(second, _HOSTILE, first="=1+1", email="@bob.example"),
    )


def test_an_import_that_did_as_asked_ends_with_0(machine: Machine) -> None:
    """Every row is told, and nothing of a way back."""
    rows = rows_of(machine)
    machine.holds(*rows)
    for row in rows:
        machine.imports(row)
    code, out, err = machine.verify()
    assert code == 0
    assert out.count("created") == 2
    assert "demo: 2 rows; created 2.\n" in err
    assert "Import History" not in err


def test_a_second_accounts_contact_is_said_and_is_no_failure(machine: Machine) -> None:
    """The row is as asked; the sync will not have it all the same."""
    row, _ = rows_of(machine)
    machine.holds(row)
    machine.imports(row)
    machine.imports(replace(row, email="other@new.example"))
    code, out, err = machine.verify()
    assert code == 0
    assert "carries Position as well" in out
    assert "At 1 of those as asked another contact carries the link as well." in err


def test_an_import_file_that_was_saved_anew_is_said(machine: Machine) -> None:
    """A spreadsheet may have changed what was imported."""
    machine.holds(*rows_of(machine))
    machine.path.with_name("acme.csv").write_bytes(b"opened and saved")
    _, _, err = machine.verify()
    assert "acme.csv is not the file that was exported" in err


def test_a_manifest_without_rows_is_damaged(machine: Machine) -> None:
    """No export writes one; that all of nothing is as asked would be taken for success."""
    machine.holds()
    code, out, err = machine.verify()
    assert (code, out) == (65, "")
    assert "lists no row" in err


def test_a_row_that_is_not_as_asked_ends_with_1_and_the_way_back(machine: Machine) -> None:
    """One is there without the link, one is missing."""
    rows = rows_of(machine)
    machine.holds(*rows)
    machine.imports(rows[0], position=None)
    code, out, err = machine.verify()
    assert code == 1
    assert "Position is empty" in out
    assert "No contact of the company has this address." in out
    assert "demo: 2 rows; no UDF value 1, missing 1.\n" in err
    assert "Import History" in err


@pytest.mark.parametrize("form", list(Format))
def test_no_form_lets_a_hostile_name_move_the_cursor(machine: Machine, form: Format) -> None:
    """Nor a line of the narration."""
    machine.holds(*rows_of(machine))
    code, out, err = machine.verify("--format", form)
    assert code == 1
    for line in (out + err).replace("\r\n", "\n").split("\n"):
        assert line.isprintable()


def test_the_csv_is_for_a_spreadsheet(machine: Machine) -> None:
    """What would be a formula has an apostrophe before it."""
    rows = rows_of(machine)
    machine.holds(*rows)
    machine.imports(rows[1])
    _, out, _ = machine.verify("--format", "csv")
    head, first, second = csv.reader(io.StringIO(out, newline=""))
    assert head[:3] == ["Outcome", "What is there", "Row"]
    assert first[0] == "missing"
    assert second[0] == "created"
    assert second[4].startswith("'=cmd()")
    assert (second[5], second[7]) == ("'=1+1", "'@bob.example")
    assert second[8] == str(max(machine.server.live.contacts.ids))


def test_the_json_is_exact(machine: Machine) -> None:
    """Values as they were exported, counts of every outcome, and the way back."""
    rows = rows_of(machine)
    machine.holds(*rows)
    machine.imports(rows[0])
    document = json.loads(machine.verify("--format", "json")[1])
    assert document["ok"] is False
    assert document["profile"] == "demo"
    assert document["files"] == [{"kind": "import", "name": "acme.csv"}]
    assert document["counts"] == {
        "created": 1,
        "updated": 0,
        "no UDF value": 0,
        "missing": 1,
        "twice": 0,
        "changed": 0,
    }
    assert [row["company"] for row in document["rows"]] == [rows[0].company, _HOSTILE]
    assert [row["ok"] for row in document["rows"]] == [True, False]
    assert any("Import History" in sentence for sentence in document["way_back"])
    lines = machine.verify("--format", "jsonl")[1].splitlines()
    assert [json.loads(line) for line in lines] == document["rows"]


def test_the_manifest_says_which_profile(machine: Machine) -> None:
    """Another one is refused, whether it is named or is the manifest's and not there."""
    machine.holds(*rows_of(machine), profile="acme")
    code, out, err = machine.verify("--profile", "demo")
    assert (code, out) == (2, "")
    assert 'one of the profile "acme", not of demo' in err
    code, out, err = machine.verify()
    assert (code, out) == (2, "")
    assert "acme" in err
    assert machine.server.log.requests == ()


@pytest.mark.parametrize("data", [b"", b"{}", b"[1]", b'{"what": "axtui export manifest"}', b"\xff\xfe"])
def test_what_is_no_manifest_is_named_and_nothing_is_read(machine: Machine, data: bytes) -> None:
    """A mistyped path leads to any file."""
    machine.path.write_bytes(data)
    code, out, err = machine.verify()
    assert (code, out) == (65, "")
    assert "contacts.manifest.json" in err
    assert machine.server.log.requests == ()


def test_a_file_that_is_not_there_is_said(machine: Machine) -> None:
    """With what a manifest is called, for who has named the import file."""
    code, _, err = machine.verify()
    assert code == 65
    assert "does not exist" in err
    assert "ends in .manifest.json" in err


def test_a_narrow_terminal_gets_lines_that_fit() -> None:
    """Columns are cut; what is said of a row is wrapped and never cut."""
    row = asked(1, "A company with quite a long name " * 3, email="somebody@" + "long." * 20 + "example")
    found = verify_rows(manifest(row), ())
    lines = list(verification_lines(Format.TABLE, found, columns=60))
    assert max(len(line.rstrip("\n")) for line in lines) <= 60
    said = " ".join(line.strip() for line in lines[3:])
    assert said == found.rows[0].text
    (_, _, _, whole) = verification_lines(Format.TABLE, found, columns=None)
    assert whole.strip() == found.rows[0].text
