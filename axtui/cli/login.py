"""`axtui login` and `axtui logout`: a person's own way into Xero, for profiles with `login = "pkce"`."""

import asyncio
from dataclasses import replace

from axtui.cli.command_requests import LoginRequest, LogoutRequest
from axtui.cli.streams import Streams
from axtui.cli.typed import Typed
from axtui.core.errors import ExitCode, UsageError
from axtui.core.text import visible
from axtui.services.config import Config, Profile, XeroLogin
from axtui.services.signing_in import Organisation, Organisations, SignIn, described
from axtui.services.signing_out import sign_out
from axtui.services.surroundings import Surroundings


def login(request: LoginRequest, *, config: Config, surroundings: Surroundings, streams: Streams) -> ExitCode:
    """Print the address to open, wait for what it leads to, and keep the login."""
    profile = _for_tenant(_profile(request.common.profile, config, streams), request.tenant)
    sign_in = SignIn(profile, surroundings=surroundings, ca_file=config.settings.ca_file)
    asyncio.run(_signed_in(sign_in, request, config=config, streams=streams))
    return ExitCode.DONE


def logout(
    request: LogoutRequest, *, config: Config, surroundings: Surroundings, streams: Streams
) -> ExitCode:
    """End the login at Xero and remove it here."""
    profile = _profile(request.common.profile, config, streams)
    done = asyncio.run(sign_out(profile, surroundings=surroundings, ca_file=config.settings.ca_file))
    name = visible(profile.name)
    if not done.was_signed_in:
        streams.say(f"Nobody was signed in to Xero for the profile {name}.")
        return ExitCode.DONE
    if done.not_revoked:
        streams.say(
            f"The login of the profile {name} is removed here. Xero could not be told: {done.not_revoked}"
        )
        streams.say("To end it there too: in Xero, Settings, Connected apps, disconnect the app.")
        return ExitCode.UNAVAILABLE
    streams.say(f"Signed out: the login of the profile {name} is revoked at Xero and removed here.")
    return ExitCode.DONE


def _profile(name: str | None, config: Config, streams: Streams) -> Profile:
    """Return the profile that is meant: the usual one, or the only one for which people sign in."""
    if name is None:
        personal = [each for each in config.profiles if each.xero.login is XeroLogin.PKCE]
        usual = config.settings.default_profile or len(config.profiles) == 1
        if len(personal) == 1 and not (usual and config.profile() in personal):
            streams.say(f"Profile: {visible(personal[0].name)}.")
            return personal[0]
    return config.profile(name)


def _for_tenant(profile: Profile, tenant: str) -> Profile:
    wanted = profile.xero.tenant_id
    if tenant and wanted and tenant.lower() != wanted.lower():
        raise UsageError(
            f"The profile {visible(profile.name)} is for another organisation: `tenant_id` says "
            f"{visible(wanted)}.",
            hint="Leave --tenant out, or change `tenant_id`.",
        )
    return replace(profile, xero=replace(profile.xero, tenant_id=tenant)) if tenant else profile


async def _signed_in(sign_in: SignIn, request: LoginRequest, *, config: Config, streams: Streams) -> None:
    typed = Typed(streams.stdin)
    async with sign_in:
        streams.data([f"{sign_in.address}\n"])
        if request.copy:
            streams.say(streams.copy("The address", sign_in.address, config.settings.clipboard))
        for sentence in sign_in.steps:
            streams.say(sentence)
        with typed.unseen():
            if typed.by_a_person:
                streams.say("What you paste is not shown; press enter after it.")
            found = await sign_in.by_either(_pasted(sign_in, typed, streams))
        organisation = found.chosen or await _picked(found.organisations, typed, streams)
        done = await sign_in.choose(organisation)
    streams.say(f"Signed in to Xero for the profile {visible(done.profile)}: {described(done.organisation)}.")


async def _pasted(sign_in: SignIn, typed: Typed, streams: Streams) -> Organisations:
    while (line := await typed.line()) is not None:
        if not line.strip():
            continue
        try:
            return await sign_in.by_pasted(line)
        except UsageError as error:
            streams.complain(error)
    if not sign_in.listening:
        raise UsageError(
            f"Nothing was pasted, and {sign_in.not_listening}.",
            hint="End the program that uses the port, or paste the address that the browser ends at.",
        )
    await asyncio.Event().wait()  # the redirect ends this
    raise AssertionError("nobody sets this event")


async def _picked(organisations: tuple[Organisation, ...], typed: Typed, streams: Streams) -> Organisation:
    """Ask which organisation is meant; where nobody can be asked, say how to."""
    streams.say("This login reaches several organisations:")
    for number, each in enumerate(organisations, start=1):
        streams.say(f"  {number}  {described(each)}")
    while typed.by_a_person:
        streams.say(f"Which one? Type 1 to {len(organisations)} and press enter.")
        line = await typed.line()
        if line is None:
            break
        chosen = line.strip()
        if chosen.isascii() and chosen.isdigit() and 1 <= int(chosen) <= len(organisations):
            return organisations[int(chosen) - 1]
    raise UsageError(
        "It has to be said which organisation this profile is for; the login was not kept.",
        hint="Sign in again with --tenant ID, or set `tenant_id` in the profile.",
    )
