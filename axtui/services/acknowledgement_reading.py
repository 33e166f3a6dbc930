"""A file of acknowledgements, read: what it says, or everything that is wrong with it, each with its line."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from axtui.core.acknowledgements import Acknowledgement
from axtui.core.errors import ConfigError
from axtui.core.models import CompanyId, CustomerId
from axtui.core.notes import Note, ReasonCode
from axtui.core.sentences import capitalised
from axtui.services.acknowledgement_lines import COMPANIES, FIELDS, FORM, REQUIRED, blocks_of, key_of
from axtui.services.config_rules import nearest, shown
from axtui.services.config_syntax import document_from

MOST_TOLD: Final = 20
"""Sentences about one file; what comes after them is not looked at."""
_LONGEST: Final = 1000
_NOTES: Final[frozenset[str]] = frozenset(Note)
_CODES: Final[frozenset[str]] = frozenset(ReasonCode)
_CONFLICT: Final = re.compile(rb"^(?:<{7} |>{7} )", re.MULTILINE)


class _EnoughIsWrong(Exception):  # noqa: N818  # ends the reading of one document
    """As much is wrong as anybody wants to be told at once."""


class _Wrong(Exception):  # noqa: N818  # carries a sentence to the one who knows the line
    """A value is not what its key takes."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadText:
    """What a text says, and in sentences what is wrong with it."""

    acknowledgements: tuple[Acknowledgement, ...] = ()
    """By company id; none of them where anything is wrong."""
    problems: tuple[str, ...] = ()


def read_text(data: bytes, *, name: str) -> ReadText:
    """Return what a file says; `name` is what a sentence calls it."""
    if conflict := _CONFLICT.search(data):
        line = data.count(b"\n", 0, conflict.start()) + 1
        return ReadText(problems=(f"{name} holds a merge conflict that is not resolved (line {line}).",))
    try:
        document = document_from(data, name=name)
    except ConfigError as error:
        return ReadText(problems=(error.message,))
    reading = _Reading(name=name, lines=data.decode("utf-8-sig").split("\n"))
    try:
        found = reading.document(document)
    except _EnoughIsWrong:
        return ReadText(problems=(*reading.problems, "More is wrong with it."))
    return (
        ReadText(problems=tuple(reading.problems)) if reading.problems else ReadText(acknowledgements=found)
    )


@dataclass(slots=True, kw_only=True)
class _Reading:
    """One pass over a document, with what is wrong with it."""

    name: str
    lines: Sequence[str]
    problems: list[str] = field(default_factory=list)

    def document(self, document: Mapping[str, object]) -> tuple[Acknowledgement, ...]:
        """Read the whole document."""
        form = document.get("form", FORM)
        if type(form) is not int or form < FORM:  # true equals 1, too
            self._wrong(f"`form` must be the whole number {FORM}.", key="form")
        elif form > FORM:
            self._wrong("a newer axtui has written it; update this one.", key="form")
        for key in [each for each in document if each not in {"form", COMPANIES}]:
            self._wrong(f"`{shown(key)}` is not known{_meant(key, ('form', COMPANIES))}", key=key)
        tables = document.get(COMPANIES, {})
        if not isinstance(tables, Mapping):
            self._wrong(f"must be tables such as [{COMPANIES}.174].", key=COMPANIES)
            return ()
        found = [self._one(name, table) for name, table in tables.items()]
        return tuple(sorted((each for each in found if each), key=lambda each: each.company_id))

    def _one(self, name: str, table: object) -> Acknowledgement | None:
        before = len(self.problems)
        company = _id_of(name)
        if company is None:
            self._wrong(f"`{shown(name)}` is no company's id: it is a whole number.", company=name)
        if not isinstance(table, Mapping):
            self._wrong(f"must be a table: [{COMPANIES}.{shown(name)}].", company=name)
            return None
        values = dict(self._values(name, table))
        if company is None or len(self.problems) > before:
            return None
        return Acknowledgement(company_id=company, **values)

    def _values(self, name: str, table: Mapping[str, object]) -> Iterator[tuple[str, Any]]:
        unknown = [key for key in table if key not in _RULES]
        for key in unknown:
            self._wrong(f"`{shown(key)}` is not known{_meant(key, tuple(_RULES))}", company=name, key=key)
        meant = "".join(nearest(key, tuple(_RULES)) for key in unknown)
        for key, rule in _RULES.items():
            if key not in table:
                if key in REQUIRED and f"`{key}`" not in meant:
                    self._wrong(f"`{key}` is missing.", company=name)
                continue
            try:
                yield FIELDS[key], rule(table[key])
            except _Wrong as wrong:
                self._wrong(f"`{key}` {wrong.sentence}", company=name, key=key)

    def _wrong(self, sentence: str, *, company: str = "", key: str = "") -> None:
        if len(self.problems) == MOST_TOLD:
            raise _EnoughIsWrong
        line = _line_of(self.lines, company=company, key=key)
        where = ", ".join(
            filter(None, (f"line {line}" if line else "", company and f"company {shown(company)}"))
        )
        before = "" if self.problems else self.name
        about = ", ".join(filter(None, (before, where)))
        self.problems.append(f"{capitalised(about)}: {sentence}" if about else capitalised(sentence))


