"""The query language of the search input and of `--filter` (PRODUCT.md section 3): text in, terms out.

Nothing that can be typed is an error: what is not finished yet (`-`, `company:`, an open quote) restricts
nothing or is taken as if it were finished, and a broken pattern is said and left out.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from axtui.core.cells import Column
from axtui.core.notes import Note
from axtui.core.search_pattern import pattern_from
from axtui.core.search_spans import Span, spans_of
from axtui.core.search_terms import PLACE_WORDS, Blank, Extra, Place, Sought, Term, Words
from axtui.core.text import folded_for_search, visible

_TOKEN: Final = re.compile(
    rf"""
    (?=\S)
    (?P<minus>-)?
    (?: (?P<word>(?ai:{"|".join(PLACE_WORDS)})) : )?
    (?: "(?P<quoted>[^"]*)(?P<closing>"?) | (?P<bare>\S*) )
    """,
    re.VERBOSE,
)
_SLASHES: Final = 2
_NOTE_PHRASES: Final = tuple(
    words for note in Note if len(words := tuple(folded_for_search(note.value).split())) > 1
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What was asked: every term must hold."""

    text: str = ""
    """As typed."""
    terms: tuple[Term, ...] = ()
    problem: str = ""
    """Why a pattern cannot be used, as a sentence; it filters nothing, the other terms do."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing is restricted: every row is found."""
        return not self.terms

    def without(self, given_up: Collection[Term], *, problem: str) -> "Query":
        """Return the query as far as it was applied, with a sentence about the terms that were not."""
        terms = tuple(term for term in self.terms if term not in given_up)
        return replace(self, terms=terms, problem=f"{self.problem} {problem}".strip())

    def spans(self, cell_text: str, column: Column) -> tuple[Span, ...]:
        """Return the parts of a cell's display text that were looked for, in order, as (start, end)."""
        return spans_of(self.terms, cell_text, column)


def parse(text: str) -> Query:
    """Read a query; never raises, whatever was typed or pasted."""
    terms: list[Term] = []
    problems: list[str] = []
    for token in _with_note_phrases(tuple(map(_token_from, _TOKEN.finditer(text)))):
        sought = _sought(token)
        if isinstance(sought, str):
            problems.append(sought)
        elif sought is not None:
            terms.append(Term(sought=sought, place=token.place, negated=token.negated))
    return Query(text=text, terms=tuple(dict.fromkeys(terms)), problem=" ".join(problems))


def describe(query: Query) -> str:
    """Say what is looked for, for example `company contains "acme", note is No Match`; empty for all rows."""
    return ", ".join(term.in_words() for term in query.terms)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Token:
    value: str
    place: Place = Extra.ANYWHERE
    negated: bool = False
    quoted: bool = False
    closed: bool = True

    @property
    def is_plain(self) -> bool:
        """Whether it is nothing but a word, so that it may go on with a note's words."""
        return self.place is Extra.ANYWHERE and not self.negated and not self.quoted


def _token_from(found: re.Match[str]) -> _Token:
    word = found["word"]
    return _Token(
        value=found["bare"] if found["quoted"] is None else found["quoted"],
        place=PLACE_WORDS[word.lower()] if word else Extra.ANYWHERE,
        negated=bool(found["minus"]),
        quoted=found["quoted"] is not None,
        closed=found["quoted"] is None or bool(found["closing"]),
    )


def _with_note_phrases(tokens: Sequence[_Token]) -> Iterator[_Token]:
    """Join the words of a note in sequence to one term: people type `no match`, not `"no match"`."""
    at = 0
    while at < len(tokens):
        length = _note_phrase_length(tokens[at:])
        first = tokens[at]
        if length > 1:
            value = " ".join(token.value for token in tokens[at : at + length])
            yield _Token(value=value, place=first.place, negated=first.negated)
        else:
            yield first
        at += length


def _note_phrase_length(tokens: Sequence[_Token]) -> int:
    first = tokens[0]
    for phrase in _NOTE_PHRASES:
        candidates = tokens[: len(phrase)]
        plain = not first.quoted and all(token.is_plain for token in candidates[1:])
        if plain and tuple(folded_for_search(token.value) for token in candidates) == phrase:
            return len(phrase)
    return 1


def _sought(token: _Token) -> Sought | str | None:
    """Return what is looked for, a sentence about a broken pattern, or None for what restricts nothing."""
    value = token.value
    if len(value) > _SLASHES and value.startswith("/") and value.endswith("/"):
        return pattern_from(value[1:-1])
    if not value and token.quoted and token.closed and token.place is not Extra.ANYWHERE:
        return Blank()
    text = visible(value)
    needle = folded_for_search(text)
    return Words(text=text, needle=needle) if needle else None
