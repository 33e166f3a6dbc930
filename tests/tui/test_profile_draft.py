"""A profile under edit: nothing is lost on the way through the form, and no secret is shown."""

import pytest

from axtui.core.match_by import MatchBy
from axtui.services.config import (
    AppSettings,
    AutotaskProfile,
    ExportProfile,
    Profile,
    ReportProfile,
    SecretKind,
    SecretSource,
    UdfFilter,
    XeroLogin,
    XeroProfile,
)
from axtui.services.new_secret import NewSecret
from axtui.tui.profile_draft import (
    NAME,
    PROFILE_KEYS,
    Draft,
    as_tried,
    config_from,
    count_of_plain,
    draft_of,
    for_keyring,
    problem_with,
    profile_from,
)
from axtui.tui.profile_salvage import salvaged

PLAIN = SecretSource(kind=SecretKind.PLAIN, plain="hunter2-canary")
ENV = SecretSource(kind=SecretKind.ENV, name="ACME_CODE")


def a_profile(name: str = "acme") -> Profile:
    """Return a profile that differs from the defaults in every kind of key."""
    return Profile(
        name=name,
        autotask=AutotaskProfile(
            username="api@acme.example",
            secret=PLAIN,
            integration_code=ENV,
            lanes=3,
            company_types=("Customer", "Lead, warm"),
            company_filter_udf=UdfFilter(name="Xero org", value="AU"),
        ),
        xero=XeroProfile(client_id="ABC", login=XeroLogin.PKCE),
        report=ReportProfile(match_by=MatchBy.NUMBER_THEN_NAME, name_ignore_case=True),
        export=ExportProfile(directory="~/imports", term="Client", encoding="cp1252"),
    )


def retyped(draft: Draft) -> Draft:
    """Return the draft as if every field had been typed again."""
    for path, text in draft.texts.items():
        draft = draft.typed(path, text)
    return draft.typed(NAME, draft.name)


def test_a_profile_comes_back_as_it_went_in() -> None:
    """Typing again what the form shows changes nothing."""
    assert profile_from(draft_of(a_profile())) == (a_profile(), {})
    assert profile_from(retyped(draft_of(a_profile()))) == (a_profile(), {})


def test_no_secret_is_among_the_texts_or_in_the_repr() -> None:
    """The form cannot show what it does not have."""
    draft = draft_of(a_profile())
    assert "autotask.secret" not in draft.texts
    assert "hunter2-canary" not in repr(draft)
    assert draft.stored["autotask.secret"] is PLAIN


def test_a_typed_secret_replaces_the_stored_one() -> None:
    """A stored secret stays until another is typed."""
    draft = draft_of(a_profile()).chosen("autotask.secret", NewSecret(kind=SecretKind.ENV, name="OTHER"))
    profile, _ = profile_from(draft)
    assert profile is not None
    assert profile.autotask.secret == SecretSource(kind=SecretKind.ENV, name="OTHER")
    assert profile.autotask.integration_code is ENV


def test_an_untouched_profile_keeps_its_values_to_the_letter() -> None:
    """A space that a form would drop stays in profiles that nobody edited."""
    spaced = Profile(
        name="acme",
        autotask=AutotaskProfile(username="u", secret=PLAIN, integration_code=ENV, contact_udf=" Position "),
        xero=XeroProfile(client_id="c", client_secret=PLAIN),
    )
    assert profile_from(draft_of(spaced))[0] is spaced


@pytest.mark.parametrize(
    ("path", "text", "words"),
    [
        (NAME, "", "is needed"),
        (NAME, "beta", "another profile"),
        (NAME, "../etc", "cannot be used"),
        ("autotask.username", " ", "is needed"),
        ("autotask.lanes", "9", "from 1 to 3"),
        ("autotask.base_url", "http://webservices5.autotask.net", "https://"),
        ("autotask.company_filter_udf", "AU", "name"),
        ("xero.login", "custom-conection", "did you mean"),
    ],
)
def test_each_field_is_judged_by_the_rule_of_the_file(path: str, text: str, words: str) -> None:
    """The sentence is the one the file would get."""
    draft = draft_of(a_profile()).typed(path, text)
    assert words in problem_with(draft, path, taken=["beta"])
    assert profile_from(draft, taken=["beta"])[0] is None


SECRET = "autotask.secret"
CANARY = "hunter2-canary"


