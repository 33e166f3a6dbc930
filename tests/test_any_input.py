"""Whatever comes from outside is read, or refused in words by an error of ours.

Each property is tried on input of no kind at all, and on input that is nearly right, which gets further.
"""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any, Final

import httpx
import pytest
import tomli_w
from builders import facts
from configs import MINIMAL
from faults.figures import Figure
from faults.tiers import times
from hypothesis import given, settings
from hypothesis import strategies as st
from manifests import asked, manifest, manifest_bytes
from small_reports import hostile_report

from axtui.core.contact_import.headings import BUILT_IN
from axtui.core.contact_import.template import format_from, template_from
from axtui.core.errors import AxtuiError, ConfigError, Side
from axtui.core.report_lines import lines_of
from axtui.core.search import SearchIndex, describe, parse
from axtui.core.secret import Secret
from axtui.core.text import describe_character, quoted, visible
from axtui.services.config import KEYS, PROFILE_TABLES, Key, Kind, Table, load
from axtui.services.manifest_file import manifest_from
from axtui.sources import autotask_wire, xero_wire
from axtui.sources.answers import Answer
from axtui.sources.decoding import JsonReader
from axtui.sources.patience import TryAgainError, given_up

EXAMPLES: Final = times(10_000, quick=500)
ANY_TEXT: Final = st.text(st.characters())
"""Any code points, lone surrogates included."""
CANARY: Final = "canary-7f3a91"
LONGEST: Final = 2_000
"""Characters of a message that a person still reads."""
_JSON: Final = httpx.Headers({"content-type": "application/json"})
_NOW: Final = datetime(2026, 3, 2, 12, tzinfo=UTC)


def refusal_of(read: Callable[[], object]) -> AxtuiError | None:
    """Return the error that a person would see, which tells something and can be shown; None for a value."""
    try:
        read()
    except TryAgainError as again:
        error = given_up(again.trouble, side=Side.XERO, attempts=5, now=_NOW)
    except AxtuiError as raised:
        error = raised
    else:
        return None
    assert error.message.strip()
    assert str(error).isprintable()
    assert len(str(error)) < LONGEST
    return error


# The cleaner


@pytest.mark.fault("B05")
def test_any_text_can_be_shown(figure: Figure) -> None:
    """What is shown is printable, the same when shown again, and lacks nothing but a joiner of an emoji."""
    seen = 0

    @settings(max_examples=EXAMPLES)
    @given(ANY_TEXT | st.binary().map(lambda data: data.decode("latin-1")))
    def check(text: str) -> None:
        nonlocal seen
        seen += 1
        shown = visible(text)
        assert shown.isprintable()
        assert visible(shown) == shown
        assert visible(quoted(text)) == quoted(text) == f'"{shown}"'
        assert len(shown) >= len(text.replace("\u200d", ""))
        assert all(describe_character(char).isprintable() for char in text)

    check()
    figure("texts", seen)


@given(ANY_TEXT)
def test_no_secret_prints(text: str) -> None:
    """However it gets into a text."""
    secret = Secret(text)
    assert f"{secret} {secret!r} {(secret,)} {secret!s:>9}" == "*** *** (***,)       ***"
    assert secret.reveal() == text


# The query


@pytest.fixture(scope="module")
def index() -> SearchIndex:
    """Rows with hostile names; patience with a pattern ends by counting, not by time."""
    return SearchIndex(lines_of(hostile_report().rows), clock=count(step=0.02).__next__)


QUERIES: Final = st.lists(
    st.sampled_from(
        [
            *' "-:/()[]{}*+?|\\^$.',
            "company:",
            "note:",
            "reason:",
            "email:",
            "no match",
            "not found",
            "(?i)",
            "{9",
        ]
    )
    | st.text(max_size=3)
).map("".join)


@settings(max_examples=EXAMPLES)
@given(ANY_TEXT | QUERIES | QUERIES.map(lambda inner: f'"/{inner}/"'))
def test_any_query_is_read_and_answered(index: SearchIndex, typed: str) -> None:
    """Nothing that is typed raises anything; what is looked for can be said in words, and what is not."""
    found = index.find(parse(typed))
    assert set(found.indexes) <= set(range(len(index.lines)))
    assert describe(found.query).isprintable()
    assert found.query.problem.isprintable()
    assert found.query.text == typed


# The configuration


