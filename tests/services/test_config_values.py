"""Which profile is meant, and what never prints of one."""

from dataclasses import replace

import pytest
from configs import config, plain_secret, profile

from axtui.core.errors import UsageError
from axtui.core.match_by import MatchBy
from axtui.core.matching import MatchRule
from axtui.core.models import NumberField
from axtui.core.report import ReportRules
from axtui.services.config import AppSettings, Config, ReportProfile, SecretKind, SecretSource


def test_the_profile_asked_for_is_given() -> None:
    """A name wins over the default."""
    found = replace(config("acme", "bolt"), settings=AppSettings(default_profile="acme"))
    assert found.profile("bolt").name == "bolt"


def test_without_a_name_the_default_profile_is_given() -> None:
    """`default_profile` is for this."""
    found = replace(config("acme", "bolt"), settings=AppSettings(default_profile="bolt"))
    assert found.profile().name == "bolt"


def test_a_single_profile_needs_no_name() -> None:
    """Nobody has to name the only one there is."""
    assert config("acme").profile(None).name == "acme"


@pytest.mark.parametrize(
    ("names", "wanted", "says"),
    [
        (("acme", "bolt"), None, "say which"),
        (("acme", "bolt"), "bot", "`bot`"),
        (("acme",), "bolt", "acme"),
        ((), None, "no profile yet"),
        ((), "acme", "no profile yet"),
    ],
)
def test_an_unknown_profile_is_refused_with_the_names(
    names: tuple[str, ...], wanted: str | None, says: str
) -> None:
    """The error lists what there is, so that the next command can be right."""
    with pytest.raises(UsageError) as caught:
        config(*names).profile(wanted)
    assert says in str(caught.value)
    assert all(name in str(caught.value) for name in names)


def test_a_profile_knows_the_rules_of_its_report() -> None:
    """The rules take settings from two tables."""
    found = replace(
        profile(),
        report=ReportProfile(
            match_by=MatchBy.NUMBER_THEN_NAME, name_ignore_case=True, sole_contact_is_enough=True
        ),
        xero=replace(profile().xero, xero_number_field=NumberField.CONTACT_NUMBER),
    )
    assert found.rules == ReportRules(
        match=MatchRule(
            match_by=MatchBy.NUMBER_THEN_NAME,
            name_ignore_case=True,
            number_field=NumberField.CONTACT_NUMBER,
        ),
        sole_contact_is_enough=True,
    )


@pytest.mark.parametrize(
    ("source", "described"),
    [
        (plain_secret("canary-7f3a"), "stored in this file"),
        (SecretSource(kind=SecretKind.ENV, name="AT_SECRET"), "from the environment variable AT_SECRET"),
        (SecretSource(kind=SecretKind.CREDENTIAL, name="at"), "from the systemd credential at"),
        (
            SecretSource(kind=SecretKind.COMMAND, command=("pass", "show", "canary-7f3a")),
            "from the command pass",
        ),
    ],
)
def test_a_secret_source_says_where_and_never_what(source: SecretSource, described: str) -> None:
    """Arguments of a command may be secrets too."""
    assert source.described == described
    assert "canary-7f3a" not in repr(source)


def test_no_repr_of_a_configuration_holds_a_secret() -> None:
    """Values end up in tracebacks and logs, at any depth."""
    found = Config(profiles=(profile(secret=plain_secret("canary-7f3a")),))
    assert "canary-7f3a" not in repr(found)
