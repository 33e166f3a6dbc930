"""`axtui purge`: remove what runs have left on this host, and look again whether anything is there."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from axtui.cli.command_requests import PurgeRequest
from axtui.cli.streams import Streams
from axtui.core.errors import CannotWriteError, ExitCode, UnavailableError
from axtui.core.sentences import counted, listed
from axtui.core.text import visible
from axtui.services.purge import Kept, find, in_use, links_among, remove, strangers
from axtui.services.surroundings import Surroundings

_NOT_ERASED: Final = (
    "Deleted is not erased: on an SSD, a copy-on-write file system or in a backup the contents may be there "
    "still. Only an encrypted disk helps against that."
)
_LOGINS_LEFT: Final = (
    "Xero logins are left; `axtui purge --all` removes them, and `axtui logout` revokes them at Xero as well."
)
_NOT_REVOKED: Final = (
    "Logins are removed here, not revoked at Xero: `axtui logout` beforehand, or the connected apps of Xero, "
    "do that."
)
_MOST_NAMED: Final = 5


def purge(request: PurgeRequest, *, surroundings: Surroundings, streams: Streams) -> ExitCode:
    """Remove it and prove that it is gone; with --dry-run only say what there is."""
    profile = request.common.profile
    _refuse_links(links_among(surroundings))
    found = find(surroundings, profile=profile, logins=request.all)
    if not request.dry_run:
        _refuse_what_is_in_use(found)
    streams.data(_lines(found))
    total = f"{counted(len(found), 'file')}, {sum(kept.size for kept in found):,} bytes"
    if request.dry_run:
        streams.say(f"Would be removed: {total}. Nothing was." if found else "There is nothing to remove.")
        _say_what_stays(request, surroundings, streams)
        return ExitCode.DONE
    remove(found)
    _prove_gone(find(surroundings, profile=profile, logins=request.all))
    streams.say(f"Removed: {total}." if found else "There was nothing to remove.")
    streams.say("Looked again: nothing of it is left.")
    _say_what_stays(request, surroundings, streams)
    if request.all:
        streams.say(_NOT_REVOKED)
    streams.say(_NOT_ERASED)
    return ExitCode.DONE


def _refuse_links(links: Sequence[Path]) -> None:
    if links:
        are = "is a link" if len(links) == 1 else "are links"
        raise CannotWriteError(
            f"{_named(links)} {are}; purge follows none, and nothing was removed.",
            hint="Look at what lies there, remove what is axtui's by hand, then the link, and purge again.",
        )


def _refuse_what_is_in_use(found: Sequence[Kept]) -> None:
    if busy := in_use(found):
        raise UnavailableError(
            f"Another axtui is at work with {_named(busy)}; nothing was removed.",
            hint="End it, or let it end, then purge again.",
        )


def _prove_gone(left: Sequence[Kept]) -> None:
    if left:
        raise CannotWriteError(
            f"{counted(len(left), 'file')} could not be removed, or came back: "
            f"{_named([kept.path for kept in left])}.",
            hint="See who owns the directories, and whether an axtui is at work; then purge again.",
        )


def _lines(found: Sequence[Kept]) -> Iterator[str]:
    """Yield a line per place: what, how many files, how many bytes, and where."""
    for place in dict.fromkeys(kept.place for kept in found):
        sizes = [kept.size for kept in found if kept.place == place]
        files = counted(len(sizes), "file")
        yield f"{place.label:<20}  {files:>12}  {sum(sizes):>15,} bytes  {visible(str(place.path))}\n"


def _say_what_stays(request: PurgeRequest, surroundings: Surroundings, streams: Streams) -> None:
    config = surroundings.config_file
    streams.say(
        f"Not touched: the configuration ({config} and what lies beside it), secrets in a keyring, import "
        "files and what stands beside them, and logs."
    )
    if not request.all and any(kept.place.holds_logins for kept in find(surroundings, logins=True)):
        streams.say(_LOGINS_LEFT)
    others = [path for path in strangers(surroundings) if path != config.parent]
    if others:
        streams.say(f"Not axtui's, and left: {_named(others)}.")


def _named(paths: Sequence[Path]) -> str:
    return listed([visible(str(path)) for path in paths], most=_MOST_NAMED)
