"""What `axtui doctor` finds, as values and as lines: facts in sections, those that need a look first.

Everything in them can be pasted into a ticket: `pasteable_report` is the one way that leads here.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Final

from axtui.core.redaction import redacted
from axtui.core.sentences import counted, shortened
from axtui.core.text import visible

_LONGEST: Final = 300
"""Characters of a value; what is longer was set by accident, and nobody reads it."""
_NOTHING: Final = "-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One thing that was looked at."""

    label: str
    value: str
    source: str = ""
    """Where the value came from, for example `default`; empty where that is no question."""
    problem: str = ""
    """What is wrong with it and what to do about that; empty where all is well."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Facts about one subject."""

    title: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Doctor:
    """Everything that was looked at."""

    sections: tuple[Section, ...]

    @property
    def problems(self) -> tuple[tuple[Section, Fact], ...]:
        """What needs a look, each with the section that it stands in."""
        return tuple((section, fact) for section in self.sections for fact in section.facts if fact.problem)


def pasteable_report(sections: Sequence[Section], *, home: str) -> Doctor:
    """Return the sections fit to be shown to anybody: no secrets, no addresses, no steering characters.

    The home directory becomes `~`: its name is often a person's.
    """
    return Doctor(
        sections=tuple(
            Section(title=section.title, facts=tuple(_pasteable(fact, home) for fact in section.facts))
            for section in sections
        )
    )


def _pasteable(fact: Fact, home: str) -> Fact:
    return replace(
        fact,
        label=_safe(fact.label, home),
        value=_safe(fact.value, home) or _NOTHING,
        source=_safe(fact.source, home),
        problem=_safe(fact.problem, home),
    )


def _safe(text: str, home: str) -> str:
    """Redact before cutting: half an address would not be known for one."""
    return shortened(visible(redacted(_without_home(text, home.rstrip("/")))), most=_LONGEST)


def _without_home(text: str, home: str) -> str:
    if not home.startswith("/"):
        return text
    return re.sub(rf"(?<![\w/.-]){re.escape(home)}(?![\w.-])", "~", text)


def lines_of(doctor: Doctor) -> tuple[str, ...]:
    """Return what is printed and shown: what needs a look, and then everything there is."""
    return (*_summary(doctor), *chain.from_iterable(("", *_section(each)) for each in doctor.sections))


def _summary(doctor: Doctor) -> Iterator[str]:
    if not doctor.problems:
        yield "Nothing needs a look."
        return
    needs = "needs" if len(doctor.problems) == 1 else "need"
    yield f"{counted(len(doctor.problems), 'thing')} {needs} a look:"
    for section, fact in doctor.problems:
        yield f"  !! {section.title}, {fact.label}: {fact.problem}"


def _section(section: Section) -> Iterator[str]:
    yield section.title
    longest = max((len(fact.label) for fact in section.facts), default=0)
    for fact in section.facts:
        source = f"  ({fact.source})" if fact.source else ""
        yield f"  {fact.label:<{longest}}  {fact.value}{source}"
        if fact.problem:
            yield f"  {'':<{longest}}  !! {fact.problem}"


def document_of(doctor: Doctor) -> Mapping[str, object]:
    """Return the same for programs to read; what there is not is null."""
    return {
        "problems": len(doctor.problems),
        "sections": [
            {"title": section.title, "facts": [_fact(fact) for fact in section.facts]}
            for section in doctor.sections
        ],
    }


def _fact(fact: Fact) -> Mapping[str, str | None]:
    return {
        "label": fact.label,
        "value": fact.value,
        "source": fact.source or None,
        "problem": fact.problem or None,
    }