@pytest.mark.parametrize(
    ("new", "words"),
    [
        (NewSecret(kind=SecretKind.COMMAND), "is needed: a program"),
        (NewSecret(kind=SecretKind.COMMAND, name="pass 'show"), "the command must be"),
        (NewSecret(kind=SecretKind.CREDENTIAL), "is needed"),
        (NewSecret(kind=SecretKind.CREDENTIAL, name="a/b"), "without `/`"),
        (NewSecret(kind=SecretKind.ENV, name=" "), "is needed"),
        (NewSecret(kind=SecretKind.ENV, name="A-B"), "letters, digits"),
        (NewSecret(kind=SecretKind.PLAIN), "is needed: the secret itself"),
        (NewSecret(kind=SecretKind.PLAIN, value=f" {CANARY}"), "begin or end with a space"),
        (NewSecret(kind=SecretKind.KEYRING, value=f"{CANARY}\t"), "begin or end with a space"),
        (NewSecret(kind=SecretKind.KEYRING, name="a\nb"), "without control characters"),
    ],
    ids=lambda value: value if isinstance(value, str) else value.kind,
)
def test_a_place_is_judged_by_what_it_needs(new: NewSecret, words: str) -> None:
    """The sentence never holds what was typed as the secret."""
    problem = problem_with(draft_of(a_profile()).chosen(SECRET, new), SECRET)
    assert words in problem
    assert CANARY not in problem
    assert CANARY not in repr(new)


@pytest.mark.parametrize(
    ("new", "source"),
    [
        (
            NewSecret(kind=SecretKind.COMMAND, name=" pass show 'a b' "),
            SecretSource(kind=SecretKind.COMMAND, command=("pass", "show", "a b")),
        ),
        (
            NewSecret(kind=SecretKind.CREDENTIAL, name="acme"),
            SecretSource(kind=SecretKind.CREDENTIAL, name="acme"),
        ),
        (
            NewSecret(kind=SecretKind.KEYRING, value=CANARY),
            SecretSource(kind=SecretKind.KEYRING, name="axtui-acme"),
        ),
        (
            NewSecret(kind=SecretKind.KEYRING, name="work"),
            SecretSource(kind=SecretKind.KEYRING, name="work"),
        ),
        (NewSecret(kind=SecretKind.PROMPT), SecretSource(kind=SecretKind.PROMPT)),
        (NewSecret(kind=SecretKind.ENV, name="X"), SecretSource(kind=SecretKind.ENV, name="X")),
        (
            NewSecret(kind=SecretKind.PLAIN, value="env:HOME"),
            SecretSource(kind=SecretKind.PLAIN, plain="env:HOME"),
        ),
    ],
    ids=lambda value: value.kind,
)
def test_each_place_becomes_a_source_of_the_file(new: NewSecret, source: SecretSource) -> None:
    """What is typed as the secret itself is taken to the letter, whatever it looks like."""
    profile, problems = profile_from(draft_of(a_profile()).chosen(SECRET, new))
    assert problems == {}
    assert profile is not None
    assert profile.autotask.secret == source


def test_what_is_typed_for_the_keyring_is_stored_there_and_nowhere_else() -> None:
    """The profile names the service; a test before that sees the secret as it was typed."""
    draft = draft_of(a_profile()).chosen(SECRET, NewSecret(kind=SecretKind.KEYRING, value=CANARY))
    config, _ = config_from(AppSettings(), [draft])
    assert config is not None
    (profile,) = config.profiles
    ((place, secret),) = for_keyring([draft], config)
    assert (place.profile, place.key, place.source.name) == ("acme", SECRET, "axtui-acme")
    assert secret.reveal() == CANARY
    assert profile.autotask.secret.plain == ""
    assert as_tried(draft, profile).autotask.secret.plain == CANARY
    assert as_tried(draft, profile).autotask.integration_code is ENV
    assert count_of_plain(draft) == 0


def test_only_new_secrets_of_the_file_are_counted() -> None:
    """One that stands there already needs no second consent, and none of the keyring is stored again."""
    draft = draft_of(a_profile())
    assert count_of_plain(draft) == 0
    draft = draft.chosen(SECRET, NewSecret(kind=SecretKind.PLAIN, value=CANARY))
    draft = draft.chosen("autotask.integration_code", NewSecret(kind=SecretKind.KEYRING, name="work"))
    config, _ = config_from(AppSettings(), [draft])
    assert config is not None
    assert count_of_plain(draft) == 1
    assert for_keyring([draft], config) == ()


