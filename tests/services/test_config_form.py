"""Settings as typed into a form: the same rules, and back again."""

import pytest
from configs import env_secret, plain_secret, profile
from hypothesis import example, given
from hypothesis import strategies as st

from axtui.core.errors import ConfigError
from axtui.services.config import (
    KEYS,
    Key,
    Kind,
    SecretKind,
    SecretSource,
    UdfFilter,
    Value,
    check_text,
    key_at,
    profile_of,
    secret_source_from_text,
    text_of,
    value_of,
)


@pytest.mark.parametrize(
    ("path", "text", "value"),
    [
        ("ascii", "yes", True),
        ("ascii", "False", False),
        ("autotask.lanes", " 3 ", 3),
        ("autotask.lanes", "", 2),
        ("autotask.username", " api@acme.example ", "api@acme.example"),
        ("autotask.company_types", "Customer, Lead", ("Customer", "Lead")),
        ("autotask.company_types", 'Customer, "Lead, cold"', ("Customer", "Lead, cold")),
        ("autotask.company_filter_udf", "Region = UK = EU", UdfFilter(name="Region", value="UK = EU")),
        ("autotask.company_filter_udf", "", None),
        ("autotask.contact_udf", "", "Position"),
        ("autotask.base_url", "", ""),
        ("xero.login", "pkce", "pkce"),
        ("xero.client_secret", "", None),
        ("export.encoding", "UTF8", "utf-8"),
    ],
)
def test_a_text_is_read_by_its_key(path: str, text: str, value: Value) -> None:
    """Blanks around it do not count, and an empty field means the default."""
    assert value_of(key_at(path), text) == value
    assert check_text(key_at(path), text) is None


@pytest.mark.parametrize(
    ("path", "text", "says"),
    [
        ("ascii", "maybe", "true or false"),
        ("autotask.lanes", "9", "from 1 to 3"),
        ("autotask.lanes", "two", "from 1 to 3"),
        ("autotask.lanes", "9" * 5000, "from 1 to 3"),
        ("autotask.username", "  ", "empty"),
        ("autotask.company_types", ",", "empty"),
        ("autotask.company_filter_udf", "Region", "{ name ="),
        ("autotask.company_filter_udf", "= UK", "not empty"),
        ("autotask.zone_url", "http://webservices.autotask.net", "https://"),
        ("xero.login", "browser", "`custom-connection`"),
        ("autotask.secret", "", "empty"),
        ("autotask.secret", "env: 2x", "letters, digits and underscores"),
        ("autotask.secret", "command:", "list of program and arguments"),
        ("autotask.secret", "command: pass 'x", "list of program and arguments"),
        ("autotask.secret", "prompt:please", "`prompt` is true"),
        ("autotask.secret", "hush ", "end with a space"),
    ],
)
def test_what_is_wrong_is_said_as_for_the_file(path: str, text: str, says: str) -> None:
    """The problem names the key, and asking for the value raises it."""
    key = key_at(path)
    problem = check_text(key, text)
    assert problem is not None
    assert problem.key == path
    assert says in problem.message
    with pytest.raises(ConfigError) as caught:
        value_of(key, text)
    assert caught.value.problems == (problem,)


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("env:AT_SECRET", env_secret("AT_SECRET")),
        ("env: AT_SECRET ", env_secret("AT_SECRET")),
        ("credential:at", SecretSource(kind=SecretKind.CREDENTIAL, name="at")),
        ("command: pass show 'a b'", SecretSource(kind=SecretKind.COMMAND, command=("pass", "show", "a b"))),
        ("hush", plain_secret("hush")),
        ("Env:x", plain_secret("Env:x")),
        ("a:b", plain_secret("a:b")),
    ],
)
def test_a_secret_is_typed_as_its_source_or_itself(text: str, source: SecretSource) -> None:
    """A text that names no source is the secret."""
    assert secret_source_from_text(text) == source


def test_a_bad_secret_is_refused_without_quoting_it() -> None:
    """The message is shown, and what was typed is not."""
    with pytest.raises(ConfigError) as caught:
        secret_source_from_text(" canary-7f3a")
    assert "canary-7f3a" not in f"{caught.value}{caught.value.problems}"
    assert caught.value.problems[0].key == ""


def test_a_plain_secret_is_never_shown_again() -> None:
    """Its field starts empty."""
    assert text_of(plain_secret("canary-7f3a")) == ""


@pytest.mark.parametrize("text", ["env:AT_SECRET", "credential:at", "command: pass show 'a b'"])
def test_a_source_is_shown_as_it_is_typed(text: str) -> None:
    """Where a secret comes from is no secret."""
    assert text_of(secret_source_from_text(text)) == text


def test_what_is_not_set_is_an_empty_field() -> None:
    """A filter that is not configured, for example."""
    assert text_of(None) == ""


_VALUES: dict[Kind, st.SearchStrategy[Value]] = {
    Kind.FLAG: st.booleans(),
    Kind.NUMBER: st.just(3),
    Kind.TEXTS: st.lists(
        st.text("abc ,\"'=").map(str.strip).filter(bool), min_size=1, max_size=3, unique=True
    ).map(tuple),
    Kind.UDF_FILTER: st.builds(
        UdfFilter,
        name=st.text("abc ,\"'").map(str.strip).filter(bool),
        value=st.text("abc ,\"'=").map(str.strip).filter(bool),
    ),
    Kind.SECRET: st.builds(
        SecretSource,
        kind=st.just(SecretKind.COMMAND),
        command=st.lists(st.text("abc '\"\\$"), min_size=1).filter(lambda words: bool(words[0])).map(tuple),
    ),
}


@given(st.data())
def test_a_value_survives_being_shown_and_read(data: st.DataObject) -> None:
    """What a form shows of a setting, unedited, is that setting."""
    key = data.draw(st.sampled_from([each for each in KEYS if each.kind in _VALUES]))
    value = data.draw(_VALUES[key.kind])
    if key.kind is Kind.NUMBER:
        value = key.highest
    assert value_of(key, text_of(value)) == value


@given(st.sampled_from(KEYS), st.text())
@example(key=next(key for key in KEYS if key.kind is Kind.TEXTS), text="0\n0")
def test_any_text_has_a_value_or_a_problem(key: Key, text: str) -> None:
    """Typing raises nothing, and what is said can be shown."""
    problem = check_text(key, text)
    assert problem is None or problem.message.isprintable()


def test_a_profile_is_built_of_values() -> None:
    """Absent values take their defaults."""
    values: dict[str, Value] = {
        "autotask.username": "api@acme.example",
        "autotask.secret": env_secret("AT_SECRET"),
        "autotask.integration_code": env_secret("AT_CODE"),
        "xero.client_id": "id",
        "xero.client_secret": env_secret("XERO_SECRET"),
    }
    assert profile_of("acme", values) == (profile("acme"), ())


def test_what_a_profile_lacks_is_named_by_field() -> None:
    """A form puts each sentence under its field."""
    built, problems = profile_of("a b", {"autotask.username": "x", "xero.client_id": "id"})
    assert built is None
    assert [problem.key for problem in problems] == [
        "profiles.a b",
        "autotask.secret",
        "autotask.integration_code",
        "xero.client_secret",
    ]
