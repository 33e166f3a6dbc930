"""The text of a file of acknowledged rows: what a team reads and edits, and what a change leaves of it."""

from datetime import date

import pytest
from faults.tiers import times
from hypothesis import given, settings
from hypothesis import strategies as st

from axtui.core.acknowledgements import Acknowledgement
from axtui.core.models import CompanyId, CustomerId
from axtui.core.notes import Note, ReasonCode
from axtui.services.acknowledgement_reading import MOST_TOLD, read_text
from axtui.services.acknowledgement_text import HEAD, with_one, without_one

_HAND_WRITTEN = """\
# Ours. Ask Ada before you change anything.
form = 1

# The caravan park: paid in cash.
[companies.9]
name = "Nine"   # their old name
note = "No Match"
codes = ["not-in-xero"]
reason = "cash"
until = 2027-01-31  # end of the contract

# The last one.
[companies.174]
name = "Acme Ltd"
note = "Link"
customers = ["x1"]
reason = "being wound up"
"""


def _one(
    at: int = 9, *, reason: str = "cash", until: date | None = None, name: str = "Nine"
) -> Acknowledgement:
    return Acknowledgement(
        company_id=CompanyId(at),
        company=name,
        reason=reason,
        note=Note.NO_MATCH,
        codes=(ReasonCode.NOT_IN_XERO,),
        until=until,
    )


def _read(text: str) -> tuple[Acknowledgement, ...]:
    found = read_text(text.encode(), name="It")
    assert not found.problems
    return found.acknowledgements


def test_what_is_written_can_be_read_by_people() -> None:
    """One table per row, in the order of the ids, a line for each value."""
    whole = Acknowledgement(
        company_id=CompanyId(174),
        company='Acme "Best" Ltd',
        reason="known since May",
        note=Note.LINK,
        codes=(ReasonCode.NO_EMAIL, ReasonCode.ONLY_CONTACT),
        customers=(CustomerId("5f0c"),),
        customer_names=("Acme Ltd",),
        until=date(2027, 1, 31),
        since=date(2026, 3, 2),
        by="ada",
    )
    assert with_one(with_one("", whole), _one()) == (
        f"{HEAD}\n"
        '[companies.9]\nname = "Nine"\nnote = "No Match"\ncodes = ["not-in-xero"]\nreason = "cash"\n\n'
        '[companies.174]\nname = "Acme \\"Best\\" Ltd"\nnote = "Link"\ncodes = ["no-email", "only-contact"]\n'
        'customers = ["5f0c"]\ncustomer_names = ["Acme Ltd"]\nreason = "known since May"\n'
        'until = 2027-01-31\nsince = 2026-03-02\nby = "ada"\n'
    )
    assert _read(with_one("", whole)) == (whole,)


def test_a_change_touches_the_lines_of_its_row_alone() -> None:
    """Comments, the order of keys and every other row stay; so a difference says what was decided."""
    changed = with_one(_HAND_WRITTEN, _one(reason="paid by card", until=date(2027, 1, 31)))
    assert changed == _HAND_WRITTEN.replace('"cash"', '"paid by card"')


def test_what_is_gone_and_what_is_new_in_a_row() -> None:
    """An end that is taken away goes with its line; one that is given comes behind the other keys."""
    without_end = with_one(_HAND_WRITTEN, _one())
    assert without_end == _HAND_WRITTEN.replace("until = 2027-01-31  # end of the contract\n", "")
    assert with_one(without_end, _one(until=date(2028, 1, 1))) == without_end.replace(
        'reason = "cash"\n', 'reason = "cash"\nuntil = 2028-01-01\n'
    )


def test_a_new_row_stands_among_the_others_by_its_id() -> None:
    """In front of the next one's comment, not between that and its row."""
    assert with_one(_HAND_WRITTEN, _one(20, name="Twenty")) == _HAND_WRITTEN.replace(
        "# The last one.",
        '[companies.20]\nname = "Twenty"\nnote = "No Match"\ncodes = ["not-in-xero"]\nreason = "cash"\n\n'
        "# The last one.",
    )


def test_a_row_that_is_taken_back_goes_with_its_comment() -> None:
    """The comment was about that row."""
    start, end = _HAND_WRITTEN.index("# The caravan"), _HAND_WRITTEN.index("# The last")
    assert without_one(_HAND_WRITTEN, CompanyId(9)) == _HAND_WRITTEN[:start] + _HAND_WRITTEN[end:]


def test_a_list_over_several_lines_is_written_anew() -> None:
    """What cannot be changed line by line is written as a new row; the others stay as they are."""
    text = _HAND_WRITTEN.replace('codes = ["not-in-xero"]', 'codes = [\n  "not-in-xero",\n]')
    changed = with_one(text, _one(reason="new"))
    assert 'reason = "new"' in changed
    assert changed.endswith(_HAND_WRITTEN[_HAND_WRITTEN.index("# The last") :])


def test_line_ends_and_byte_order_marks_stay() -> None:
    """Somebody edits it on Windows."""
    text = "\ufeff" + _HAND_WRITTEN.replace("\n", "\r\n")
    changed = with_one(text, _one(reason="new", until=date(2027, 1, 31)))
    assert changed == text.replace('"cash"', '"new"')


