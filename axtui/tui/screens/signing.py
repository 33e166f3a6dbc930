"""Signing in to Xero as a person, and out again, from a screen: what is asked, and what is said of it."""

import asyncio
from importlib import import_module

from textual.app import App

from axtui.services.config import AppSettings, Profile
from axtui.services.surroundings import Surroundings
from axtui.tui.config_words import sign_out_question, signed_in_words, signed_out_words
from axtui.tui.screens.sign_in import SignInScreen

_IN, _OUT = "axtui.services.signing_in", "axtui.services.signing_out"
"""They bring httpx, which no screen waits for; so a thread imports them when they are needed."""


async def sign_in(
    app: App[None], profile: Profile, *, surroundings: Surroundings, settings: AppSettings
) -> str:
    """Let the person sign in; say what is stored now, or nothing where that was cancelled."""
    await asyncio.to_thread(import_module, _IN)
    from axtui.services.signing_in import SignIn, described  # see above

    def begin(profile: Profile) -> SignIn:
        return SignIn(profile, surroundings=surroundings, ca_file=settings.ca_file)

    done = await app.push_screen_wait(SignInScreen(profile, begin=begin))
    return signed_in_words(done.profile, described(done.organisation)) if done else ""


async def sign_out(
    app: App[None], profile: Profile, *, surroundings: Surroundings, settings: AppSettings
) -> str:
    """Ask, and end the login; say what has become of it, or nothing where it stays."""
    if not await app.push_screen_wait(sign_out_question(profile.name)):
        return ""
    await asyncio.to_thread(import_module, _OUT)
    from axtui.services import signing_out  # see above

    done = await signing_out.sign_out(profile, surroundings=surroundings, ca_file=settings.ca_file)
    return signed_out_words(done.profile, was_signed_in=done.was_signed_in, not_revoked=done.not_revoked)
