"""`axtui export`: the consent, the file, what is said beside it, and every way that writes nothing."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

import pytest
from builders import NAME, company, contact, customer, facts, snapshot
from disk import mode_of

from axtui.cli import run
from axtui.core.contact_import.words import (
    BULK_IMPORT_WARNING,
    NEXT_FOR_REJECTED,
    NEXT_STEPS,
    READING_OF_FORMAT,
    ROLLBACK_LIMITS,
    UPDATES_WARNING,
)
from axtui.core.models import Snapshot
from axtui.services.config import (
    AutotaskProfile,
    Config,
    ExportProfile,
    Profile,
    SecretKind,
    SecretSource,
    XeroProfile,
)
from axtui.services.manifest_file import read_manifest
from axtui.services.snapshots import SnapshotStore
from axtui.services.surroundings import Surroundings

_ACCEPT = "--accept-bulk-import-warning"
_ACCEPT_UPDATES = "--accept-updates-cannot-be-undone"
_UDF = "Contact UDF:29680003 Position"
_HOSTILE = '=cmd() "Bad [/close]", \x1b[31mLtd'


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """A machine with one profile, whose last report is at hand and whose network is never needed."""

    surroundings: Surroundings
    exports: Path
    template: str = ""

    def keeps(self, kept: Snapshot) -> None:
        """Make this snapshot the last report."""
        SnapshotStore(self.surroundings.cache_dir / "snapshots").save(kept, None)

    def export(self, *flags: str) -> tuple[int, str, str]:
        """Run the command; return exit code, stdout and stderr."""
        plain = SecretSource(kind=SecretKind.PLAIN, plain="x")
        profile = Profile(
            name="acme",
            autotask=AutotaskProfile(username="api@acme.example", secret=plain, integration_code=plain),
            xero=XeroProfile(client_id="x", client_secret=plain),
            export=ExportProfile(directory=str(self.exports), template=self.template),
        )
        out, err = io.StringIO(), io.StringIO()
        code = run(
            ["export", "--cached", *flags],
            surroundings=self.surroundings,
            stdout=out,
            stderr=err,
            config=Config(profiles=(profile,)),
        )
        return code, out.getvalue(), err.getvalue()

    def files(self) -> Sequence[Path]:
        """Return what lies in the directory for exports."""
        return list(self.exports.iterdir())


@pytest.fixture
def machine(surroundings: Surroundings, tmp_path: Path) -> Machine:
    """A machine that has read two Link rows and one that is not."""
    exports = tmp_path / "exports"
    exports.mkdir()
    made = Machine(surroundings=surroundings, exports=exports)
    made.keeps(_link_rows())
    return made


def _link_rows() -> Snapshot:
    return snapshot(
        [company(1), company(2, _HOSTILE), company(3, "Not Known Ltd")],
        [],
        [customer("x1"), customer("x2", _HOSTILE, first="Joan", last="Clarke", email="joan@bad.example")],
    )


def _rows_of(path: Path) -> Sequence[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_nothing_is_written_without_consent(machine: Machine) -> None:
    """The warning is printed in full with what the rollback does not do, and how to go on."""
    code, out, err = machine.export()
    assert (code, out) == (2, "")
    assert BULK_IMPORT_WARNING in err
    assert ROLLBACK_LIMITS in err
    assert _ACCEPT in err
    assert not machine.files()


def test_consent_is_asked_before_anything_is_read(surroundings: Surroundings, tmp_path: Path) -> None:
    """A run of minutes does not end in a question: with nothing read yet, the answer is the same."""
    machine = Machine(surroundings=surroundings, exports=tmp_path)
    assert "--cached" not in machine.export()[2]


def test_the_file_holds_the_link_rows_exactly(machine: Machine) -> None:
    """Company by id and name, the customer's person, the UDF; a hostile name to the character."""
    code, out, _ = machine.export(_ACCEPT)
    assert code == 0
    rows = _rows_of(Path(out.rstrip("\n")))
    assert [
        (row["Company ID"], row["[required] Company Name"], row["[required] Email Address"]) for row in rows
    ] == [("2", _HOSTILE, "joan@bad.example"), ("1", NAME, "grace@acme.example")]
    assert {row[_UDF] for row in rows} == {"Accounts"}


def test_the_path_alone_goes_to_stdout(machine: Machine) -> None:
    """A script takes it from there; the files are private, in the profile's directory, under a dated name."""
    _, out, _ = machine.export(_ACCEPT)
    path = Path(out.rstrip("\n"))
    assert set(machine.files()) == {path, path.with_suffix(".manifest.json")}
    assert path.name.startswith("axtui-acme-202603")
    assert {mode_of(each) for each in machine.files()} == {0o600}


