"""Signing in to Xero as a person, and out again: the screens that this takes, and what is said of it."""

import asyncio
from importlib import import_module

from textual.app import App

from axtui.core.errors import AxtuiError
from axtui.services.config import AppSettings, Profile
from axtui.services.surroundings import Surroundings
from axtui.tui.config_words import sign_out_question, signed_in_words, signed_out_words
from axtui.tui.screens.sign_in import SignInScreen
from axtui.tui.trying import TryingScreen

_IN, _OUT = "axtui.services.signing_in", "axtui.services.signing_out"
"""They bring httpx, which no screen waits for; so a thread imports them when they are needed."""


async def sign(
    app: App[None],
    asked: TryingScreen.SignRequested,
    *,
    surroundings: Surroundings,
    settings: AppSettings,
) -> None:
    """Sign in or out for the screen that asked for it, and tell it what came of that."""
    in_or_out = _sign_out if asked.is_out else _sign_in
    try:
        told = await in_or_out(app, asked.profile, surroundings, settings)
    except AxtuiError as error:
        asked.screen.tell(error)
    else:
        asked.screen.tell(told)


async def _sign_in(
    app: App[None], profile: Profile, surroundings: Surroundings, settings: AppSettings
) -> str:
    """Let the person sign in; say what is stored now, or nothing where that was cancelled."""
    await asyncio.to_thread(import_module, _IN)
    from axtui.services.signing_in import SignIn, described  # see above

    def begin(profile: Profile) -> SignIn:
        return SignIn(profile, surroundings=surroundings, ca_file=settings.ca_file)

    done = await app.push_screen_wait(SignInScreen(profile, begin=begin))
    return signed_in_words(done.profile, described(done.organisation)) if done else ""


async def _sign_out(
    app: App[None], profile: Profile, surroundings: Surroundings, settings: AppSettings
) -> str:
    """Ask, and end the login; say what has become of it, or nothing where it stays."""
    if not await app.push_screen_wait(sign_out_question(profile.name)):
        return ""
    await asyncio.to_thread(import_module, _OUT)
    from axtui.services.signing_out import sign_out  # see above

    done = await sign_out(profile, surroundings=surroundings, ca_file=settings.ca_file)
    return signed_out_words(done.profile, was_signed_in=done.was_signed_in, not_revoked=done.not_revoked)
