"""The report for others, before it has a form: what is said of it, and in which order."""

from dataclasses import replace

import pytest
from builders import NOON, company, contact, customer, linked, rules, snapshot
from hypothesis import given
from worlds import RULES, WORLDS

from axtui.core.cells import COLUMNS, Column, cells_of
from axtui.core.harm import BY_HARM
from axtui.core.match_by import MatchBy
from axtui.core.models import FetchedAt, Snapshot
from axtui.core.notes import Note
from axtui.core.paper import HEADER, PaperRow, paper_of, section_title
from axtui.core.report import ReportRules, build_report


@given(world=WORLDS, rules=RULES)
def test_every_row_stands_once_the_worst_first(world: Snapshot, rules: ReportRules) -> None:
    """In reading order under its note; all notes are counted, and all that stands there is printable."""
    report = build_report(world, rules)
    paper = paper_of(report, range(len(report.rows)))
    assert [each.note for each in paper.counts] == list(BY_HARM)
    assert {each.note: each.rows for each in paper.counts} == dict(report.counts)
    assert [each.note for each in paper.sections] == [note for note in BY_HARM if report.counts[note]]
    for section in paper.sections:
        rows = [row for row in report.rows if row.note is section.note]
        assert len(section) == len(rows)
        for printed, row in zip(section.rows(), rows, strict=True):
            assert len(printed.cells) + 1 == len(section.header)
            assert "".join((*printed.cells, *printed.reasons)).isprintable()
            assert printed.reasons == tuple(reason.text for reason in row.reasons)


@given(world=WORLDS, rules=RULES)
def test_what_a_section_leaves_out_says_the_same_of_all_its_rows(world: Snapshot, rules: ReportRules) -> None:
    """A column that is not printed is empty, or holds what the heading says, or that nobody is there."""
    report = build_report(world, rules)
    columns = dict(zip(HEADER, (*Column,), strict=False))
    for section in paper_of(report, range(len(report.rows))).sections:
        left_out = [title for title in HEADER if title not in section.header]
        rows = [row for row in report.rows if row.note is section.note]
        places = [COLUMNS.index(columns[title]) for title in left_out]
        assert all(len({cells_of(row)[at] for row in rows}) == 1 for at in places)


def test_a_row_says_who_and_why() -> None:
    """The person of Xero with an address, who is linked, and each reason; what is blank leaves no comma."""
    world = snapshot(
        [company(1, "Acme", number="C-1"), company(2, "Bravo")],
        [contact(1, 1)],
        [customer("x1", "Acme"), customer("x2", "Bravo", first=" ", last="", email="b@b.example")],
    )
    link, missing = paper_of(build_report(world, rules()), [0, 1]).sections[::-1]
    ((row,), (other,)) = (list(each.rows()) for each in (link, missing))
    assert row == PaperRow(
        cells=("Acme", "C-1", "Acme", "Grace Hopper, grace@acme.example"),
        reasons=tuple(reason.text for reason in build_report(world, rules()).rows[0].reasons),
    )
    assert other.cells[3] == "b@b.example"
    assert section_title(link) == "Link: 1 row"
    assert link.meaning.startswith("Matched, but no contact")


def test_what_holds_for_all_rows_is_told_first() -> None:
    """Profile, organisation, rule, times in UTC, whether all was read, how many are printed."""
    world = snapshot([company(1), company(2)], [linked()], [customer()])
    later = replace(
        world,
        facts=replace(world.facts, organisation="Acme\u200b Group"),
        fetched_at=FetchedAt(autotask=NOON, xero=NOON),
        incomplete_because=("Half of it.",),
    )
    paper = paper_of(build_report(later, rules()), [1])
    assert paper.title == "Autotask to Xero: acme"
    assert dict(paper.facts) == {
        "Profile": "acme",
        "Xero organisation": "Acme� Group",
        "Match rule": "name: company name equals customer name, to the character",
        "Autotask read": "2026-03-02 12:00 UTC",
        "Xero read": "2026-03-02 12:00 UTC",
        "Complete": "no: rows may be missing or have a wrong note",
        "Companies": "2, of which 1 are printed here",
    }
    assert paper.warnings[0] == "This report is incomplete: Half of it."
    assert not paper.is_empty
    assert paper_of(build_report(later, rules()), []).is_empty


@pytest.mark.parametrize(
    ("names", "customers", "sentence"),
    [
        ([], 0, "None of 0 companies has an open problem."),
        (["Acme"], 0, "1 of 1 company has an open problem."),
        (["Acme", "Bravo"], 0, "2 of 2 companies have an open problem."),
        (
            ["Acme", "Bravo"],
            2,
            "2 of 2 companies have an open problem; in 1 of them an invoice may reach the wrong customer.",
        ),
    ],
)
def test_the_whole_report_is_one_sentence(names: list[str], customers: int, sentence: str) -> None:
    """How many companies ask for work, and what is worst."""
    companies = [company(at, name) for at, name in enumerate(names, start=1)]
    twice = [customer(f"x{at}", "Acme") for at in range(customers)]
    report = build_report(snapshot(companies, [], twice), rules())
    assert paper_of(report, []).headline == sentence


def test_stand_ins_are_told_of() -> None:
    """Who reads invented names is to know that they are."""
    report = build_report(snapshot([company()]), rules())
    assert "stand-ins" in dict(paper_of(report, [0], has_stand_ins=True).facts)["Names"]
    assert "Names" not in dict(paper_of(report, [0]).facts)


def test_acknowledged_rows_are_told_of() -> None:
    """Those that are left out as a number, those that are printed behind their reasons."""
    report = build_report(snapshot([company(1), company(2)]), rules())
    paper = paper_of(report, [0, 1], said={1: "Acknowledged: known (until 2026-04-01)."}, left_out=3)
    assert dict(paper.facts)["Acknowledged"] == "3 more rows, left out"
    first, second = paper.sections[0].rows()
    assert len(first.reasons) == 1
    assert second.reasons[1:] == ("Acknowledged: known (until 2026-04-01).",)


@pytest.mark.parametrize(
    ("match_by", "words"),
    [
        (MatchBy.NAME_IGNORE_CASE, "ignoring upper and lower case"),
        (MatchBy.NUMBER, "company number equals the Xero number, to the character (AccountNumber)"),
        (
            MatchBy.NUMBER_THEN_NAME,
            "or else the names are equal, ignoring upper and lower case (AccountNumber)",
        ),
    ],
)
def test_the_rule_is_told_in_words(match_by: MatchBy, words: str) -> None:
    """With what refines it."""
    report = build_report(snapshot([company()]), rules(match_by, ignore_case=True))
    facts = dict(paper_of(report, [0]).facts)
    assert words in facts["Match rule"]
    assert "Xero organisation" not in facts
    assert facts["Complete"] == "yes"
    assert facts["Companies"] == "1"


def test_a_note_is_told_by_its_own_name() -> None:
    """Nothing but the report's words stand in the headings."""
    report = build_report(snapshot([company()]), rules())
    (section,) = paper_of(report, [0]).sections
    assert section.note is Note.NO_MATCH
    assert section_title(section) == "No Match: 1 row"
