"""JSON bodies into typed values: strict, quick on ordinary bodies, exact about what is wrong with others.

The quick way is msgspec straight into the structs. Bodies whose keys are written in another letter case
(the Swagger file says PascalCase, the wire says camelCase: autotask-api.md section 1), and bodies with
something wrong in them, are read a second time the slow way.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Generic, NoReturn, TypeVar

import msgspec
from msgspec import inspect

from axtui.core.errors import DataError, Side
from axtui.core.text import visible
from axtui.sources.answers import Answer
from axtui.sources.patience import Trouble, TryAgainError
from axtui.sources.portal import SIGN_IN_THERE, asks_for_login

T = TypeVar("T")

_AT: Final = re.compile(r"^(?P<problem>.*?)(?: - at `\$(?P<path>.*)`)?$", re.DOTALL)
_INDEX: Final = re.compile(r"\[(\d+)\]")
_ON_THE_WAY: Final = "Run again; if it stays, a proxy on the way may be changing the answers."
_LONGEST_ID: Final = 40
_LONGEST_PROBLEM: Final = 120
_EDGE: Final = 4096
_BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True, kw_only=True)
class Records:
    """Where the records of a page stand, and how one is called."""

    key: str
    """Wire name of the list, for example `items`."""
    one: str
    """What a record is, in a message: `contact`."""
    id_key: str = "id"
    once: tuple[str, ...] = ()
    """Wire names that stand exactly once in each record and nowhere else, so that their counts agree."""


class JsonReader(Generic[T]):
    """Reads one kind of body; an error names the field and the record it stands in."""

    def __init__(self, shape: type[T], *, side: Side, what: str, records: Records | None = None) -> None:
        self._side = side
        self._what = what
        self._records = records
        self._shape = shape
        self._decoder = msgspec.json.Decoder(shape)
        self._names = {name.lower(): name for name in _names_in(inspect.type_info(shape))}
        self._quoted_names = tuple(f'"{name}"'.encode() for name in self._names.values())

    def __call__(self, answer: Answer) -> T:
        """Return the value of an answer that was judged good."""
        body = self._checked_text(answer).removeprefix(_BYTE_ORDER_MARK)
        try:
            if not self._is_unusual(body):
                return self._decoder.decode(body)
        except msgspec.DecodeError:
            pass  # the slow way finds out what is wrong, or that nothing is
        except RecursionError as error:
            raise self._too_deep() from error
        return self._read_slowly(body)

    def _checked_text(self, answer: Answer) -> bytes:
        kind = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
        if not answer.body.strip():
            raise TryAgainError(Trouble(why=f"sent an empty answer for {self._what}", hint=_ON_THE_WAY))
        if kind != "application/json" and not kind.endswith("+json"):
            raise TryAgainError(_web_page(self._what, wants_login=asks_for_login(answer.body)))
        try:
            answer.body.decode("utf-8")
        except UnicodeDecodeError as error:
            raise TryAgainError(self._malformed("it is not UTF-8")) from error
        return answer.body

    def _is_unusual(self, body: bytes) -> bool:
        """Say whether a field seems repeated, missing or written in another case.

        Counted in the bytes, since a second exact parse of every body costs ten times the first.
        """
        once = self._records.once if self._records else ()
        return len({body.count(f'"{name}":'.encode()) for name in once}) > 1 or self._seems_in_another_case(
            body
        )

    def _seems_in_another_case(self, body: bytes) -> bool:
        edges = body[:_EDGE] + body[-_EDGE:]  # where nearly every name stands
        missing = [name for name in self._quoted_names if name not in edges and name not in body]
        if not missing:
            return False
        lowered = body.lower()
        return any(name.lower() in lowered for name in missing)

    def _read_slowly(self, body: bytes) -> T:
        try:
            tree = json.loads(body, object_pairs_hook=self._with_known_names, parse_constant=_refuse)
        except ValueError as error:
            raise TryAgainError(self._malformed("it is no JSON")) from error
        except RecursionError as error:
            raise self._too_deep() from error
        try:
            return msgspec.convert(tree, self._shape)
        except msgspec.ValidationError as error:
            raise self._named(str(error), tree) from error
        except UnicodeEncodeError as error:  # what stands where a number should, or a word of a few
            raise self._half_a_character() from error

    def _with_known_names(self, pairs: list[tuple[str, object]]) -> dict[str, object]:
        found = {self._names.get(name.lower(), name): value for name, value in pairs}
        if len(found) != len(pairs):
            message = f"{self._side} sent the same field twice in {self._what}."
            raise DataError(message, hint=_ON_THE_WAY, side=self._side)
        return found

    def _named(self, text: str, tree: object) -> DataError:
        """Turn msgspec's words into ours: which field, of which record, is not as it should be."""
        found = _AT.match(text)
        problem, path = (found["problem"], found["path"] or "") if found else (text, "")
        place = _field_of(path)
        return DataError(
            f"{self._side} sent {self._subject(tree, path)} in an unexpected form"
            f"{f', in `{place}`' if place else ''}: {_as_clause(problem)}.",
            hint=f"Look at it in {self._side}; if it looks right there, the API has changed.",
            side=self._side,
        )

    def _subject(self, tree: object, path: str) -> str:
        """Name the record at the path: `contact 174`, or `contact number 4 of a page` where it has no id."""
        records = self._records
        index = _INDEX.search(path)
        if records is None or index is None or not isinstance(tree, dict):
            return self._what
        at = int(index[1])
        listed = tree.get(records.key)
        record = listed[at] if isinstance(listed, list) and at < len(listed) else None
        known = record.get(records.id_key) if isinstance(record, dict) else None
        if isinstance(known, int | str) and not isinstance(known, bool) and known != "":
            return f"{records.one} {visible(str(known)[:_LONGEST_ID])}"
        return f"{records.one} number {at + 1} of a page"

    def _half_a_character(self) -> DataError:
        message = f"{self._side} sent {self._what} with half a character where no text may stand."
        return DataError(message, hint=_ON_THE_WAY, side=self._side)

    def _too_deep(self) -> DataError:
        message = f"{self._side} sent {self._what} nested too deeply to be real."
        return DataError(message, hint=_ON_THE_WAY, side=self._side)

    def _malformed(self, why: str) -> Trouble:
        return Trouble(
            why=f"sent an answer for {self._what} that cannot be read: {why}",
            hint=_ON_THE_WAY,
            error=DataError,
        )


def _web_page(what: str, *, wants_login: bool) -> Trouble:
    if wants_login:
        return Trouble(
            why=f"seems to be kept from us: a web page that wants a login came instead of {what}",
            hint=SIGN_IN_THERE,
        )
    return Trouble(
        why=f"sent a web page instead of {what}",
        hint="The service may be down for maintenance, or a proxy on the way may want a login.",
    )


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)


def _field_of(path: str) -> str:
    """Return what a path such as `.items[3].companyID` names within its record; empty for all of it."""
    index = _INDEX.search(path)
    return visible((path[index.end() :] if index else path).lstrip("."))


def _as_clause(problem: str) -> str:
    return visible(problem[:1].lower() + problem[1:_LONGEST_PROBLEM])


def _names_in(shape: inspect.Type) -> Iterator[str]:
    """Yield every wire name that the shape knows, nested ones included."""
    match shape:
        case inspect.StructType(fields=fields):
            for field in fields:
                yield field.encode_name
                yield from _names_in(field.type)
        case inspect.ListType(item_type=item):
            yield from _names_in(item)
        case inspect.UnionType(types=types):
            for one in types:
                yield from _names_in(one)
        case _:
            return
