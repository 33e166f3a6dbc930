"""A secret as it is chosen in a form: the place where it is kept, and what is typed for that place."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from axtui.core.errors import ConfigProblem
from axtui.services.config_form import check_text, value_of
from axtui.services.config_keys import Key, Value
from axtui.services.config_rules import checked
from axtui.services.config_values import SecretKind

PLACES: Final[Mapping[SecretKind, str]] = {
    SecretKind.COMMAND: "from a command",
    SecretKind.CREDENTIAL: "systemd credential",
    SecretKind.KEYRING: "in the keyring",
    SecretKind.PLAIN: "in this file",
    SecretKind.PROMPT: "typed each time",
    SecretKind.ENV: "environment variable",
}
"""The recommended place first, the worst one last (reliability-bar.md section 2.1)."""
ABOUT: Final[Mapping[SecretKind, str]] = {
    SecretKind.COMMAND: "What a program prints, run without a shell whenever the secret is needed.",
    SecretKind.CREDENTIAL: "What systemd hands to the unit that axtui runs in.",
    SecretKind.KEYRING: "Stored in the keyring of this account when you save, and never shown again.",
    SecretKind.PLAIN: "Stored in the configuration file: readable by you, by root, and in backups.",
    SecretKind.PROMPT: "Asked for when it is needed and kept in memory only: for shared accounts.",
    SecretKind.ENV: "Every program that you start from there can read it too.",
}
NAME_LABELS: Final[Mapping[SecretKind, str]] = {
    SecretKind.COMMAND: "Command",
    SecretKind.CREDENTIAL: "Credential",
    SecretKind.KEYRING: "Service",
    SecretKind.ENV: "Variable",
}
"""What is typed in the open, by place; other places have no name."""
TYPED_HERE: Final = frozenset({SecretKind.KEYRING, SecretKind.PLAIN})
"""Where the secret itself is typed into the form."""
_NEEDED: Final[Mapping[SecretKind, str]] = {
    SecretKind.COMMAND: "is needed: a program and its arguments, for example pass show acme.",
    SecretKind.CREDENTIAL: "is needed: the name after LoadCredential= in the unit.",
    SecretKind.PLAIN: "is needed: the secret itself.",
    SecretKind.ENV: "is needed: the name of the variable.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSecret:
    """A place that was chosen for one secret; of what was typed nothing ever prints."""

    kind: SecretKind
    name: str = field(default="", repr=False)
    """The command line, or the name of the variable, the credential or the service in the keyring."""
    value: str = field(default="", repr=False)
    """The secret itself, where it is typed into the form."""

    @property
    def is_put_into_keyring(self) -> bool:
        """Whether saving stores something; without a text the entry that is there already is meant."""
        return self.kind is SecretKind.KEYRING and bool(self.value)


def usual_service(profile: str) -> str:
    """Return the name under which a profile's secrets stand in the keyring unless another is typed."""
    return f"axtui-{profile}" if profile else "axtui"


def problem_with_secret(key: Key, secret: NewSecret, *, profile: str) -> str:
    """Say what is wrong with what was typed, by the rules of the file; empty when nothing is."""
    said = secret.value if secret.kind is SecretKind.PLAIN else secret.name
    if secret.kind in _NEEDED and not said.strip():
        return _NEEDED[secret.kind]
    if secret.value and secret.kind in TYPED_HERE:
        found = checked(key, secret.value)
        if isinstance(found, ConfigProblem):
            return found.message
    if secret.kind is SecretKind.PLAIN:
        return ""
    problem = check_text(key, _as_text(secret, profile))
    return problem.message if problem else ""


def source_of(key: Key, secret: NewSecret, *, profile: str) -> Value:
    """Return what the file will say; the text that a plain secret consists of is taken to the letter."""
    if secret.kind is SecretKind.PLAIN:
        found = checked(key, secret.value)
        return None if isinstance(found, ConfigProblem) else found
    return value_of(key, _as_text(secret, profile))


def _as_text(secret: NewSecret, profile: str) -> str:
    name = secret.name.strip()
    if secret.kind is SecretKind.KEYRING:
        name = name or usual_service(profile)
    return f"{secret.kind}:{name}"
