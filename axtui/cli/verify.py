"""`axtui verify`: has the import of an export's files done what they ask for?"""

import asyncio

from axtui.cli.asking import ask_for_secrets
from axtui.cli.command_requests import VerifyRequest
from axtui.cli.progress import Narration
from axtui.cli.streams import Streams
from axtui.cli.verification_forms import verification_lines
from axtui.core.contact_import.verification import Verification
from axtui.core.contact_import.verification_table import counts_in_words
from axtui.core.contact_import.way_back import way_back
from axtui.core.errors import ExitCode, Side
from axtui.core.sentences import counted
from axtui.core.text import visible
from axtui.services.config import Config
from axtui.services.files_of_manifest import with_file_remarks
from axtui.services.manifest_file import read_manifest
from axtui.services.surroundings import Surroundings


def verify(
    request: VerifyRequest, *, config: Config, surroundings: Surroundings, streams: Streams
) -> ExitCode:
    """Print what became of every row; say on stderr how many they are and what can be taken back."""
    manifest = read_manifest(request.manifest)
    profile = config.profile(request.common.profile or manifest.profile)
    ask_for_secrets(profile, surroundings=surroundings, streams=streams, side=Side.AUTOTASK)
    from axtui.services import verify as service  # httpx: a manifest that is none need not wait for it

    verification = asyncio.run(
        service.verify(
            manifest,
            profile,
            surroundings=surroundings,
            settings=config.settings,
            retry_auth=request.retry_auth,
            on_progress=Narration(streams, surroundings=surroundings, sides=[Side.AUTOTASK]),
        )
    )
    verification = with_file_remarks(verification, request.manifest)
    streams.data(verification_lines(request.format, verification, columns=streams.columns))
    for sentence in (_summary(verification), *verification.remarks, *way_back(verification)):
        streams.say(sentence)
    return ExitCode.DONE if verification.ok else ExitCode.FOUND


def _summary(verification: Verification) -> str:
    found = counts_in_words(verification)
    also = sum(row.ok and row.needs_a_look for row in verification.rows)
    look = f" At {also:,} of those as asked another contact carries the link as well." if also else ""
    rows = counted(len(verification.rows), "row")
    numbers = f"{rows}; {found}" if found else rows
    return f"{visible(verification.manifest.profile)}: {numbers}.{look}"
