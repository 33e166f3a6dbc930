"""`axtui profiles`: which profiles there are, and what one says."""

from collections.abc import Iterable, Iterator

from axtui.cli.command_requests import ProfilesRequest
from axtui.cli.requests import ProfilesAction
from axtui.cli.streams import Streams
from axtui.core.errors import ExitCode, UsageError
from axtui.core.text import visible
from axtui.services.config import Config, Profile, SecretSource
from axtui.services.config_form import text_of
from axtui.services.config_keys import PROFILE_TABLES, Value, keys_of
from axtui.services.reporting import login_warning
from axtui.services.surroundings import Surroundings

_NOT_SET = "-"


def profiles(
    request: ProfilesRequest, *, config: Config, surroundings: Surroundings, streams: Streams
) -> ExitCode:
    """List the profiles, show every key of one, add or remove one; say which Xero logins soon end."""
    if request.action in (ProfilesAction.ADD, ProfilesAction.REMOVE):
        return _change(request, config=config, surroundings=surroundings, streams=streams)
    if request.action is ProfilesAction.SHOW:
        profile = config.profile(request.name or request.common.profile)
        streams.data(_settings(profile))
        _warn((profile,), surroundings, streams)
        return ExitCode.DONE
    if not config.profiles:
        streams.say(
            "There is no profile yet. Add one with `axtui profiles add`, or in `axtui` (key C, then a); "
            "or try `axtui --demo`."
        )
    streams.data(_names(config))
    _warn(config.profiles, surroundings, streams)
    return ExitCode.DONE


def _change(
    request: ProfilesRequest, *, config: Config, surroundings: Surroundings, streams: Streams
) -> ExitCode:
    from axtui.cli.changing_profiles import add_profile, remove_profile  # a list needs none of it

    if request.common.demo:
        raise UsageError("The demo's profiles are its own: nothing can be added or removed.")
    change = add_profile if request.action is ProfilesAction.ADD else remove_profile
    return change(request, config=config, surroundings=surroundings, streams=streams)


def _warn(shown: Iterable[Profile], surroundings: Surroundings, streams: Streams) -> None:
    for profile in shown:
        if warning := login_warning(profile, surroundings=surroundings):
            streams.say(warning)


def _names(config: Config) -> Iterator[str]:
    default = config.settings.default_profile
    for profile in config.profiles:
        mark = " (default)" if profile.name == default or len(config.profiles) == 1 else ""
        yield f"{profile.name}{mark}\n"


def _settings(profile: Profile) -> Iterator[str]:
    """Yield a line per key, those at their default too; of a secret only where it comes from."""
    shown = {
        key.path: _shown(getattr(getattr(profile, table), key.name))
        for table in PROFILE_TABLES
        for key in keys_of(table)
    }
    longest = max(map(len, shown))
    yield f"{'name':<{longest}}  {profile.name}\n"
    for path, text in shown.items():
        yield f"{path:<{longest}}  {text}\n"


def _shown(value: Value) -> str:
    text = value.described if isinstance(value, SecretSource) else text_of(value)
    return visible(text) or _NOT_SET
