"""The rules of the configuration: what each key takes, and that everything wrong is said at once."""

import re
from dataclasses import fields

import pytest
from configs import MINIMAL, config, plain_secret
from hypothesis import given
from hypothesis import strategies as st

from axtui.core.errors import ConfigError, ConfigProblem
from axtui.core.match_by import MatchBy
from axtui.core.models import NumberField
from axtui.services.config import (
    KEYS,
    AppSettings,
    Config,
    Key,
    Kind,
    SecretKind,
    SecretSource,
    Table,
    UdfFilter,
    XeroLogin,
    keys_of,
    parse,
)
from axtui.services.config_keys import DATACLASS_OF
from axtui.services.config_rules import checked


def _with(table: str, line: str) -> str:
    """Return MINIMAL with one line more in one of its tables, in place of a line for the same key."""
    name = line.partition("=")[0].strip()
    text = re.sub(rf"(?m)^{re.escape(name)} = .*\n", "", MINIMAL)
    heading = f"[profiles.acme.{table}]\n"
    return text.replace(heading, f"{heading}{line}\n") if heading in text else f"{text}{heading}{line}\n"


def _problems(text: str) -> dict[str, str]:
    with pytest.raises(ConfigError) as caught:
        parse(text)
    return {problem.key: problem.message for problem in caught.value.problems}


def test_the_least_that_makes_a_profile() -> None:
    """Everything else has a default."""
    assert parse(MINIMAL) == config("acme")


def test_an_empty_file_is_a_configuration() -> None:
    """Defaults and no profiles."""
    assert parse("") == Config()


def test_every_key_is_a_field_and_every_field_a_key() -> None:
    """The table of keys and the dataclasses are the same list."""
    for table, dataclass in DATACLASS_OF.items():
        assert [key.name for key in keys_of(table)] != []
        assert {key.name for key in keys_of(table)} == {field.name for field in fields(dataclass)}
    assert len(set(KEYS)) == len(KEYS)


def test_every_key_has_a_sentence() -> None:
    """Forms, the example file and error messages show it."""
    assert all(re.fullmatch(r"[A-Z].*[^ ]\.", key.sentence) for key in KEYS)


def test_every_key_is_read() -> None:
    """Each value arrives in its field, as its own type."""
    found = parse(
        """
        default_profile = "acme"
        theme = "nord"
        ascii = true
        mouse = false
        clipboard = "off"
        escape_delay_ms = 250
        retention_days = 0
        ca_file = "/etc/ssl/acme.pem"
        [profiles.acme.autotask]
        username = "api@acme.example"
        secret = { command = ["pass", "show", "at"] }
        integration_code = { credential = "at-code" }
        zone_url = "https://webservices2.autotask.net"
        base_url = "https://webservices3.autotask.net/atservicesrest/"
        lanes = 3
        company_types = ["Customer", "Lead, cold"]
        company_exclude_udf = "XeroNoSync"
        company_filter_udf = { name = "Organisation", value = "UK" }
        contact_udf = "Role"
        contact_udf_value = "Billing"
        [profiles.acme.xero]
        login = "pkce"
        client_id = "id"
        client_secret = "hush"
        tenant_id = "t-1"
        redirect_port = 9000
        xero_number_field = "ContactNumber"
        api_url = "https://xero.example/api"
        token_url = "https://xero.example/token"
        authorize_url = "https://xero.example/authorize"
        connections_url = "https://xero.example/connections"
        [profiles.acme.report]
        match_by = "number-then-name"
        name_ignore_case = true
        sole_contact_is_enough = true
        acknowledgements = "team/acme.toml"
        [profiles.acme.export]
        directory = "~/imports"
        template = "~/imports/template.csv"
        term = "Business Unit"
        locale = "us"
        encoding = "utf-16"
        """
    )
    profile = found.profile()
    assert found.settings != AppSettings()
    for table, values in (
        (Table.TOP, found.settings),
        (Table.AUTOTASK, profile.autotask),
        (Table.XERO, profile.xero),
        (Table.REPORT, profile.report),
        (Table.EXPORT, profile.export),
    ):
        unchanged = [key.path for key in keys_of(table) if getattr(values, key.name) == key.default]
        assert not unchanged
    assert profile.autotask.secret == SecretSource(kind=SecretKind.COMMAND, command=("pass", "show", "at"))
    assert profile.autotask.integration_code == SecretSource(kind=SecretKind.CREDENTIAL, name="at-code")
    assert profile.autotask.company_types == ("Customer", "Lead, cold")
    assert profile.autotask.company_filter_udf == UdfFilter(name="Organisation", value="UK")
    assert profile.xero.login is XeroLogin.PKCE
    assert profile.xero.client_secret == plain_secret("hush")
    assert profile.xero.xero_number_field is NumberField.CONTACT_NUMBER
    assert profile.report.match_by is MatchBy.NUMBER_THEN_NAME