def test_what_was_written_is_said(machine: Machine) -> None:
    """Rows, checksum, the rule in force, next steps, and that the format is our reading."""
    _, out, err = machine.export(_ACCEPT)
    data = Path(out.rstrip("\n")).read_bytes()
    assert sha256(data).hexdigest() in err
    assert "2 rows" in err
    assert "2 of 2 Link rows, 3 rows in all; rule name." in err
    for sentence in (NEXT_STEPS, READING_OF_FORMAT, ROLLBACK_LIMITS):
        assert sentence in err
    assert all(line.isprintable() for line in err.split("\n"))


def test_the_filter_narrows_the_file(machine: Machine) -> None:
    """Only Link rows that the search finds; how many there are besides is said."""
    _, out, err = machine.export(_ACCEPT, "--filter", "joan")
    assert len(Path(out.rstrip("\n")).read_text().splitlines()) == 2
    assert "1 of 2 Link rows" in err


def test_the_rule_can_be_chosen(machine: Machine) -> None:
    """Under a rule that matches nothing there is nothing to write."""
    code, out, err = machine.export(_ACCEPT, "--match-by", "number")
    assert (code, out) == (0, "")
    assert "rule number" in err


def test_zero_link_rows_make_no_file(machine: Machine) -> None:
    """A result, not a failure; said in words."""
    machine.keeps(snapshot([company()]))
    code, out, err = machine.export(_ACCEPT)
    assert (code, out) == (0, "")
    assert "no file was made" in err
    assert not machine.files()


