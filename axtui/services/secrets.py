"""One resolver per kind of secret source. Errors name the source and never what it gave."""

from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import Final

from axtui.core.errors import ConfigError
from axtui.core.secret import Secret
from axtui.core.text import visible
from axtui.services.config_values import SecretKind
from axtui.services.keyring_door import OpenKeyring, open_keyring
from axtui.services.keyring_secrets import from_keyring
from axtui.services.secret_command import LARGEST, output_of
from axtui.services.secret_places import SecretPlace
from axtui.services.typed_secrets import TypedSecrets

PATIENCE: Final = 60.0
"""Seconds that a secret command may take."""
_CREDENTIALS: Final = "CREDENTIALS_DIRECTORY"
"""Where systemd says that a service's credentials are (systemd.io/CREDENTIALS)."""
_ANOTHER_SOURCE: Final = "Put the secret there, or give it another source in the configuration."
_NOTHING_ELSE: Final = "Let the secret stand there alone, as it was copied from where it was issued."
_ONE_LINE: Final = 'Of several lines, { command = ["sh", "-c", "pass show x | head -n 1"] } takes the first.'
"""Password managers print a note below the password."""


def resolve(
    place: SecretPlace,
    *,
    env: Mapping[str, str],
    typed: TypedSecrets,
    open_keyring: OpenKeyring = open_keyring,
    withheld: Collection[str] = (),
    patience: float = PATIENCE,
    given_up: Callable[[], bool] = lambda: False,
) -> Secret:
    """Return the secret of this place, from the source that it names.

    Blocks for as long as a command takes; from the event loop, call it in a thread. `withheld` are
    environment variables that hold other secrets, which a command does not get to see. Once `given_up` says
    so, a command is ended: nobody waits for what it prints.
    """
    source = place.source
    match source.kind:
        case SecretKind.PLAIN:
            return _secret(source.plain, whence="The secret in the configuration file")
        case SecretKind.ENV:
            return _from_environment(source.name, env)
        case SecretKind.CREDENTIAL:
            return _from_credential(source.name, env)
        case SecretKind.KEYRING:
            text = from_keyring(place, open_keyring, given_up=given_up)
            return _secret(text, whence=f"What the keyring has for {place.key}")
        case SecretKind.PROMPT:
            return _from_memory(place, typed)
        case SecretKind.COMMAND:
            seen = {name: value for name, value in env.items() if name not in withheld}
            output = output_of(source.command, env=seen, patience=patience, given_up=given_up)
            return _secret_from_bytes(output, whence=f"What the command {visible(source.command[0])} printed")


def typed_secret(text: str) -> Secret:
    """Return what somebody typed as a secret; ConfigError where it cannot be one."""
    return _secret(text, whence="What was typed")


def _secret(text: str, *, whence: str) -> Secret:
    """Accept only what can stand in the header of a request, so that no library quotes it in an error."""
    if not text:
        raise ConfigError(f"{whence} is empty.", hint=_ANOTHER_SOURCE)
    if "\n" in text or "\r" in text:
        raise ConfigError(f"{whence} has several lines; a secret is one.", hint=_ONE_LINE)
    if not text.isprintable() or text != text.strip():
        raise ConfigError(
            f"{whence} begins or ends with a space, or holds a control character.", hint=_NOTHING_ELSE
        )
    return Secret(text)


def _secret_from_bytes(data: bytes, *, whence: str) -> Secret:
    try:
        text = data.decode()
    except UnicodeDecodeError:
        raise ConfigError(f"{whence} is not UTF-8 text.", hint=_NOTHING_ELSE) from None
    return _secret(text.removesuffix("\n").removesuffix("\r"), whence=whence)


def nobody_to_ask(place: SecretPlace) -> ConfigError:
    """Say that a secret has to be typed where nobody can."""
    return ConfigError(
        f"The secret {place.key} of the profile {visible(place.profile)} has to be typed, "
        "and there is nobody to ask.",
        hint="Run this in a terminal, or give the secret another source in the configuration.",
    )


def _from_memory(place: SecretPlace, typed: TypedSecrets) -> Secret:
    secret = typed.at(place.profile, place.key)
    if secret is None:
        raise nobody_to_ask(place)
    return secret


def _from_environment(name: str, env: Mapping[str, str]) -> Secret:
    shown = visible(name)
    if name not in env:
        raise ConfigError(f"The environment variable {shown} is not set.", hint=_ANOTHER_SOURCE)
    return _secret(env[name], whence=f"The environment variable {shown}")


def _from_credential(name: str, env: Mapping[str, str]) -> Secret:
    shown = visible(name)
    if not (directory := env.get(_CREDENTIALS)):
        raise ConfigError(
            f"There is no systemd credential {shown}: {_CREDENTIALS} is not set.",
            hint="Run axtui from a unit with LoadCredential=, or give the secret another source.",
        )
    try:
        with (Path(directory) / name).open("rb") as stream:
            data = stream.read(LARGEST + 1)
    except OSError as error:
        raise ConfigError(
            f"The systemd credential {shown} cannot be read: {error.strerror}.",
            hint="See LoadCredential= in the unit.",
        ) from None
    if len(data) > LARGEST:
        raise ConfigError(f"The systemd credential {shown} is larger than 64 KiB.", hint=_NOTHING_ELSE)
    return _secret_from_bytes(data, whence=f"The systemd credential {shown}")