@pytest.mark.parametrize(
    ("table", "line", "says"),
    [
        ("autotask", "username = 3", "text in quotes"),
        ("autotask", 'username = ""', "empty"),
        ("autotask", 'username = " "', "empty"),
        ("autotask", 'username = "a\\tb"', "control characters"),
        ("autotask", "secret = 5", "one source"),
        ("autotask", 'secret = ""', "empty"),
        ("autotask", 'secret = " hush"', "space"),
        ("autotask", 'secret = "hu\\nsh"', "line ends"),
        ("autotask", "secret = {}", "one source"),
        ("autotask", 'secret = { env = "A", credential = "b" }', "one source"),
        ("autotask", 'secret = { vault = "x" }', "`vault` is no source"),
        ("autotask", 'secret = { keyring = "" }', "service in the keyring"),
        ("autotask", "secret = { prompt = false }", "`prompt` is true"),
        ("autotask", 'secret = { env = "A B" }', "letters, digits and underscores"),
        ("autotask", "secret = { env = 3 }", "letters, digits and underscores"),
        ("autotask", 'secret = { credential = "../x" }', "file name"),
        ("autotask", 'secret = { credential = ".." }', "file name"),
        ("autotask", "secret = { command = [] }", "list of program and arguments"),
        ("autotask", 'secret = { command = "pass show x" }', "list of program and arguments"),
        ("autotask", 'secret = { command = [""] }', "list of program and arguments"),
        ("autotask", 'secret = { command = ["pass", 3] }', "list of program and arguments"),
        ("autotask", 'secret = { command = ["pass", "a\\u0000"] }', "list of program and arguments"),
        ("autotask", 'zone_url = ""', "empty"),
        ("autotask", 'zone_url = "webservices.autotask.net"', "begins with https://"),
        ("autotask", 'zone_url = "http://webservices.autotask.net"', "must begin with https://"),
        (
            "autotask",
            'zone_url = "https://webservices.autotask.net.evil.example"',
            "webservicesN.autotask.net",
        ),
        (
            "autotask",
            'zone_url = "https://evil.example/webservices.autotask.net"',
            "webservicesN.autotask.net",
        ),
        ("autotask", 'base_url = "https://webservicesX.autotask.net/"', "webservicesN.autotask.net"),
        ("autotask", 'base_url = "https://user:hush@webservices3.autotask.net/"', "no user name"),
        ("autotask", 'base_url = "https://webservices3.autotask.net/?a=b"', "no `?`"),
        ("autotask", "lanes = 0", "from 1 to 3"),
        ("autotask", "lanes = 4", "from 1 to 3"),
        ("autotask", 'lanes = "2"', "without quotes"),
        ("autotask", "lanes = true", "from 1 to 3"),
        ("autotask", "lanes = 2.0", "from 1 to 3"),
        ("autotask", 'company_types = "Customer"', "list of texts"),
        ("autotask", "company_types = []", "at least one"),
        ("autotask", 'company_types = [""]', "empty"),
        ("autotask", "company_types = [1]", "text"),
        ("autotask", 'company_types = ["Customer", "Customer"]', "twice"),
        ("autotask", 'company_filter_udf = "Region"', "{ name ="),
        ("autotask", 'company_filter_udf = { name = "Region" }', "{ name ="),
        ("autotask", 'company_filter_udf = { name = "Region", value = "" }', "not empty"),
        ("autotask", 'company_filter_udf = { name = "Region", value = "x", more = 1 }', "{ name ="),
        ("autotask", 'contact_udf = ""', "empty"),
        ("autotask", 'contact_udf_value = ""', "empty"),
        ("xero", 'login = "pcke"', "`custom-connection`, `pkce`; did you mean `pkce`?"),
        ("xero", "login = 1", "`custom-connection`, `pkce`"),
        ("xero", "redirect_port = 0", "from 1 to 65535"),
        ("xero", "redirect_port = 65536", "from 1 to 65535"),
        ("xero", 'xero_number_field = "accountnumber"', "`AccountNumber`"),
        ("xero", 'api_url = "http://xero.example"', "must begin with https://"),
        ("xero", 'api_url = "ftp://xero.example"', "begins with https://"),
        ("xero", 'api_url = "https://"', "begins with https://"),
        ("xero", 'api_url = "https://xero.example:port/"', "that can be read"),
        ("xero", 'api_url = "https://xero.example:/"', "scheme, host and path"),
        ("xero", 'api_url = "https://xero.example/a b"', "begins with https://"),
        ("xero", 'api_url = "https://[::1"', "that can be read"),
        ("xero", 'api_url = "https://xéro.example/"', "begins with https://"),
        ("report", 'match_by = "names"', "did you mean `name`?"),
        ("report", 'name_ignore_case = "yes"', "true or false"),
        ("report", "sole_contact_is_enough = 1", "true or false"),
        ("export", 'directory = ""', "empty"),
        ("export", 'term = "Companies"', "`Business Unit`"),
        ("export", 'locale = "de"', "`uk`, `us`"),
        ("export", 'encoding = "latin-1"', "`utf-8`, `cp1252`, `utf-16`"),
        ("export", 'encoding = "rot13"', "`utf-8`, `cp1252`, `utf-16`"),
        ("export", 'encoding = "utf-16-le"', "`utf-8`, `cp1252`, `utf-16`"),
        ("export", 'encoding = ""', "empty"),
    ],
)
def test_a_wrong_value_is_named_with_what_is_allowed(table: str, line: str, says: str) -> None:
    """One sentence, under the key's full path, and nothing else is blamed."""
    problems = _problems(_with(table, line))
    assert list(problems) == [f"profiles.acme.{table}.{line.partition('=')[0].strip()}"]
    assert says in next(iter(problems.values()))


