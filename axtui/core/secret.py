"""Secrets that never print."""

from typing import Final, NoReturn, final
from weakref import ref


@final
class Secret:
    """A secret value that shows as `***` wherever it is printed, logged or pickled by mistake."""

    __slots__ = ("__weakref__", "_value")

    def __init__(self, value: str) -> None:
        self._value = value
        place = id(self)
        _LIVING[place] = ref(self, lambda _: _LIVING.pop(place, None))

    def reveal(self) -> str:
        """Return the value; call this only where it is put into a request, or where it is looked for."""
        return self._value

    def __repr__(self) -> str:
        return "***"

    __str__ = __repr__

    def __reduce__(self) -> NoReturn:
        raise TypeError("a secret is never pickled")


_LIVING: Final[dict[int, "ref[Secret]"]] = {}
"""Every secret that somebody holds, so that what is written about a failure can be searched for all of them.

Nothing is kept alive by it. It is a dict and no WeakSet because a copy of its values cannot be disturbed by
a thread that makes a secret meanwhile.
"""


def living_secrets() -> tuple[Secret, ...]:
    """Return the secrets that are held somewhere in this process."""
    found = (each() for each in list(_LIVING.values()))
    return tuple(secret for secret in found if secret is not None)