def test_a_secret_that_the_sign_in_does_not_use_is_not_asked_for() -> None:
    """The field is hidden where a person signs in; what was begun there is no problem."""
    draft = draft_of(a_profile()).chosen("xero.client_secret", NewSecret(kind=SecretKind.PLAIN))
    profile, problems = profile_from(draft)
    assert problems == {}
    assert profile is not None
    assert profile.xero.client_secret is None
    assert problem_with(draft.typed("xero.login", ""), "xero.client_secret") != ""


def test_taking_a_choice_back_leaves_what_is_stored() -> None:
    """The draft then says the same as before."""
    before = draft_of(a_profile())
    draft = before.chosen(SECRET, NewSecret(kind=SecretKind.PROMPT))
    assert not draft.says_the_same_as(before)
    assert draft.chosen(SECRET, None).says_the_same_as(before)
    assert profile_from(draft.chosen(SECRET, None))[0] == a_profile()


def test_an_empty_form_lists_what_is_needed_in_the_order_of_the_form() -> None:
    """Saving at once names every field that has no default."""
    _, problems = profile_from(Draft())
    assert list(problems) == [
        NAME,
        "autotask.username",
        "autotask.secret",
        "autotask.integration_code",
        "xero.client_id",
    ]


def test_what_only_fields_together_show_is_put_to_a_field() -> None:
    """A Custom Connection without a client secret is a problem of the client secret."""
    draft = draft_of(a_profile()).typed("xero.login", "")
    profile, problems = profile_from(draft)
    assert profile is None
    assert list(problems) == ["xero.client_secret"]


def test_a_renamed_default_profile_stays_the_default() -> None:
    """And a deleted one does not."""
    settings = AppSettings(default_profile="acme")
    renamed = draft_of(a_profile()).typed(NAME, "acme-au")
    beta = draft_of(a_profile("beta"))
    config, unusable = config_from(settings, [renamed, beta])
    assert config is not None
    assert config.settings.default_profile == "acme-au"
    assert [profile.name for profile in config.profiles] == ["acme-au", "beta"]
    assert unusable == ()
    without, _ = config_from(settings, [beta])
    assert without is not None
    assert without.settings.default_profile == ""


def test_a_first_profile_does_not_become_the_default_by_itself() -> None:
    """Only the file's own words set a default."""
    config, _ = config_from(AppSettings(), [Draft(name="acme", untouched=a_profile())])
    assert config is not None
    assert config.settings.default_profile == ""


def test_profiles_that_cannot_be_used_are_named() -> None:
    """One bad profile does not let the others be written alone."""
    bad = draft_of(a_profile("beta")).typed("autotask.lanes", "9")
    assert config_from(AppSettings(), [draft_of(a_profile()), bad]) == (None, ("beta",))


REFUSED = """
retention_days = 3
theme = 7
[profiles.acme.autotask]
username = "u@acme.example"
secret = { env = "ACME" }
integration_code = { keyring = 3 }
lanes = 9
company_types = "Customer"
[profiles.acme.xero]
client_id = "c"
client_secret = "hunter2-canary"
login = "custom-conection"
nonsense = true
[profiles.beta]
autotask = 5
"""


def test_what_can_be_read_of_a_refused_file_is_kept() -> None:
    """Good values stay, refused words and numbers can be put right, and the rest is empty."""
    salvage = salvaged(REFUSED)
    assert salvage.settings == AppSettings(retention_days=3)
    acme, beta = salvage.drafts
    assert acme.texts == {
        "autotask.username": "u@acme.example",
        "autotask.lanes": "9",
        "autotask.company_types": "Customer",
        "xero.client_id": "c",
        "xero.login": "custom-conection",
    }
    assert set(acme.stored) == {"autotask.secret", "xero.client_secret"}
    assert list(profile_from(acme)[1]) == ["autotask.integration_code", "autotask.lanes", "xero.login"]
    assert beta == Draft(saved_as="beta", name="beta")


@pytest.mark.parametrize("text", ["", "[[", "profiles = 3", "x = " + "[" * 5000, "profiles.acme = 1"])
def test_nothing_is_salvaged_where_nothing_can_be_read(text: str) -> None:
    """A file that is no TOML, or holds no tables, gives an empty list, not a crash."""
    assert salvaged(text).drafts == ()


def test_every_key_of_a_profile_can_be_edited() -> None:
    """The table of keys drives the draft; a key added there is there at once."""
    draft = draft_of(a_profile())
    for key in PROFILE_KEYS:
        assert problem_with(draft, key.path) == ""
