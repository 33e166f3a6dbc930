"""The screen that holds the match rules beside each other, and what it says."""

from dataclasses import replace

from asking_app import AskingApp
from builders import company, customer, linked, rules, snapshot

from axtui.core.match_by import MatchBy
from axtui.core.models import Snapshot
from axtui.core.notes import Note
from axtui.core.what_if import WhatIf, what_if
from axtui.core.what_if_lines import change_lines
from axtui.tui import what_if_words as words
from axtui.tui.found_rows import NO_ROWS
from axtui.tui.screens.what_if import Wanted, WhatIfScreen
from axtui.tui.widgets.cell_table import CellTable
from axtui.tui.widgets.rule_grid import RuleGrid


def a_world(many: int = 3) -> Snapshot:
    """Return companies that match by name only, one by number only, and one that never matches."""
    names = [company(at, f"Company {at}") for at in range(1, many + 1)]
    others = [company(901, "Other name", number="C-9"), company(902, "Nobody")]
    customers = [customer(f"x{at}", f"Company {at}") for at in range(1, many + 1)]
    customers.append(customer("x9", "Ninth", number="C-9"))
    return snapshot([*names, *others], [linked(1, 1)], customers)


def compared(found: WhatIf, chosen: MatchBy, *, on_screen: MatchBy = MatchBy.NAME) -> words.Compared:
    """Return the rules beside each other, the name's in force."""
    changed = {rule: len(found.changed(MatchBy.NAME, rule)) for rule in MatchBy}
    return words.Compared(
        found=found, in_force=MatchBy.NAME, on_screen=on_screen, chosen=chosen, changed=changed
    )


def test_the_upper_table_counts_every_note_under_every_rule() -> None:
    """Worst first, with what another rule would add; notes that never occur have no line."""
    found = what_if(a_world(), rules())
    text = words.grid_text(compared(found, MatchBy.NUMBER, on_screen=MatchBy.NUMBER_THEN_NAME))
    assert text.splitlines() == [
        "Rule        1 name   2 name,  > 3 number  4 number,",
        "                    any case              then name",
        "          in force                        on screen",
        "No Match         2         2      4 (+2)     1 (-1)",
        "Link             2         2      1 (-1)     3 (+1)",
        "OK               1         1      0 (-1)          1",
        "Changes                    0           4          1",
    ]


def test_acknowledged_rows_are_not_counted_where_they_stay_as_they_are() -> None:
    """One that another rule would change counts there: it was acknowledged for what it was."""
    found = what_if(a_world(), rules())
    both = [place for place, each in enumerate(found.companies) if each.id in (901, 902)]
    one = replace(compared(found, MatchBy.NUMBER), aside=both)
    line = next(each for each in words.grid_text(one).splitlines() if each.startswith("No Match"))
    assert line.split() == ["No", "Match", "0", "0", "3", "(+3)", "0"]
    assert one.counts(MatchBy.NUMBER_THEN_NAME)[Note.LINK] == 3


def test_a_narrow_screen_leaves_the_differences_out() -> None:
    """Rather than a part of a rule; which rule is chosen is seen without colour."""
    one = compared(what_if(a_world(1_100), rules()), MatchBy.NUMBER)
    broad, narrow = (words.grid_content(one, width).plain for width in (80, 56))
    assert "1,101 (+1,099)" in broad
    assert "+" not in narrow
    assert max(map(len, narrow.splitlines())) <= 56
    assert "> 3 number" in narrow


def test_the_summary_says_what_would_become_of_whom() -> None:
    """In numbers, the most frequent first; the rule in force changes nothing."""
    found = what_if(a_world(), rules())

    def said(rule: MatchBy) -> str:
        moves = found.moves(found.changed(MatchBy.NAME, rule), MatchBy.NAME, rule)
        return words.summary_words(compared(found, rule), moves)

    assert said(MatchBy.NUMBER) == (
        "Matching by number would change 4 of 5 companies. "
        "Link -> No Match: 2, No Match -> Link: 1, OK -> No Match: 1."
    )
    assert (
        said(MatchBy.NAME_IGNORE_CASE) == "Matching by name, ignoring case would change none of 5 companies."
    )
    assert said(MatchBy.NAME).startswith("Matching by name is in force.")


def test_plain_text_holds_all_of_it() -> None:
    """A list that no terminal keeps is cut, and that is said."""
    found = what_if(a_world(1_100), rules())
    places = found.changed(MatchBy.NAME, MatchBy.NUMBER)
    lines = change_lines(found, places, MatchBy.NAME, MatchBy.NUMBER)
    one = compared(found, MatchBy.NUMBER)
    text = words.plain_text(
        ["What if"], one, "Said.", words.found_companies(lines, range(len(lines))), width=99
    )
    assert "and 101 more; a search makes them fewer" in text
    assert "Company 1 " in text
    assert words.plain_text(["What if"], one, "Said.", NO_ROWS, width=99).endswith("Said.")


class WhatIfApp(AskingApp[WhatIf | None, Wanted | None]):
    """Holds all rules beside each other."""

    shown: WhatIfScreen

    def __init__(self, found: WhatIf | None) -> None:
        super().__init__(found, part="what-if")
        self.shown = WhatIfScreen(
            self.look, profile="acme", in_force=MatchBy.NAME, on_screen=MatchBy.NUMBER, ascii=True
        )


async def test_it_is_searched_and_leads_to_a_company() -> None:
    """It begins with the report's own rule; keys before it is worked out do no harm."""
    app = WhatIfApp(what_if(a_world(), rules()))
    async with app.run_test(size=(80, 24)) as pilot:
        assert app.said("summary") == words.LOOKING
        await pilot.press("slash", "m", "y", "Y", "L", "2", "right", "j", "enter")
        assert app.answers == []
        app.may_answer.set()
        await pilot.pause()
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert "would change 4 of 5" in app.said("summary")
        assert app.said("count") == "4 of 4"
        await pilot.press("slash", *"other", "enter", "L")
        assert app.said("count") == "1 of 4"
        assert app.said("row").startswith("Other name (id 901, number C-9): No Match; would be Link with")
        assert "Other name" in app.texts[0]
        assert "Company 1" not in app.texts[0]
        await pilot.press("enter")
        assert app.answers == [Wanted(company=app.shown._lines.companies[3])]


async def test_the_chosen_rule_is_taken() -> None:
    """By its number, with left and right, and with enter; the rule in force changes nothing."""
    app = WhatIfApp(what_if(a_world(), rules()))
    app.may_answer.set()
    async with app.run_test(size=(60, 15)) as pilot:
        await app.workers.wait_for_complete()
        await pilot.press("1")
        await app.workers.wait_for_complete()
        assert "is in force" in app.said("summary")
        assert not app.shown.query_one(CellTable).display
        await pilot.press("slash")
        assert app.focused is app.shown.query_one(RuleGrid)
        await pilot.press("left", "enter")
        assert app.answers == [Wanted(match_by=MatchBy.NUMBER_THEN_NAME)]


async def test_it_closes_where_there_is_nothing_to_work_it_out_from() -> None:
    """The app says why."""
    app = WhatIfApp(None)
    app.may_answer.set()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert app.answers == [None]