@pytest.mark.parametrize(
    ("line", "key", "says"),
    [
        ("ascii = 1", "ascii", "true or false"),
        ('mouse = "no"', "mouse", "true or false"),
        ('clipboard = "xclip"', "clipboard", "`osc52`, `tmux`, `off`"),
        ("escape_delay_ms = 0", "escape_delay_ms", "from 1 to 5000"),
        ("retention_days = -1", "retention_days", "from 0 to 3650"),
        ("retention_day = 1", "retention_day", "did you mean `retention_days`?"),
        ("profile = 1", "profile", "did you mean `profiles`?"),
        ("client_id = 1", "client_id", "it belongs in [profiles.NAME.xero]"),
        ("qqqq = 1", "qqqq", "known here: default_profile"),
        ("profiles = 1", "profiles", "must be tables"),
        ("profiles.acme = 1", "profiles.acme", "must be tables"),
        ('default_profile = "acne"', "default_profile", "no profile `acne`"),
    ],
)
def test_a_wrong_line_at_the_top_is_named(line: str, key: str, says: str) -> None:
    """The same for the keys that belong to no profile."""
    assert says in _problems(line)[key]


@pytest.mark.parametrize(
    ("table", "line", "says"),
    [
        ("autotask", "usernam = 1", "did you mean `username`?"),
        ("autotask", "client_id = 1", "it belongs in [profiles.NAME.xero]"),
        ("xero", "theme = 1", "it belongs in the top of the file"),
        ("export", "encodng = 1", "did you mean `encoding`?"),
    ],
)
def test_an_unknown_key_names_the_nearest_or_its_place(table: str, line: str, says: str) -> None:
    """A slip of the finger, or the right key in the wrong table."""
    assert says in _problems(_with(table, line))[f"profiles.acme.{table}.{line.partition(' =')[0]}"]


