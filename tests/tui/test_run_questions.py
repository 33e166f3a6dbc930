"""What a run asks before it goes on: when it does, with which words, and what each answer means."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest
from builders import company
from configs import profile

from axtui.core.errors import LimitReachedError, Side
from axtui.core.run_cost import RunCost
from axtui.services.checkpoints import Checkpoints
from axtui.services.page_log import ListName, NotedPage
from axtui.services.read_plan import fingerprint_of
from axtui.services.run_wishes import Resume, RunWishes
from axtui.services.surroundings import Surroundings
from axtui.tui.opened import Opened
from axtui.tui.run import Question
from axtui.tui.run_questions import Asking, cost_question, retry_question

_MUCH = RunCost(requests=2_400, used=2_000, limit=10_000)


@dataclass(slots=True)
class Person:
    """Answers every question alike, and remembers it."""

    answers: Callable[[Question], str] = lambda question: question.answers[0]
    asked: list[Question] = field(default_factory=list)
    told: list[str] = field(default_factory=list)

    async def __call__(self, question: Question) -> str:
        self.asked.append(question)
        return self.answers(question)


def _second(question: Question) -> str:
    return question.answers[1]


def _interrupted(surroundings: Surroundings, *, ago: timedelta, customer: str = "acme") -> Opened:
    """Return a profile whose last run was interrupted so long ago, after three companies."""
    opened = Opened(profile=profile(customer), surroundings=surroundings)
    then = surroundings.now() - ago
    checkpoints = Checkpoints(surroundings.cache_dir / "checkpoints", now=lambda: then)
    log = checkpoints.new(customer, fingerprint=fingerprint_of(opened.profile))
    log.begin(Side.AUTOTASK, then)
    log.note(ListName.COMPANIES, NotedPage(after=0, up_to=3, items=(company(1), company(2), company(3))))
    log.close()
    return opened


async def _wishes(opened: Opened, person: Person, *, full: bool = False, keeps: bool = True) -> RunWishes:
    asking = Asking(person, tell=person.told.append)
    return await asking.wishes(opened, full=full, retry_auth=False, keeps=keeps)


async def test_an_ordinary_run_asks_nothing(surroundings: Surroundings) -> None:
    """Most runs find nothing of an earlier one."""
    person = Person()
    wishes = await _wishes(Opened(profile=profile(), surroundings=surroundings), person)
    assert wishes == replace(RunWishes(), consent=wishes.consent)
    assert person.asked == []


async def test_a_run_of_a_moment_ago_is_gone_on_with_unasked(surroundings: Surroundings) -> None:
    """Within an hour nobody would say no."""
    person = Person()
    opened = _interrupted(surroundings, ago=timedelta(minutes=59))
    assert (await _wishes(opened, person)).resume is Resume.IF_RECENT
    assert person.asked == []


@pytest.mark.parametrize(("answers", "resume"), [(None, Resume.YES), (_second, Resume.NO)])
async def test_an_older_run_is_asked_about(
    answers: Callable[[Question], str] | None, resume: Resume, surroundings: Surroundings
) -> None:
    """It says of when and of how much; going on, which loses nothing, is the first answer."""
    person = Person(answers) if answers else Person()
    opened = _interrupted(surroundings, ago=timedelta(hours=2))
    assert (await _wishes(opened, person)).resume is resume
    (question,) = person.asked
    assert question.words.startswith("The run of 02 Mar 10:00 was interrupted; 3 records of it are kept.")


async def test_a_run_in_full_is_not_asked_about(surroundings: Surroundings) -> None:
    """Everything anew means everything."""
    person = Person()
    wishes = await _wishes(_interrupted(surroundings, ago=timedelta(hours=2)), person, full=True)
    assert (wishes.full, wishes.resume, person.asked) == (True, Resume.NO, [])


async def test_where_nothing_may_be_kept_nothing_is_asked_about(surroundings: Surroundings) -> None:
    """Pages of a time when something might be kept are not used any more."""
    person = Person()
    await _wishes(_interrupted(surroundings, ago=timedelta(hours=2)), person, keeps=False)
    assert person.asked == []


async def test_pages_of_another_profile_are_no_question(surroundings: Surroundings) -> None:
    """Each has its own."""
    person = Person()
    _interrupted(surroundings, ago=timedelta(hours=2), customer="other")
    await _wishes(Opened(profile=profile(), surroundings=surroundings), person)
    assert person.asked == []


async def test_a_cheap_run_says_its_cost_and_asks_nothing() -> None:
    """Fewer questions are read better."""
    person = Person()
    await Asking(person, tell=person.told.append).consent(RunCost(requests=24, used=0, limit=10_000))
    assert person.asked == []
    (told,) = person.told
    assert told.startswith("The run takes about 24 of the 10,000 Autotask requests that are left this hour")


async def test_a_costly_run_that_is_declined_ends_as_such() -> None:
    """The first answer is no; the end knows that a person wanted it."""
    person = Person()
    asking = Asking(person, tell=person.told.append)
    with pytest.raises(LimitReachedError) as ended:
        await asking.consent(_MUCH)
    assert asking.declined is ended.value
    assert ended.value.message.startswith("Cancelled: the run would take about 2,400 of the 8,000 ")


async def test_a_costly_run_that_is_agreed_to_goes_on() -> None:
    """Nothing more is said."""
    person = Person(_second)
    asking = Asking(person, tell=person.told.append)
    await asking.consent(_MUCH)
    assert person.asked == [cost_question(_MUCH)]
    assert asking.declined is None


def test_the_questions_have_the_safe_answer_first() -> None:
    """It has the focus."""
    assert cost_question(_MUCH).answers == ("Cancel the run", "Read all the same")
    assert retry_question()._no == "Cancel"