def test_a_path_is_taken_as_it_is(machine: Machine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Relative to where the person is, not to the profile's directory."""
    monkeypatch.chdir(tmp_path)
    _, out, _ = machine.export(_ACCEPT, "--out", "here.csv")
    assert out == f"{tmp_path / 'here.csv'}\n"
    assert not machine.files()


def test_an_existing_file_is_replaced_only_when_told(machine: Machine) -> None:
    """Without the flag it stays, to the byte."""
    path = machine.exports / "mine.csv"
    path.write_text("mine")
    code, out, err = machine.export(_ACCEPT, "--out", str(path))
    assert (code, out) == (73, "")
    assert "mine.csv" in err
    assert path.read_text() == "mine"
    assert machine.export(_ACCEPT, "--out", str(path), "--overwrite")[0] == 0
    assert path.read_text().startswith("Company ID,")


def test_replacing_files_spares_the_undo_file_of_an_earlier_export(machine: Machine) -> None:
    """The flag names no file, and nobody could make this one again."""
    path = machine.exports / "mine-undo.csv"
    path.write_text("what they held")
    code, out, err = machine.export(_ACCEPT, "--out", str(machine.exports / "mine.csv"), "--overwrite")
    assert (code, out) == (73, "")
    assert "mine-undo.csv holds what contacts held" in err
    assert machine.files() == [path]


@pytest.mark.parametrize("where", ["missing/x.csv", ".", "..", "/", "a\0b.csv", "x" * 250 + ".csv"])
def test_a_place_that_cannot_hold_the_file_is_refused(where: str, machine: Machine) -> None:
    """A directory that is not there, or one where the file should be."""
    code, out, err = machine.export(_ACCEPT, "--out", str(machine.exports / where))
    assert (code, out) == (73, "")
    assert err
    assert not machine.files()


def test_an_incomplete_report_needs_a_further_word(machine: Machine) -> None:
    """Rows may be missing that would have changed the others."""
    machine.keeps(replace(_link_rows(), incomplete_because=("Xero counted 3 customers, 2 came.",)))
    code, out, err = machine.export(_ACCEPT)
    assert (code, out) == (69, "")
    assert "Xero counted 3 customers" in err
    assert "--allow-incomplete" in err
    assert not machine.files()
    assert machine.export(_ACCEPT, "--allow-incomplete")[0] == 0


def test_a_rejected_row_is_named_and_counts_in_the_exit_code(machine: Machine) -> None:
    """The rest is written; the exit code says that a person has to look."""
    long = customer("x2", "Long Ltd", first="x" * 51)
    machine.keeps(snapshot([company(1), company(2, "Long Ltd")], [], [customer("x1"), long]))
    code, out, err = machine.export(_ACCEPT)
    assert code == 1
    assert len(Path(out.rstrip("\n")).read_text().splitlines()) == 2
    assert "Rejected: Long Ltd (company 2). " in err
    assert NEXT_FOR_REJECTED in err


def test_a_contact_that_exists_is_left_out_and_named(machine: Machine) -> None:
    """An import would create it again; leaving it out is no failure."""
    there = contact(1, 1, emails=("grace@acme.example",), active=False)
    machine.keeps(snapshot([company(1)], [there], [customer("x1")]))
    code, out, err = machine.export(_ACCEPT)
    assert (code, out) == (0, "")
    assert f"Left out: {NAME} (company 1). " in err


def _with_a_contact_that_exists() -> Snapshot:
    """Return two Link rows, one of which has a contact with the customer's address."""
    there = contact(1, 1, first="Grace", last="Hopper", emails=("grace@acme.example",))
    other = contact(2, 1, first="Ada", last="Byron", emails=("ada@acme.example",))
    return snapshot(
        [company(1), company(2, "New Ltd")], [there, other], [customer("x1"), customer("x2", "New Ltd")]
    )


def test_updates_need_a_second_and_other_acceptance(machine: Machine) -> None:
    """Whoever has a habit of the first flag reads the second warning all the same."""
    machine.keeps(_with_a_contact_that_exists())
    code, out, err = machine.export(_ACCEPT, "--include-updates")
    assert (code, out) == (2, "")
    assert UPDATES_WARNING in err
    assert _ACCEPT_UPDATES in err
    assert BULK_IMPORT_WARNING in machine.export("--include-updates", _ACCEPT_UPDATES)[2]
    assert not machine.files()


def test_the_acceptance_of_updates_alone_is_refused(machine: Machine) -> None:
    """It would be ignored, and the person waits for a file that never comes."""
    assert machine.export(_ACCEPT, _ACCEPT_UPDATES)[0] == 2


def test_updates_stand_in_a_file_of_their_own(machine: Machine) -> None:
    """Both paths on stdout, what creates contacts first; the undo file is said, not printed."""
    machine.keeps(_with_a_contact_that_exists())
    code, out, err = machine.export(_ACCEPT, "--include-updates", _ACCEPT_UPDATES)
    assert code == 0
    new, updates = map(Path, out.splitlines())
    assert updates.name == f"{new.stem}-updates.csv"
    assert [row["[required] Company Name"] for row in _rows_of(new)] == ["New Ltd"]
    assert [(row["Contact ID [updates only]"], row[_UDF]) for row in _rows_of(updates)] == [("1", "Accounts")]
    undo = new.with_name(f"{new.stem}-undo.csv")
    assert [row[_UDF] for row in _rows_of(undo)] == [""]
    assert f"Wrote {undo}: 1 row, " in err
    assert "2 rows: 1 to create, 1 to update, 0 rejected, 0 left out." in err


def test_updates_are_the_rows_of_the_persons_own_export(machine: Machine, template: Path) -> None:
    """With it as the template, every cell but the UDF is the export's."""
    machine.keeps(_with_a_contact_that_exists())
    header = "Company ID;Contact ID;First Name;Last Name;Email Address;Fax;Contact UDF:29680003 Position"
    template.write_text(f"{header}\r\n1;1;Grace;Hopper;grace@acme.example;+1 555;\r\n")
    _, out, err = machine.export(_ACCEPT, "--include-updates", _ACCEPT_UPDATES, "--template", str(template))
    updates = Path(out.splitlines()[1]).read_text()
    assert updates.splitlines()[1:] == ["1;1;Grace;Hopper;grace@acme.example;+1 555;Accounts"]
    assert "export just before you import" in err


def test_what_could_be_updated_is_said_without_the_flag(machine: Machine) -> None:
    """The way is named where it is wanted."""
    machine.keeps(_with_a_contact_that_exists())
    assert "1 contact exists already; --include-updates" in machine.export(_ACCEPT)[2]


def test_a_copy_for_reading_is_written_on_wish(machine: Machine) -> None:
    """It is not printed on stdout: nobody is to import it."""
    _, out, err = machine.export(_ACCEPT, "--review")
    path = Path(out.rstrip("\n"))
    review = path.with_name(f"{path.stem}-review.csv")
    assert review.read_text(encoding="utf-8-sig").startswith('"Not for import')
    assert f"Wrote {review}: 2 rows, " in err


def test_the_manifest_tells_what_was_taken(machine: Machine) -> None:
    """The filter, the rule and the checksum, so that it can be told later which rows these were."""
    _, out, err = machine.export(_ACCEPT, "--filter", "joan")
    path = Path(out.rstrip("\n"))
    manifest = read_manifest(path.with_suffix(".manifest.json"))
    assert manifest.scope == "1 of 2 Link rows, 3 rows in all, found by the filter joan"
    assert [file.sha256 for file in manifest.files] == [sha256(path.read_bytes()).hexdigest()]
    assert str(path.with_suffix(".manifest.json")) in err


def test_over_ssh_the_line_that_fetches_the_file_is_said(machine: Machine) -> None:
    """The browser that imports it is at home; on a machine of one's own nobody needs the line."""
    assert "scp " not in machine.export(_ACCEPT, "--out", str(machine.exports / "a.csv"))[2]
    env = {"SSH_CONNECTION": "10.0.0.1 5000 10.0.0.2 22", "USER": "ada"}
    afar = replace(machine, surroundings=replace(machine.surroundings, env=env))
    _, out, err = afar.export(_ACCEPT, "--out", str(machine.exports / "b.csv"))
    assert f":{out.strip()} ." in err
    assert "scp ada@" in err


def test_rejected_rows_stand_in_a_file_for_reading(machine: Machine) -> None:
    """More than are named on stderr, for whoever adds them by hand; none where nothing is to import."""
    long = customer("x2", "Long Ltd", first="x" * 51)
    machine.keeps(snapshot([company(1), company(2, "Long Ltd")], [], [customer("x1"), long]))
    path = Path(machine.export(_ACCEPT)[1].rstrip("\n"))
    assert "Long Ltd" in path.with_name(f"{path.stem}-rejects.csv").read_text(encoding="utf-8")
    machine.keeps(snapshot([company(2, "Long Ltd")], [], [long]))
    code, out, err = machine.export(_ACCEPT, "--out", str(machine.exports / "none.csv"))
    assert (code, out) == (1, "")
    assert "no file was made" in err
    assert not [each for each in machine.files() if each.name.startswith("none")]


def test_many_rows_of_a_kind_are_counted(machine: Machine) -> None:
    """Twenty are named, a thousand lines would hide the rest; all of them where no file tells them."""
    companies = [company(at, f"Long {at} Ltd") for at in range(1, 31)]
    customers = [customer(f"x{at}", f"Long {at} Ltd", first="x" * 51) for at in range(1, 31)]
    machine.keeps(snapshot(companies, [], customers))
    _, _, err = machine.export(_ACCEPT)
    assert err.count("Rejected: Long") == 30
    machine.keeps(snapshot([*companies, company(31)], [], [*customers, customer("x31")]))
    _, _, err = machine.export(_ACCEPT)
    assert err.count("Rejected: Long") == 20
    assert "Rejected: 10 more; all of them stand in the files" in err


@pytest.fixture
def template(tmp_path: Path) -> Path:
    """A template with its own words, order and form."""
    path = tmp_path / "template.csv"
    path.write_bytes(
        b"[required] Email Address;[required] First Name;[required] Last Name;Fax;"
        b"[required] Client Name;Contact UDF:29680003 Position\r\n"
    )
    return path


def test_a_template_gives_the_file_its_columns(machine: Machine, template: Path) -> None:
    """Nothing is said of our reading of the format then; what is doubtful about the template is."""
    code, out, err = machine.export(_ACCEPT, "--template", str(template))
    assert code == 0
    first, *rows = Path(out.rstrip("\n")).read_bytes().splitlines(keepends=True)
    assert first == template.read_bytes()
    assert rows[1] == b"grace@acme.example;Grace;Hopper;;Acme Ltd;Accounts\r\n"
    assert READING_OF_FORMAT not in err
    assert "does not tell its encoding" in err


def test_the_profile_names_a_template_and_the_flag_another_or_none(machine: Machine, template: Path) -> None:
    """An empty flag goes back to the built-in columns for once."""
    machine = replace(machine, template=str(template))
    starts = [
        Path(machine.export(_ACCEPT, *flags)[1].rstrip("\n")).read_bytes()[:10]
        for flags in ([], ["--overwrite", "--template", ""])
    ]
    assert starts == [b"[required]", b"Company ID"]


def test_a_template_that_is_none_is_refused_before_anything_is_read(
    surroundings: Surroundings, template: Path
) -> None:
    """With nothing read yet, the answer is about the template."""
    machine = Machine(surroundings=surroundings, exports=template.parent, template="no-such.csv")
    code, out, err = machine.export(_ACCEPT)
    assert (code, out) == (78, "")
    assert "no-such.csv does not exist" in err


def test_without_the_number_of_the_udf_nothing_can_be_written(machine: Machine) -> None:
    """Its column is named by it."""
    machine.keeps(replace(_link_rows(), facts=replace(facts(), udf_id=None)))
    code, out, err = machine.export(_ACCEPT)
    assert (code, out) == (65, "")
    assert "Position" in err


def test_without_link_rows_it_does_not_matter_what_is_not_known(machine: Machine) -> None:
    """The UDF's number is wanted for a heading only, and there is no file."""
    unnumbered = replace(facts(), udf_id=None)
    machine.keeps(snapshot([company(3, "Not Known Ltd")], tenant=unnumbered))
    code, _, err = machine.export(_ACCEPT)
    assert code == 0
    assert "no row to write" in err
    machine.keeps(replace(_link_rows(), facts=unnumbered))
    assert machine.export(_ACCEPT)[0] == 65
    assert not machine.files()