def test_an_unknown_table_names_the_nearest() -> None:
    """Tables have names to mistype, too."""
    problems = _problems(f"{MINIMAL}\n[profiles.acme.reports]\nmatch_by = 'name'\n")
    assert "did you mean `report`?" in problems["profiles.acme.reports"]


def test_a_table_that_is_a_value_is_refused() -> None:
    """`report = 1` is no table."""
    assert (
        "[profiles.acme.report]"
        in _problems(_with("autotask", "x = 1") + "[profiles.acme]\nreport = 1\n")["profiles.acme.report"]
    )


def test_missing_keys_are_all_named() -> None:
    """Also when their tables are missing."""
    assert set(_problems("[profiles.acme.report]")) == {
        "profiles.acme.autotask.username",
        "profiles.acme.autotask.secret",
        "profiles.acme.autotask.integration_code",
        "profiles.acme.xero.client_id",
        "profiles.acme.xero.client_secret",
    }


def test_pkce_needs_no_client_secret() -> None:
    """A public app has none."""
    text = re.sub("client_secret = .*", 'login = "pkce"', MINIMAL)
    assert parse(text).profile().xero.client_secret is None


def test_a_custom_connection_needs_a_client_secret() -> None:
    """It signs in with nothing else."""
    problems = _problems(re.sub("client_secret = .*", 'login = "custom-connection"', MINIMAL))
    assert "pkce" in problems["profiles.acme.xero.client_secret"]


@pytest.mark.parametrize("name", ["acme", "Acme-2", "a.b_c", "7", "a" * 64])
def test_names_that_make_good_files_are_taken(name: str) -> None:
    """Letters, digits, dots, underscores and hyphens."""
    assert parse(MINIMAL.replace("profiles.acme", f'profiles."{name}"')) == config(name)


@pytest.mark.parametrize(
    "name", ["", "a b", "../x", ".hidden", "-x", "a/b", "é", "a\\u0000", "a\\n", "a" * 65]
)
def test_names_that_make_bad_files_are_refused(name: str) -> None:
    """Snapshots and exports are named after the profile."""
    problems = _problems(MINIMAL.replace("profiles.acme", f'profiles."{name}"'))
    assert len(problems) == 1
    assert "because files are named after it" in next(iter(problems.values()))


@pytest.mark.parametrize(
    "url",
    [
        "http://localhost:8080/x",
        "http://127.0.0.1:1",
        "http://127.9.9.9/",
        "http://[::1]:99/",
        "https://localhost",
    ],
)
def test_loopback_hosts_need_neither_https_nor_a_vendors_name(url: str) -> None:
    """Tests, the demo and recorded servers stand there."""
    assert parse(_with("autotask", f'zone_url = "{url}"')).profile().autotask.zone_url == url


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1.evil.example", "http://localhost.evil.example", "http://10.0.0.1"]
)
def test_what_only_looks_like_loopback_is_refused(url: str) -> None:
    """Credentials would leave the machine unprotected."""
    assert (
        "must begin with https://"
        in _problems(_with("xero", f'api_url = "{url}"'))["profiles.acme.xero.api_url"]
    )


@pytest.mark.parametrize(
    ("spelt", "meant"),
    [
        ("UTF8", "utf-8"),
        ("utf_8", "utf-8"),
        ("Windows-1252", "cp1252"),
        ("CP1252", "cp1252"),
        ("UTF-16", "utf-16"),
        ("utf16", "utf-16"),
    ],
)
def test_an_encoding_may_be_spelt_in_any_way(spelt: str, meant: str) -> None:
    """People write these names as other programs do."""
    assert parse(_with("export", f'encoding = "{spelt}"')).profile().export.encoding == meant


