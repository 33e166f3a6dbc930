"""What a command line asks for, and how a wrong one is refused."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from axtui import __version__
from axtui.cli.command_requests import (
    CheckRequest,
    CompareRequest,
    ExportRequest,
    ProfilesRequest,
    ReportRequest,
    Request,
    Source,
    VerifyRequest,
)
from axtui.cli.parser import Answered, parse
from axtui.cli.requests import AppRequest, Common, Format, ProfilesAction
from axtui.core.errors import UsageError
from axtui.core.match_by import MatchBy
from axtui.core.notes import Note
from axtui.services.run_wishes import Resume

_AGO = timedelta(hours=36)
_UNTOUCHED = frozenset({Note.OK, Note.EXCLUDED})


@pytest.mark.parametrize(
    ("line", "request_"),
    [
        ("", AppRequest()),
        ("--demo", AppRequest(common=Common(demo=True))),
        ("--demo --demo-size 7", AppRequest(common=Common(demo=True, demo_size=7))),
        ("--ascii --no-mouse --theme nord", AppRequest(ascii=True, mouse=False, theme="nord")),
        ("--filter x --profile acme", AppRequest(filter="x", common=Common(profile="acme"))),
        ("report", ReportRequest()),
        ("report --format csv", ReportRequest(format=Format.CSV)),
        ("report --note no-match --note LINK", ReportRequest(notes=frozenset({Note.NO_MATCH, Note.LINK}))),
        ("report --fail-on any", ReportRequest(fail_on=frozenset(Note) - _UNTOUCHED)),
        ("report --fail-on ok", ReportRequest(fail_on=frozenset({Note.OK}))),
        ("report --fail-on new", ReportRequest(fail_on=frozenset({"new"}))),
        ("compare", CompareRequest()),
        ("compare --run 3 --filter x", CompareRequest(run=3, filter="x")),
        ("compare --since 36h --fail-on NEW", CompareRequest(since=_AGO, fail_on=frozenset({"new"}))),
        ("compare --since 2026-03-02", CompareRequest(since=datetime(2026, 3, 2, tzinfo=UTC))),
        (
            "report --match-by number-then-name --cached --filter acme",
            ReportRequest(source=Source(filter="acme", match_by=MatchBy.NUMBER_THEN_NAME, cached=True)),
        ),
        (
            "report --full --no-resume --accept-cost --retry-auth",
            ReportRequest(
                source=Source(full=True, resume=Resume.NO, accept_cost=True, retry_auth=True),
            ),
        ),
        ("export --resume", ExportRequest(source=Source(resume=Resume.YES))),
        ("check --retry-auth", CheckRequest(retry_auth=True)),
        ("verify a.json", VerifyRequest(manifest=Path("a.json"))),
        (
            "verify --format csv --retry-auth --profile acme a.json",
            VerifyRequest(
                manifest=Path("a.json"), format=Format.CSV, retry_auth=True, common=Common(profile="acme")
            ),
        ),
        ("export", ExportRequest()),
        (
            "export --out a.csv --overwrite --allow-incomplete --accept-bulk-import-warning",
            ExportRequest(out=Path("a.csv"), overwrite=True, allow_incomplete=True, warning_accepted=True),
        ),
        ("check --config c.toml", CheckRequest(common=Common(config=Path("c.toml")))),
        ("profiles", ProfilesRequest()),
        ("profiles list", ProfilesRequest()),
        ("profiles show", ProfilesRequest(action=ProfilesAction.SHOW)),
        ("profiles show acme", ProfilesRequest(action=ProfilesAction.SHOW, name="acme")),
    ],
)
def test_a_command_line_makes_a_request(line: str, request_: Request) -> None:
    """Each command takes its flags, and what is not given keeps its default."""
    assert parse(line.split()) == request_


@pytest.mark.parametrize("command", ["report", "export", "check", "profiles"])
def test_common_flags_stand_before_or_after_the_command(command: str) -> None:
    """People type them in either place; neither may be lost."""
    flags = ["--profile", "acme", "--demo", "--demo-size", "3"]
    assert parse([*flags, command]).common == parse([command, *flags]).common
    assert parse([command, *flags]).common == Common(profile="acme", demo=True, demo_size=3)


def test_a_filter_before_the_command_counts() -> None:
    """`axtui --filter x report` does not drop the filter."""
    request = parse(["--filter", "x", "report"])
    assert isinstance(request, ReportRequest)
    assert request.source.filter == "x"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("reprot", "invalid choice: 'reprot'"),
        ("report --format xml", "`xml` is not one of table, csv, json, jsonl"),
        ("report --note nothing", "`nothing` is no note (choose from No Match, Not Found, Link"),
        ("report --fail-on some", "`some` is no note"),
        ("compare --fail-on any", "`any` is not `new`"),
        ("compare --run 0", "from 1 to 150"),
        ("compare --run 151", "from 1 to 150"),
        ("compare --since yesterday", "is no time"),
        ("compare --since 0001-01-01", "is no time"),
        ("compare --since 7d --run 1", "not allowed with"),
        ("report --fail-on new --fail-on any", "takes no note beside it"),
        ("report --fail-on new --no-cache", "--no-cache keeps nothing"),
        ("report --match-by id", "name-ignore-case"),
        ("report --form csv", "`axtui report` does not know `--form`"),
        ("report acme", "`axtui report` does not know `acme`"),
        ("report --filter", "expected one argument"),
        ("--demo --demo-size 0", "from 1 to 100000"),
        ("--demo --demo-size 100001", "from 1 to 100000"),
        ("--demo --demo-size ten", "from 1 to 100000"),
        ("--demo-size 10", "--demo-size needs --demo"),
        ("report --ascii", "does not know `--ascii`"),
        ("--ascii report", "--ascii is for the terminal app"),
        ("--no-mouse check", "--no-mouse is for the terminal app"),
        ("--theme x profiles", "--theme is for the terminal app"),
        ("--filter x check", "--filter does nothing"),
        ("profiles edit", "`edit` is not one of list, show, add, remove"),
        ("profiles list acme", "takes no name"),
        ("report --cached --full", "--full does not go with it"),
        ("export --resume --cached", "--resume or --no-resume does not go with it"),
        ("report --cached --no-resume", "reads nothing"),
        ("report --cached --accept-cost", "--accept-cost does not go with it"),
        ("export --retry-auth --cached", "--retry-auth does not go with it"),
        ("report --full --resume", "--resume does not go with it"),
        ("report --resume --no-resume", "not allowed with argument --resume"),
        ("export --out new/", "write the file's name behind it"),
        ("export --out -", "several files"),
        ("verify", "following arguments are required: MANIFEST"),
        ("verify a.json b.json", "does not know `b.json`"),
        ("verify a.json --cached", "`axtui verify` does not know `--cached`"),
        ("--filter x verify a.json", "--filter does nothing"),
        ("check --full", "`axtui check` does not know `--full`"),
        ("profiles --retry-auth", "`axtui profiles` does not know `--retry-auth`"),
        ("report extra.csv --bogus", "does not know `extra.csv`"),
    ],
)
def test_a_wrong_command_line_is_refused(line: str, said: str) -> None:
    """The complaint says what is wrong or what is allowed; nothing is guessed or dropped."""
    with pytest.raises(UsageError) as refused:
        parse(line.split())
    assert said in str(refused.value)


@pytest.mark.parametrize("line", ["export --bogus", "export --out", "export --match-by x"])
def test_a_refusal_points_at_the_command_s_own_help(line: str) -> None:
    """The next step is named."""
    with pytest.raises(UsageError) as refused:
        parse(line.split())
    assert refused.value.hint == "See `axtui export --help`."


@pytest.mark.parametrize("line", ["report --secret s3cret", "report --secret=s3cret", "--password=s3cret"])
def test_a_secret_on_the_command_line_is_not_said_again(line: str) -> None:
    """There is no flag for a secret; one that was tried is not repeated where it may be logged."""
    with pytest.raises(UsageError) as refused:
        parse(line.split())
    assert "s3cret" not in str(refused.value)


@pytest.mark.parametrize(
    "line", ["--help", "-h", "report -h", "export -h", "check --help", "profiles -h", "verify -h"]
)
def test_help_has_examples_and_fits_eighty_columns(line: str) -> None:
    """Help is an answer, not a fault, and reads well on a small terminal."""
    with pytest.raises(Answered) as answered:
        parse(line.split())
    assert "examples:\n  axtui " in answered.value.text
    assert max(map(len, answered.value.text.splitlines())) <= 80


def test_the_version_is_answered_among_other_flags() -> None:
    """`--version` wins over what stands beside it."""
    with pytest.raises(Answered) as answered:
        parse(["--demo", "--version"])
    assert answered.value.text == f"axtui {__version__}\n"
