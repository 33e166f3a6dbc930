"""`axtui profiles add` and `remove`: a profile is asked for, or goes with all that is its."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from axtui.cli.asking import Asker
from axtui.cli.command_requests import ProfilesRequest
from axtui.cli.streams import Streams
from axtui.core.errors import ConfigError, ExitCode, UsageError
from axtui.core.secret import Secret
from axtui.core.text import visible
from axtui.services import belongings
from axtui.services.config import (
    Config,
    Key,
    Kind,
    Profile,
    SecretKind,
    SecretSource,
    Value,
    XeroLogin,
    check_text,
    key_at,
    profile_name_problem,
    profile_of,
    save,
    value_of,
)
from axtui.services.keyring_secrets import remove_from_keyring, store_in_keyring
from axtui.services.new_secret import (
    ABOUT,
    NAME_LABELS,
    PLACES,
    TYPED_HERE,
    NewSecret,
    problem_with_secret,
    source_of,
    usual_service,
)
from axtui.services.secret_places import places_of
from axtui.services.surroundings import Surroundings

_ASKED: Final = (
    "autotask.username",
    "autotask.secret",
    "autotask.integration_code",
    "xero.login",
    "xero.client_id",
    "xero.client_secret",
)
"""What has no default; all else can be changed later."""
_KINDS: Final = tuple(PLACES)


def add_profile(
    request: ProfilesRequest, *, config: Config, surroundings: Surroundings, streams: Streams
) -> ExitCode:
    """Ask for a profile, show it without its secrets, and write it when the person agrees."""
    asker = _somebody(streams, "Write it into the configuration file: config.example.toml shows every key.")
    name = _name(request.name, config, asker, streams)
    values, typed = _answers(name, asker, streams)
    profile, problems = profile_of(name, values)
    if profile is None:
        raise ConfigError("This cannot be a profile.", problems=problems)
    streams.say(f"The profile {name}:")
    for line in _summary(profile):
        streams.say(f"  {line}")
    if not _agreed(f"Write it into {surroundings.config_file}?", asker):
        streams.say("Nothing was written.")
        return ExitCode.DONE
    _store(profile, typed, surroundings)
    save(replace(config, profiles=(*config.profiles, profile)), surroundings.config_file)
    signing_in = f" `axtui login --profile {name}` signs in to Xero." if _is_personal(values) else ""
    streams.say(f"Written.{signing_in} `axtui check --profile {name}` tests both connections.")
    return ExitCode.DONE


def remove_profile(
    request: ProfilesRequest, *, config: Config, surroundings: Surroundings, streams: Streams
) -> ExitCode:
    """Take a profile out of the configuration, with what is kept of it on this host."""
    if not request.name:
        raise UsageError("Which profile?", hint="`axtui profiles remove NAME`; `axtui profiles` lists them.")
    profile = config.profile(request.name)
    if not request.yes:
        asker = _somebody(streams, "With --yes nobody is asked.")
        question = f"Remove the profile {profile.name}, its stored reports and its login on this host?"
        if not _agreed(question, asker):
            streams.say("Nothing was removed.")
            return ExitCode.DONE
    rest = tuple(each for each in config.profiles if each.name != profile.name)
    settings = config.settings
    if settings.default_profile == profile.name:
        settings = replace(settings, default_profile="")
    save(replace(config, profiles=rest, settings=settings), surroundings.config_file)
    belongings.forget(profile.name, surroundings=surroundings)
    streams.say(f"Removed. The configuration of before is in {surroundings.config_file.name}.bak beside it.")
    _empty_keyring(profile, rest, surroundings, streams)
    return ExitCode.DONE


# Asking


def _somebody(streams: Streams, otherwise: str) -> Asker:
    asker = streams.asker
    if asker is None:
        raise UsageError("This asks on the terminal, and there is none.", hint=otherwise)
    return asker


def _agreed(question: str, asker: Asker) -> bool:
    return asker.line(f"{question} yes or no").strip().casefold() in ("y", "yes")


def _name(given: str | None, config: Config, asker: Asker, streams: Streams) -> str:
    """Return a name that is free; one on the command line is not asked for again."""
    while True:
        name = given or asker.line("Name of the profile").strip()
        problem = profile_name_problem(name)
        says = str(problem) if problem else ""
        if any(name == each.name for each in config.profiles):
            says = f"There is a profile {name} already."
        if not says:
            return name
        if given:
            raise UsageError(says)
        streams.say(says)


def _answers(name: str, asker: Asker, streams: Streams) -> tuple[dict[str, Value], dict[str, Secret]]:
    """Return the values by path, and the secrets that are to be stored in the keyring."""
    values: dict[str, Value] = {}
    typed: dict[str, Secret] = {}
    for path in _ASKED:
        key = key_at(path)
        if path == "xero.client_secret" and _is_personal(values):
            continue
        streams.say(key.sentence)
        if key.kind is not Kind.SECRET:
            values[path] = _value(key, asker, streams)
            continue
        _say_places(streams, briefly=any(isinstance(value, SecretSource) for value in values.values()))
        secret = _secret(key, name, asker, streams)
        values[path] = source_of(key, secret, profile=name)
        if secret.is_put_into_keyring:
            typed[path] = Secret(secret.value)
    return values, typed


def _is_personal(values: dict[str, Value]) -> bool:
    return values.get("xero.login") == XeroLogin.PKCE


def _value(key: Key, asker: Asker, streams: Streams) -> Value:
    words = f" ({', '.join(key.choices)}; empty for {key.default})" if key.choices else ""
    while True:
        text = asker.line(f"{key.path}{words}")
        problem = check_text(key, text)
        if problem is None:
            return value_of(key, text)
        streams.say(f"{key.path} {problem.message}")


def _say_places(streams: Streams, *, briefly: bool) -> None:
    """Tell where a secret may be kept; what each place means is told before the first one only."""
    numbered = tuple(enumerate(_KINDS, start=1))
    if briefly:
        streams.say(f"  {', '.join(f'{number} {PLACES[kind]}' for number, kind in numbered)}")
        return
    for number, kind in numbered:
        streams.say(f"  {number}  {PLACES[kind]}: {ABOUT[kind]}")


def _secret(key: Key, profile: str, asker: Asker, streams: Streams) -> NewSecret:
    while True:
        kind = _kind(key, asker, streams)
        secret = NewSecret(kind=kind, name=_name_in(kind, profile, asker), value=_typed_in(kind, key, asker))
        problem = problem_with_secret(key, secret, profile=profile)
        if kind is SecretKind.KEYRING and not secret.value:
            problem = "is needed: the secret itself."
        if not problem:
            return secret
        streams.say(f"{key.path} {problem}")


def _kind(key: Key, asker: Asker, streams: Streams) -> SecretKind:
    while True:
        text = asker.line(f"Where {key.path} is kept, 1 to {len(_KINDS)}").strip()
        if text.isascii() and text.isdigit() and 1 <= int(text) <= len(_KINDS):
            return _KINDS[int(text) - 1]
        streams.say(f"Type a number from 1 to {len(_KINDS)}.")


def _name_in(kind: SecretKind, profile: str, asker: Asker) -> str:
    if kind not in NAME_LABELS:
        return ""
    usual = f" (empty for {usual_service(profile)})" if kind is SecretKind.KEYRING else ""
    return asker.line(f"{NAME_LABELS[kind]}{usual}")


def _typed_in(kind: SecretKind, key: Key, asker: Asker) -> str:
    return asker.hidden(f"{key.path} (not shown)") if kind in TYPED_HERE else ""


# What comes of it


def _summary(profile: Profile) -> Iterator[str]:
    yield f"Autotask user {profile.autotask.username}"
    yield f"Xero {profile.xero.login}, client id {profile.xero.client_id}"
    for place in places_of(profile):
        yield f"{place.key}: {place.source.described}"


def _store(profile: Profile, typed: dict[str, Secret], surroundings: Surroundings) -> None:
    """Fill the keyring first: the file must not name what is not there."""
    for place in places_of(profile):
        if place.key in typed:
            store_in_keyring(place, typed[place.key], surroundings.open_keyring)


def _empty_keyring(
    profile: Profile, rest: tuple[Profile, ...], surroundings: Surroundings, streams: Streams
) -> None:
    """Remove a profile's entries that no other profile names; say what is left, and where."""
    others = {(place.source.name, place.key) for each in rest for place in places_of(each)}
    for place in places_of(profile):
        if place.source.kind is not SecretKind.KEYRING or (place.source.name, place.key) in others:
            continue
        entry = f"service {visible(place.source.name)}, user {place.key}"
        try:
            if remove_from_keyring(place, surroundings.open_keyring):
                streams.say(f"Removed from the keyring: {entry}.")
        except ConfigError as error:
            streams.say(f"Left in the keyring: {entry}. {error.message}")
