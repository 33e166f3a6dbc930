"""What is known of the companies when their notes are decided, whatever they have in common."""

from builders import company, customer, rules, snapshot

from axtui.core.cases import Cases
from axtui.core.match_by import MatchBy
from axtui.core.models import CustomerId
from axtui.core.verdict import Case


class _Counted(str):
    """An id that counts how often it is looked up."""

    __slots__ = ()
    looked_up = 0

    def __hash__(self) -> int:
        _Counted.looked_up += 1
        return super().__hash__()


def _cases(companies: int, customers: int) -> list[Case]:
    cases = Cases(
        snapshot(
            [company(at) for at in range(1, companies + 1)],
            [],
            [customer(CustomerId(_Counted(f"x{at:04}"))) for at in range(customers)],
        ),
        sole_contact_is_enough=False,
    )
    return list(cases.under(rules().match))


def test_a_name_that_many_have_on_both_sides_is_looked_at_once() -> None:
    """A thousand of each would be a million steps, and under four rules the screen would wait for them."""
    _Counted.looked_up = 0
    cases = _cases(200, 200)
    assert _Counted.looked_up < 200 * 10
    assert {len(case.sharing) for case in cases} == {200}
    assert len({id(case.sharing) for case in cases}) == 1


def test_who_matches_a_customer_alone_or_among_others_shares_it() -> None:
    """A number finds one of the customers that a name finds."""
    two = [company(1, "Acme"), company(2, "Bolt", number="7"), company(3, "Acme"), company(4, "Cog")]
    three = [customer("x1", "Acme", number="7"), customer("x2", "Acme"), customer("x3", "Cog")]
    cases = Cases(snapshot(two, [], three), sole_contact_is_enough=False)
    found = {
        case.company.id: [each.id for each in case.sharing]
        for case in cases.under(rules(MatchBy.NUMBER_THEN_NAME).match)
    }
    assert found == {1: [1, 2, 3], 2: [1, 2, 3], 3: [1, 2, 3], 4: []}
