"""The memory for secrets that a person types: nothing of it is ever written. The first frame imports this."""

from axtui.core.secret import Secret


class TypedSecrets:
    """What has been typed for `prompt` sources, by profile and key, for as long as the process lives."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], Secret] = {}

    def at(self, profile: str, key: str) -> Secret | None:
        """Return what was typed for this secret; None before."""
        return self._known.get((profile, key))

    def keep(self, profile: str, key: str, secret: Secret) -> None:
        """Remember a secret until the process ends."""
        self._known[profile, key] = secret

    def forget(self, profile: str) -> None:
        """Forget what was typed for a profile: it was refused, or the profile has changed."""
        self._known = {place: secret for place, secret in self._known.items() if place[0] != profile}
