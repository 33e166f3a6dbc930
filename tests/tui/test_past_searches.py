"""Walking through earlier searches with up and down."""

from axtui.tui.past_searches import walk_from


def test_a_walk_leads_from_what_is_typed_to_ever_earlier_searches_and_back() -> None:
    """It ends at both ends; what was being typed comes back."""
    walk = walk_from("dra", ["old", "new"])
    assert [walk.gone(steps).text for steps in (-1, 0, 1, 2, 3)] == ["dra", "dra", "new", "old", "old"]
    assert walk.gone(5).gone(-1).text == "new"
    assert walk.gone(2).gone(-2).text == "dra"


def test_no_step_leads_nowhere() -> None:
    """The search that stands in the line is no earlier one."""
    walk = walk_from("acme ", ["old", "acme"])
    assert walk.gone(1).text == "old"
    assert walk_from("", []).gone(1).text == ""
