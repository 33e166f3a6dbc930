"""The stand-ins of a profile: what `--redact` prints for names, addresses, numbers and ids."""

from functools import partial
from typing import Final

from axtui.cli.streams import Streams
from axtui.core.stand_ins import CODE_BYTES, StandIns
from axtui.services.config import Profile
from axtui.services.profile_salt import salt_of, salted
from axtui.services.surroundings import Surroundings

_ONLY_ONCE: Final = (
    "With --no-cache nothing is made to last: unless an earlier run has done so, the stand-ins are those of "
    "this run alone."
)


def stand_ins_of(profile: Profile, *, surroundings: Surroundings, streams: Streams) -> StandIns:
    """Return the profile's stand-ins, the same in every run; say where they cannot be."""
    if not surroundings.uses_cache:
        streams.say(_ONLY_ONCE)
    salt = salt_of(profile.name, surroundings)
    return StandIns(partial(salted, salt, size=CODE_BYTES))
