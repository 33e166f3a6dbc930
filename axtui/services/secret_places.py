"""Which secrets a profile has, and which of them somebody has to type before it can be read."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from axtui.core.errors import Side
from axtui.services.config_values import Profile, SecretKind, SecretSource, XeroLogin
from axtui.services.surroundings import Surroundings
from axtui.services.typed_secrets import TypedSecrets


@dataclass(frozen=True, slots=True, kw_only=True)
class SecretPlace:
    """One secret of one profile, by where it stands in the configuration."""

    profile: str
    key: str
    """For example `autotask.secret`; in a keyring it is the name of the user."""
    source: SecretSource

    def is_of(self, side: Side | None) -> bool:
        """Say whether this side needs the secret; no side means both."""
        return side is None or self.key.startswith(f"{side.casefold()}.")


def places_of(profile: Profile) -> Iterator[SecretPlace]:
    """Yield every secret that the profile needs, in the order of the file."""
    sources = {
        "autotask.secret": profile.autotask.secret,
        "autotask.integration_code": profile.autotask.integration_code,
        "xero.client_secret": profile.xero.client_secret,
    }
    for key, source in sources.items():
        if source is not None:
            yield SecretPlace(profile=profile.name, key=key, source=source)


def still_to_type(
    profile: Profile, typed: TypedSecrets, *, side: Side | None = None
) -> tuple[SecretPlace, ...]:
    """Return the secrets that have to be typed before this profile, or one side of it, can be read."""
    prompted = (place for place in places_of(profile) if place.source.kind is SecretKind.PROMPT)
    if profile.xero.login is XeroLogin.PKCE:  # it signs in without a client secret
        prompted = (place for place in prompted if place.key != "xero.client_secret")
    return tuple(
        place for place in prompted if place.is_of(side) and typed.at(place.profile, place.key) is None
    )


def secret_variables(profile: Profile) -> frozenset[str]:
    """Return the environment variables that hold a profile's secrets."""
    return frozenset(place.source.name for place in places_of(profile) if place.source.kind is SecretKind.ENV)


def withhold(profiles: Iterable[Profile], surroundings: Surroundings) -> None:
    """Let no secret command see a secret of any of these profiles, its own or another one's."""
    for profile in profiles:
        surroundings.withheld.update(secret_variables(profile))
