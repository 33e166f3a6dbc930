"""Secrets that never print."""

from typing import NoReturn, final


@final
class Secret:
    """A secret value that shows as `***` wherever it is printed, logged or pickled by mistake."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        """Return the value; call this only where it is put into a request."""
        return self._value

    def __repr__(self) -> str:
        return "***"

    __str__ = __repr__

    def __reduce__(self) -> NoReturn:
        raise TypeError("a secret is never pickled")
