"""The type of the fixture `figure`, with which a test notes what it measured for its rows."""

from collections.abc import Callable

Figure = Callable[[str, object], None]
