"""How a person's arrangement of a report changes: searches, and filters under names."""

from axtui.core.column_choice import ColumnChoice
from axtui.core.notes import Note
from axtui.core.view import LONGEST_SEARCH, MOST_SEARCHES, SavedFilter, View


def test_searches_are_kept_without_doubles_the_latest_last() -> None:
    """One that is made again moves to the end; blanks around it make no other one of it."""
    view = View().searched("acme").searched("bolt").searched(" acme ")
    assert view.searches == ("bolt", "acme")
    assert view.without_searches() == View()


def test_what_is_no_search_is_not_kept() -> None:
    """Nothing, blanks, and what was pasted by mistake."""
    assert View().searched("").searched("  ").searched("x" * (LONGEST_SEARCH + 1)) == View()


def test_only_the_latest_searches_are_kept() -> None:
    """The oldest go first."""
    view = View()
    for number in range(MOST_SEARCHES + 5):
        view = view.searched(str(number))
    assert (len(view.searches), view.searches[0]) == (MOST_SEARCHES, "5")


def test_filters_stand_in_natural_order_and_replace_their_namesake() -> None:
    """A name counts once, however it is cased."""
    view = View()
    for name in ("Week 10", "week 9", "Calls"):
        view = view.saved(SavedFilter(name=name, query=name))
    view = view.saved(SavedFilter(name="WEEK 9", query="x", note=Note.LINK))
    assert [each.name for each in view.filters] == ["Calls", "WEEK 9", "Week 10"]
    assert view.named("week 9") == SavedFilter(name="WEEK 9", query="x", note=Note.LINK)
    assert [each.name for each in view.removed("calls").filters] == ["WEEK 9", "Week 10"]


def test_thousands_of_filters_are_kept_at_once() -> None:
    """One by one, a file of 4 MB would take hours; of two with one name the later counts."""
    many = [SavedFilter(name=f"n{number}", query="x") for number in range(100_000)]
    view = View().saved(*many, SavedFilter(name="N7", query="y"))
    assert (len(view.filters), view.filters[7]) == (100_000, SavedFilter(name="N7", query="y"))


def test_a_filter_takes_another_name_unless_that_is_taken() -> None:
    """It may change the case of its own, and one that is gone stays so."""
    view = View().saved(SavedFilter(name="a", query="1")).saved(SavedFilter(name="b", query="2"))
    assert view.renamed("a", "B") is view
    assert view.renamed("gone", "c") is view
    assert [each.name for each in view.renamed("a", "A").filters] == ["A", "b"]
    assert view.renamed("a", "z").named("z") == SavedFilter(name="z", query="1")


def test_columns_are_chosen_and_the_rest_stays() -> None:
    """Searches and filters have nothing to do with them."""
    columns = ColumnChoice(has_detail=False)
    view = View().searched("acme").with_columns(columns)
    assert (view.columns, view.searches) == (columns, ("acme",))