def _line_of(lines: Sequence[str], *, company: str, key: str) -> int:
    """Return the line that is meant, from 1; 0 where it is not written on a line of its own."""
    block = next((each for each in blocks_of(lines) if each.company == company), None)
    if company and block is None:
        return 0
    first = block.header if block else 0
    last = block.end if block else len(lines)
    for at in range(first, last):
        if key and key_of(lines[at]) == key:
            return at + 1
    return first + 1 if block else 0


def _id_of(name: str) -> CompanyId | None:
    return CompanyId(int(name)) if re.fullmatch(r"0|-?[1-9][0-9]{0,18}", name, re.ASCII) else None


def _meant(word: str, known: tuple[str, ...]) -> str:
    return nearest(word, known) or f"; known here: {', '.join(known)}."


def _words(raw: object) -> str:
    if not isinstance(raw, str) or not raw.isprintable() or len(raw) > _LONGEST:
        raise _Wrong(f"must be text in quotes: one line, at most {_LONGEST:,} characters.")
    return raw


def _some_words(raw: object) -> str:
    if not (words := _words(raw)).strip():
        raise _Wrong("must not be empty: who reads this later wants to know why.")
    return words


def _note(raw: object) -> Note:
    if isinstance(raw, str) and raw in _NOTES:
        return Note(raw)
    raise _Wrong(f"must be a note{_meant(raw if isinstance(raw, str) else '', tuple(Note))}")


def _codes(raw: object) -> tuple[ReasonCode, ...]:
    codes = _texts(raw)
    for code in codes:
        if code not in _CODES:
            raise _Wrong(
                f"holds `{shown(code)}`, which is no reason's code{nearest(code, tuple(ReasonCode))}."
            )
    return tuple(sorted(map(ReasonCode, set(codes))))


def _texts(raw: object) -> tuple[str, ...]:
    if not isinstance(raw, list):
        raise _Wrong('must be a list of texts, for example [] or ["a"].')
    return tuple(map(_words, raw))


def _customers(raw: object) -> tuple[CustomerId, ...]:
    return tuple(map(CustomerId, sorted(set(_texts(raw)))))


def _day(raw: object) -> date:
    if type(raw) is not date:  # a time of day is one by inheritance
        raise _Wrong("must be a day without quotes: 2027-01-31.")
    return raw


_RULES: Final[Mapping[str, Callable[[object], object]]] = {
    "name": _words,
    "note": _note,
    "codes": _codes,
    "customers": _customers,
    "customer_names": _texts,
    "reason": _some_words,
    "until": _day,
    "since": _day,
    "by": _words,
}
"""What each key takes."""
