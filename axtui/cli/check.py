"""`axtui check`: can both systems be read with this profile, and is there what the report needs?"""

import asyncio
from collections.abc import Iterator
from typing import TYPE_CHECKING

from axtui.cli.asking import ask_for_secrets
from axtui.cli.command_requests import CheckRequest
from axtui.cli.progress import Narration
from axtui.cli.streams import Streams
from axtui.core.errors import ExitCode
from axtui.core.text import visible
from axtui.services.config import Config
from axtui.services.surroundings import Surroundings

if TYPE_CHECKING:
    from axtui.services.connections import SideFindings


def check(request: CheckRequest, *, config: Config, surroundings: Surroundings, streams: Streams) -> ExitCode:
    """Print a line per finding of both sides; a side that fails does not hide the other."""
    from axtui.services.connections import check_connections  # httpx: only commands with a network pay for it

    profile = config.profile(request.common.profile)
    ask_for_secrets(profile, surroundings=surroundings, streams=streams)
    streams.say(f"Configuration: no problem found. Testing the profile {profile.name} ...")
    sides = asyncio.run(
        check_connections(
            profile,
            surroundings=surroundings,
            ca_file=config.settings.ca_file,
            retry_auth=request.retry_auth,
            on_progress=Narration(streams, surroundings=surroundings),
        )
    )
    for side in sides:
        streams.data(_lines(side))
    return ExitCode.DONE if all(side.ok for side in sides) else ExitCode.FOUND


def _lines(side: "SideFindings") -> Iterator[str]:
    for finding in side.findings:
        mark = "ok" if finding.ok else "!!"
        yield f"{side.side:<8}  {mark}  {visible(finding.label)}: {visible(finding.text)}\n"
    if side.error is not None:
        yield f"{side.side:<8}  !!  {visible(str(side.error))}\n"