def test_everything_wrong_is_said_at_once() -> None:
    """Nobody should have to start the program five times to learn five things."""
    problems = _problems(
        """
        theme = 1
        [profiles.acme.autotask]
        username = "u"
        secret = { env = "" }
        integration_code = "x"
        lanes = 9
        [profiles.acme.xero]
        login = "x"
        [profiles.bolt.xero]
        client_id = "x"
        client_secret = "x"
        """
    )
    assert list(problems) == [
        "theme",
        "profiles.acme.autotask.secret",
        "profiles.acme.autotask.lanes",
        "profiles.acme.xero.login",
        "profiles.acme.xero.client_id",
        "profiles.bolt.autotask.username",
        "profiles.bolt.autotask.secret",
        "profiles.bolt.autotask.integration_code",
    ]


def test_no_message_quotes_a_secret() -> None:
    """Not even one that cannot be used, or stands where no secret belongs."""
    with pytest.raises(ConfigError) as caught:
        parse(
            """
            [profiles.acme.autotask]
            username = "u"
            secret = " canary-7f3a"
            integration_code = { canary = "canary-7f3a" }
            zone_url = "https://canary-7f3a:canary-7f3a@webservices.autotask.net"
            """
        )
    said = f"{caught.value} {caught.value.problems!r}"
    assert "canary-7f3a" not in said


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a = 1\nb =", "at the end of the file"),
        ("a = 1\nb = yes\n", "line 2, column 5"),
        ("[a\n", "line 1, column 3"),
        ("a = 'x\n", "not closed, at the end of the file"),
        ('a = "x\nb = 1\n', "not closed on its line, line 1, column 7"),
        ("a = 1\na = 1\nb = 1", "there already, line 2"),
        ("[a]\n[a]\nb = 1", "there already, line 2"),
        ("just words\n", "a key needs `=`"),
        ("a = 'canary-7f3a' b\n", "line 1, column 19"),
        ('a = "c:\\q"\n', "backslash"),
        ("a = [1 2]\n", "list is not closed"),
        ("a = { b = 1 c = 2 }\n", "`{` is not closed"),
        ("a = '\x01'\n", "control character"),
        ("= 1\n", "`key = value`"),
        ("a = " + "[" * 5000, "nested too deep"),
        ("a = " + "9" * 5000, "too long"),
    ],
)
def test_a_broken_file_is_placed_in_words(text: str, says: str) -> None:
    """Line and column, and what the rule is there; nothing of the line itself."""
    with pytest.raises(ConfigError) as caught:
        parse(text, name="The file x")
    assert caught.value.message.startswith("The file x cannot be read: ")
    assert says in caught.value.message
    assert "canary-7f3a" not in str(caught.value)


@given(st.text() | st.sampled_from(MINIMAL.splitlines()).flatmap(lambda line: st.text().map(line.__add__)))
def test_any_text_is_read_or_refused_in_words(text: str) -> None:
    """No other exception comes out of a configuration file."""
    said = _said_of(text)
    assert all(each.isprintable() for each in said)


def _said_of(text: str) -> list[str]:
    try:
        parse(text)
    except ConfigError as error:
        return [str(error), *map(str, error.problems)]
    return []


_JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=5,
)


@given(st.sampled_from(KEYS), _JUNK)
def test_any_value_is_taken_or_refused_in_words(key: Key, raw: object) -> None:
    """Every rule copes with every type that TOML has, and more."""
    found = checked(key, raw)
    if isinstance(found, ConfigProblem):
        assert found.key == key.path
        assert found.message.isprintable()


def test_secrets_are_the_keys_that_a_form_masks() -> None:
    """A new key for a secret has to be of this kind."""
    assert {key.path for key in KEYS if key.kind is Kind.SECRET} == {
        "autotask.secret",
        "autotask.integration_code",
        "xero.client_secret",
    }