_TOML: Final = st.recursive(
    st.booleans() | st.integers(-(2**70), 2**70) | st.floats() | st.text(max_size=9) | st.datetimes(),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=3,
)
_SECRETS: Final = st.sampled_from(
    [CANARY, {"command": [CANARY]}, {"env": CANARY}, {"place": CANARY}, [CANARY]]
)


def _value_of(key: Key) -> st.SearchStrategy[Any]:
    if key.kind is Kind.SECRET:
        return _SECRETS
    return st.sampled_from(key.choices) if key.choices else _TOML


def _values_of(keys: tuple[Key, ...]) -> st.SearchStrategy[dict[str, Any]]:
    """Return tables of these keys with fitting and unfitting values, and of others."""
    known = st.fixed_dictionaries({}, optional={key.name: _value_of(key) for key in keys})
    return st.tuples(known, st.dictionaries(st.text(), _TOML, max_size=1)).map(lambda both: both[1] | both[0])


def _keys(table: Table) -> tuple[Key, ...]:
    return tuple(key for key in KEYS if key.table is table)


_PROFILE: Final = st.fixed_dictionaries(
    {}, optional={str(each): _values_of(_keys(each)) for each in PROFILE_TABLES}
)
_DOCUMENTS: Final = st.tuples(
    _values_of(_keys(Table.TOP)), st.dictionaries(st.text() | st.just("acme"), _PROFILE | _TOML, max_size=2)
).map(lambda both: tomli_w.dumps(both[0] | {"profiles": both[1]}).encode())
_NEARLY_TOML: Final = st.tuples(
    st.integers(0, len(MINIMAL)),
    st.integers(0, 9),
    st.binary(max_size=9) | st.sampled_from([b"'", b"[", b"=", b"\n"]),
).map(lambda cut: MINIMAL.encode()[: cut[0]] + cut[2] + MINIMAL.encode()[cut[0] + cut[1] :])


@pytest.fixture(scope="module")
def config_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One file for all examples; the module's directory is ours alone."""
    path = tmp_path_factory.mktemp("config") / "config.toml"
    path.touch(0o600)
    return path


@settings(max_examples=EXAMPLES)
@given(st.binary() | _NEARLY_TOML | _DOCUMENTS)
def test_any_configuration_is_loaded_or_refused(config_file: Path, data: bytes) -> None:
    """Every problem has its words, and no value of a secret stands in them."""
    config_file.write_bytes(data)
    error = refusal_of(lambda: load(config_file))
    if isinstance(error, ConfigError):
        assert all(problem.message and str(problem).isprintable() for problem in error.problems)
        assert CANARY not in f"{error} {error.problems!r}"


# Answers of the APIs


_ANY_JSON: Final = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.floats() | ANY_TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(ANY_TEXT, inner, max_size=3),
    max_leaves=6,
)
_WIRE_NAMES: Final = (
    "items pageDetails nextPageUrl queryCount id companyID companyName companyType companyNumber isActive",
    "userDefinedFields name value firstName lastName emailAddress fields picklistValues label isPickList",
    "url zoneName Contacts pagination pageCount itemCount ContactID Name ContactStatus EmailAddress",
    "Organisations access_token refresh_token expires_in tenantId tenantType tenantName",
    "currentTimeframeRequestCount",
)
_LIKELY: Final = st.sampled_from([1, "1", "x", "ACTIVE", "CUSTOMER", None, True, "true"])
_NEARLY_PAGES: Final = st.recursive(
    _LIKELY | _ANY_JSON,
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(st.sampled_from(" ".join(_WIRE_NAMES).split()), inner, max_size=6)
    ),
    max_leaves=20,
)
_BODIES: Final = st.binary() | (_ANY_JSON | _NEARLY_PAGES).map(lambda tree: json.dumps(tree).encode())


def _records(page: Any) -> object:
    """Make values of the records, as the sources do."""
    match page:
        case autotask_wire.QueryWire(items=items):
            return [_autotask_record(each) for each in items]
        case xero_wire.ContactsWire(contacts=contacts):
            return [xero_wire.customer_from(each) for each in contacts]
    return page


def _autotask_record(record: Any) -> object:
    match record:
        case autotask_wire.CompanyWire():
            return autotask_wire.company_from(record, exclude_udf="x"), autotask_wire.activity(
                record.is_active, of=record
            )
        case autotask_wire.ContactWire():
            return autotask_wire.contact_from(record, udf="x")
    return record


