"""Secrets that a person has to type: asked for before they are needed, forgotten when they are refused."""

from collections.abc import Iterable
from typing import Any

from textual.app import App

from axtui.core.errors import AxtuiError, NotAuthorisedError, Side
from axtui.services.config_values import Config, Profile
from axtui.services.secret_places import places_of, still_to_type
from axtui.services.typed_secrets import TypedSecrets
from axtui.tui.widgets.ask_secrets import AskSecretsScreen

NOT_TYPED = "Its secrets were not typed; nothing was sent."


async def has_secrets(
    app: App[Any], profile: Profile, *, typed: TypedSecrets, side: Side | None = None
) -> bool:
    """Ask for what has to be typed for a profile, or for one side of it; False where the person leaves.

    Runs in a worker: it waits for the person.
    """
    missing = still_to_type(profile, typed, side=side)
    if not missing:
        return True
    answers = await app.push_screen_wait(AskSecretsScreen(missing))
    for place, secret in answers or ():
        typed.keep(place.profile, place.key, secret)
    return answers is not None


def forget_refused(profile: Profile, errors: Iterable[AxtuiError | None], *, typed: TypedSecrets) -> None:
    """Forget what was typed for each side that refused a login: the next attempt asks anew."""
    refusing = [error.side for error in errors if isinstance(error, NotAuthorisedError)]
    if not refusing:
        return
    known = [(place, typed.at(place.profile, place.key)) for place in places_of(profile)]
    typed.forget(profile.name)
    for place, secret in known:
        if secret is not None and not any(place.is_of(side) for side in refusing):
            typed.keep(place.profile, place.key, secret)


def forget_changed(before: Config, after: Config, *, saved: str, typed: TypedSecrets) -> None:
    """Forget what was typed for profiles that are gone or say something else now.

    Of the one that was `saved` in the form, what was typed is newer than its last edit, and stays.
    """
    for profile in before.profiles:
        if profile.name != saved and profile not in after.profiles:
            typed.forget(profile.name)
