"""`axtui doctor`: what a support person asks for, on one page that can be pasted into a ticket."""

from axtui.cli.as_json import json_line
from axtui.cli.command_requests import DoctorRequest
from axtui.cli.streams import Streams
from axtui.core.doctor import document_of, lines_of
from axtui.core.errors import ExitCode
from axtui.services.config import Config
from axtui.services.doctor import examine
from axtui.services.surroundings import Surroundings


def doctor(
    request: DoctorRequest, *, demo: Config | None, surroundings: Surroundings, streams: Streams
) -> ExitCode:
    """Print what is found; ends with 1 when something needs a look. Nothing is asked over the network."""
    name = request.common.profile
    found = examine(
        surroundings=surroundings,
        terminal=streams.terminal,
        demo=demo,
        profile=name,
        flags={"default_profile": name} if name else {},
    )
    if request.json:
        streams.data([json_line(dict(document_of(found)))])
    else:
        streams.data(f"{line}\n" for line in lines_of(found))
    return ExitCode.FOUND if found.problems else ExitCode.DONE