READERS: Final[dict[str, tuple[JsonReader[Any], ...]]] = {
    "records": (autotask_wire.COMPANIES, autotask_wire.CONTACTS, xero_wire.CONTACTS),
    "others": (
        autotask_wire.DEFINITIONS,
        autotask_wire.FIELDS,
        autotask_wire.COUNT,
        autotask_wire.ZONE,
        autotask_wire.THRESHOLD,
        xero_wire.ORGANISATION,
        xero_wire.TOKEN,
        xero_wire.CONNECTIONS,
    ),
}


@pytest.mark.parametrize("kind", READERS)
def test_any_answer_is_decoded_or_refused(kind: str) -> None:
    """Pages of records, what a tenant says of itself, tokens: a value, or an error that names the side."""

    @settings(max_examples=EXAMPLES)
    @given(st.sampled_from(READERS[kind]), _BODIES)
    def check(reader: JsonReader[Any], body: bytes) -> None:
        answer = Answer(status=200, headers=_JSON, body=body)
        error = refusal_of(lambda: _records(reader(answer)))
        assert error is None or str(error).startswith((Side.AUTOTASK, Side.XERO))

    check()


@given(
    _BODIES
    | st.sampled_from([b'{"errors":[%s]}', b'{"Detail":%s}']).flatmap(
        lambda form: _ANY_JSON.map(lambda tree: form % json.dumps(tree).encode())
    ),
    st.integers(100, 999),
)
def test_any_refusal_can_be_told(body: bytes, status: int) -> None:
    """What a server says of an error is shown cleaned and cut, whatever it is."""
    answer = Answer(status=status, headers=_JSON, body=body)
    assert all(text.isprintable() and len(text) <= 201 for text in answer.said())
    assert str(status) in answer.phrase
    assert isinstance(answer.has_errors, bool)


# Files of people


_HEADINGS: Final = st.lists(
    st.sampled_from(
        [heading.format(term="Company") for heading, _ in BUILT_IN]
        + ["Contact UDF:29680003 Position", "x", ""]
    )
    | ANY_TEXT.filter(lambda text: text == text.encode("utf-8", "ignore").decode())
)


@st.composite
def _templates(draw: st.DrawFn) -> bytes:
    """Return headings in some form, perhaps with rows, perhaps with damage."""
    delimiter = draw(st.sampled_from(",;\t|"))
    lines = [delimiter.join(draw(_HEADINGS)) for _ in range(draw(st.integers(1, 3)))]
    data = (
        draw(st.sampled_from(["\r\n", "\n", "\r"]))
        .join(lines)
        .encode(draw(st.sampled_from(["utf-8-sig", "utf-16"])))
    )
    at = draw(st.integers(0, len(data)))
    return data[:at] + draw(st.sampled_from([b"", b'"', b"\0", b"\xff"])) + data[at:]


@settings(max_examples=EXAMPLES)
@given(st.binary() | _templates(), st.sampled_from(["utf-8", "cp1252", "utf-16"]))
def test_any_template_is_understood_or_refused(data: bytes, encoding: str) -> None:
    """A format whose warnings can be shown, or a sentence that begins with the template's name."""
    error = refusal_of(lambda: _warnings(data, encoding))
    assert error is None or error.message.startswith('The template "mine.csv" ')


def _warnings(data: bytes, encoding: str) -> None:
    """Read a template, and look at what is said of it."""
    warnings = format_from(template_from(data, name="mine.csv"), facts(), encoding=encoding).warnings
    assert all(warning and warning.isprintable() for warning in warnings)


_MANIFEST: Final = json.loads(manifest_bytes(manifest(asked(), asked(2, update=7))))
_PLACES: Final = [(name,) for name in _MANIFEST] + [
    (name, 0, field) for name in ("files", "rows") for field in _MANIFEST[name][0]
]


@st.composite
def _manifests(draw: st.DrawFn) -> bytes:
    """Return a manifest with one value changed to another."""
    found = json.loads(json.dumps(_MANIFEST))
    *way, last = draw(st.sampled_from(_PLACES))
    at = found
    for step in way:
        at = at[step]
    at[last] = draw(_ANY_JSON)
    return json.dumps(found).encode()


@settings(max_examples=EXAMPLES)
@given(st.binary() | _ANY_JSON.map(lambda tree: json.dumps(tree).encode()) | _manifests())
def test_any_manifest_is_read_or_refused(data: bytes) -> None:
    """Nothing that is damaged is taken for one, and the message names the file."""
    error = refusal_of(lambda: manifest_from(data, name="x.manifest.json"))
    assert error is None or ("x.manifest.json" in error.message and error.hint)
