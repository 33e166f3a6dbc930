"""Work that begins when somebody awaits it."""

from collections.abc import Awaitable, Callable, Coroutine, Generator
from functools import partial
from typing import Any, Generic, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


class Deferred(Awaitable[T], Generic[T]):
    """A call whose coroutine is made when it is awaited, and so never left behind unawaited.

    An app that ends, on a lost line perhaps, does not come to the workers that it has just been given; Python
    would say so on the terminal.
    """

    def __init__(self, work: Callable[P, Coroutine[Any, Any, T]], *args: P.args, **named: P.kwargs) -> None:
        self._work = partial(work, *args, **named)

    def __await__(self) -> Generator[Any, Any, T]:
        return self._work().__await__()