_PRINTABLE = st.characters(codec="utf-8", exclude_categories=("C", "Z"), include_characters=" ")
_ROWS = st.builds(
    Acknowledgement,
    company_id=(st.integers(-5, -1) | st.integers(1, 2**63 - 1)).map(CompanyId),
    company=st.text(_PRINTABLE, max_size=20),
    reason=st.text(_PRINTABLE, min_size=1, max_size=20).filter(str.strip),
    note=st.sampled_from(Note),
    codes=st.frozensets(st.sampled_from(ReasonCode), max_size=3).map(lambda some: tuple(sorted(some))),
    customers=st.frozensets(st.text("abc-1]\"'#[", max_size=5).map(CustomerId), max_size=3).map(
        lambda some: tuple(sorted(some))
    ),
    until=st.none() | st.dates(),
    by=st.text(_PRINTABLE, max_size=8),
)


@settings(max_examples=times(10_000, quick=40))
@given(st.lists(_ROWS, max_size=6), st.data())
def test_any_changes_read_back(rows: list[Acknowledgement], data: st.DataObject) -> None:
    """Whatever is acknowledged and taken back in whatever order, the file says what was wanted."""
    text, wanted = _HAND_WRITTEN, {each.company_id: each for each in _read(_HAND_WRITTEN)}
    for row in rows:
        text, wanted = with_one(text, row), wanted | {row.company_id: row}
        if data.draw(st.booleans()):
            gone = data.draw(st.sampled_from(sorted(wanted)))
            text = without_one(text, gone)
            del wanted[gone]
        assert _read(text) == tuple(wanted[at] for at in sorted(wanted))
    assert text.startswith("# Ours. Ask Ada before you change anything.\n")


@pytest.mark.parametrize(
    ("was", "now", "said"),
    [
        (
            'reason = "cash"',
            'raeson = "cash"',
            "line 9, company 9: `raeson` is not known; did you mean `reason`?",
        ),
        ('reason = "cash"', "", "line 5, company 9: `reason` is missing."),
        ('"cash"', '" "', "line 9, company 9: `reason` must not be empty"),
        ('"No Match"', '"No match"', "line 7, company 9: `note` must be a note; did you mean `No Match`?"),
        ('"not-in-xero"', '"not-in-zero"', "line 8, company 9: `codes` holds `not-in-zero`"),
        ('["not-in-xero"]', '"x"', "line 8, company 9: `codes` must be a list"),
        ("2027-01-31 ", "2027-01-31T00:00:00 ", "line 10, company 9: `until` must be a day"),
        ("2027-01-31 ", "2027-02-30 ", "cannot be read"),
        ("companies.9]", "companies.nine]", "`nine` is no company's id"),
        ("companies.9]", "companies.09]", "`09` is no company's id"),
        ("companies.9]", "company.9]", "`company` is not known; did you mean `companies`?"),
        ("form = 1", "form = 2", "line 2: a newer axtui has written it"),
        ("# The last", "<<<<<<< HEAD\n# The last", "a merge conflict that is not resolved (line 12)"),
        ("[companies.174]", "[companies.9]", "this key or table is there already"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(was: str, now: str, said: str) -> None:
    """Nobody searches a file of a hundred rows for a typing error."""
    found = read_text(_HAND_WRITTEN.replace(was, now, 1).encode(), name="The file")
    assert not found.acknowledgements
    (problem,) = found.problems
    assert said in problem
    assert problem.startswith("The file")


@pytest.mark.parametrize("form", ["true", "1.0", '"1"', "[1]", "0", "-1", "1979-05-27"])
def test_the_form_is_a_whole_number(form: str) -> None:
    """What merely equals it is no form of ours: nobody knows what a file means that says so."""
    found = read_text(_HAND_WRITTEN.replace("form = 1", f"form = {form}").encode(), name="The file")
    assert found.problems == ("The file, line 2: `form` must be the whole number 1.",)


def test_the_file_is_named_once() -> None:
    """Its path is long; what else is wrong stands behind it with its line, in one order always."""
    text = _HAND_WRITTEN.replace('reason = "cash"', 'raeson = "cash"\nx = 1').replace("form = 1", "form = 2")
    first, *others = read_text(text.encode(), name="The file").problems
    assert first.startswith("The file, line 2: a newer")
    assert [each.split(": ")[0] for each in others] == ["Line 9, company 9", "Line 10, company 9"]
    assert not any("missing" in each for each in others)


@pytest.mark.parametrize("text", ["companies = 1", "companies.9 = 1", "[companies]\n9 = 1"])
def test_what_is_no_table_is_named(text: str) -> None:
    """Each row is one."""
    assert "must be" in read_text(text.encode(), name="It").problems[0]


@pytest.mark.parametrize(
    "text",
    [
        "".join(f"[companies.{at}]\nname = 'A'\n" for at in range(1, 3000)),
        "".join(f"key{at} = 1\n" for at in range(3000)),
        "[companies.1]\n" + "".join(f"key{at} = 1\n" for at in range(3000)),
    ],
    ids=["tables", "keys", "keys of a table"],
)
def test_of_very_many_mistakes_the_first_are_named(text: str) -> None:
    """A file that something else has written is wrong all over: nobody reads every line."""
    problems = read_text(text.encode(), name="It").problems
    assert len(problems) == MOST_TOLD + 1
    assert problems[-1] == "More is wrong with it."
