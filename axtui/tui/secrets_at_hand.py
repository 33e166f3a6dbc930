"""Secrets that a person has to type: asked for before they are needed, forgotten when they are refused."""

from collections.abc import Iterable
from typing import Any

from textual.app import App

from axtui.core.errors import AxtuiError, NotAuthorisedError, Side
from axtui.services.config_values import Profile
from axtui.services.secret_places import still_to_type
from axtui.services.typed_secrets import TypedSecrets
from axtui.tui.widgets.ask_secrets import AskSecretsScreen

NOT_TYPED = "Its secrets were not typed; nothing was sent."


async def has_secrets(
    app: App[Any], profile: Profile, *, typed: TypedSecrets, side: Side | None = None
) -> bool:
    """Ask for what has to be typed for a profile, or for one side of it; False where the person leaves.

    Runs in a worker: it waits for the person.
    """
    missing = still_to_type(profile, typed)
    if side is not None:
        missing = tuple(place for place in missing if place.key.startswith(f"{side.casefold()}."))
    if not missing:
        return True
    answers = await app.push_screen_wait(AskSecretsScreen(missing))
    for place, secret in answers or ():
        typed.keep(place.profile, place.key, secret)
    return answers is not None


def forget_refused(profile: Profile, errors: Iterable[AxtuiError | None], *, typed: TypedSecrets) -> None:
    """Forget what was typed for a profile where a login was refused: the next attempt asks anew."""
    if any(isinstance(error, NotAuthorisedError) for error in errors):
        typed.forget(profile.name)
