"""What runs note of their pages, step by step, and what should be there afterwards."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from any_values import any_company, any_contact, any_customer, any_time
from builders import NOON, company, contact, customer
from hypothesis import strategies as st

from axtui.core.errors import Side
from axtui.services.page_log import ListName, NotedPage, PageLog


@dataclass(frozen=True, slots=True)
class Begin:
    """A side begins."""

    side: Side
    since: datetime


@dataclass(frozen=True, slots=True)
class Note:
    """A page arrives."""

    name: ListName
    page: NotedPage[object]


@dataclass(frozen=True, slots=True)
class Forget:
    """A list is read anew."""

    name: ListName


Step = Begin | Note | Forget


@dataclass(slots=True)
class Told:
    """What a log tells the run that goes on with it."""

    since: dict[Side, datetime] = field(default_factory=dict)
    pages: dict[ListName, list[NotedPage[object]]] = field(default_factory=dict)


def take(steps: Sequence[Step], log: PageLog) -> None:
    """Do to a log what a run does."""
    for step in steps:
        match step:
            case Begin():
                log.begin(step.side, step.since)
            case Note():
                log.note(step.name, step.page)
            case Forget():
                log.forget(step.name)


def told_by(log: PageLog) -> Told:
    """Return what a log tells."""
    since = {side: at for side in Side if (at := log.since(side))}
    pages = {name: list(noted) for name in ListName if (noted := log.noted(name))}
    return Told(since=since, pages=pages)


def told_after(steps: Sequence[Step]) -> Told:
    """Return what a log should tell after these steps; without a page there is nothing to go on with."""
    told = Told()
    for step in steps:
        match step:
            case Begin():
                told.since[step.side] = step.since
            case Note():
                told.pages.setdefault(step.name, []).append(step.page)
            case Forget():
                told.pages.pop(step.name, None)
    return told if told.pages else Told()


def told_on_the_way(steps: Sequence[Step]) -> list[Told]:
    """Return what a log may tell that broke off somewhere on the way."""
    return [told_after(steps[:at]) for at in range(len(steps) + 1)]


A_RUN: Final = (
    Begin(Side.AUTOTASK, NOON),
    Begin(Side.XERO, NOON),
    Note(
        ListName.COMPANIES,
        NotedPage(after=0, up_to=7, items=(company(3, "Größe \ud83d Ltd"), company(7)), others=(4, 5)),
    ),
    Note(
        ListName.CUSTOMERS, NotedPage(after=1, up_to=2, items=(customer("x1", invoiced=False, changed=NOON),))
    ),
    Note(ListName.CONTACTS, NotedPage(after=0, up_to=None, items=(contact(9, 3, emails=("a", "b")),))),
    Forget(ListName.COMPANIES),
    Note(ListName.COMPANIES, NotedPage(after=0, up_to=3, items=(company(3),))),
)
"""A short run with everything in it."""


def _pages(items: st.SearchStrategy[Any], name: ListName) -> st.SearchStrategy[Step]:
    numbers = st.integers(-1, 2**64)
    page = st.builds(
        NotedPage,
        after=numbers,
        up_to=st.none() | numbers,
        items=st.lists(items, max_size=3).map(tuple),
        others=st.lists(numbers, max_size=3).map(tuple),
    )
    return st.builds(Note, st.just(name), page)


any_step: Final[st.SearchStrategy[Step]] = st.one_of(
    st.builds(Begin, st.sampled_from(Side), any_time),
    st.builds(Forget, st.sampled_from(ListName)),
    _pages(any_company, ListName.COMPANIES),
    _pages(any_contact, ListName.CONTACTS),
    _pages(any_customer, ListName.CUSTOMERS),
)
any_run: Final = st.lists(any_step, max_size=6)
