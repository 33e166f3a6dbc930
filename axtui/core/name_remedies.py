"""What to do about a company that finds no customer, or more than one: names and numbers."""

from typing import Final

from axtui.core.errors import Side
from axtui.core.models import Customer, CustomerStatus
from axtui.core.remedy import Remedy, Situation, one_way
from axtui.core.sentences import listed
from axtui.core.text import in_normal_form, quoted, with_plain_spaces, without_invisible

_MOST_NAMED: Final = 3
_LOOK: Final = ("Look at the suggestions: if one is this company, make both the same; if none is, go on.",)


def tidy(name: str) -> str:
    """Return a name as it can be typed on both sides: no odd spaces, nothing that cannot be seen."""
    return with_plain_spaces(without_invisible(in_normal_form(name)))


def rename(ours: str, theirs: str) -> tuple[Remedy, ...]:
    """Make two names the same, on the side that is odd; where none is, in Autotask first.

    A change in Xero shows on the customer's invoices. Xero takes no outer or doubled spaces (xero-api.md
    section 3.4), so a name that has them can only be put right in Autotask.
    """
    in_autotask = Remedy(
        side=Side.AUTOTASK,
        steps=(
            f"In Autotask, open the company {quoted(ours)} and edit its name.",
            f"Type the name anew: {quoted(theirs)}.",
        ),
        types=theirs,
    )
    in_xero = Remedy(
        side=Side.XERO,
        steps=(
            f"In Xero, open the customer {quoted(theirs)} and edit its name.",
            f"Type the name anew: {quoted(ours)}.",
        ),
        types=ours,
    )
    ours_is_odd, theirs_is_odd = tidy(ours) != ours, tidy(theirs) != theirs
    if ours_is_odd and theirs_is_odd:
        return (_rename_both(ours, theirs),)
    if ours_is_odd:
        return (in_autotask,)
    return (in_xero,) if theirs_is_odd else (in_autotask, in_xero)


def _rename_both(ours: str, theirs: str) -> Remedy:
    right = tidy(theirs)
    return Remedy(
        side=Side.AUTOTASK,
        steps=(
            f"In Autotask, open the company {quoted(ours)} and type its name anew: {quoted(right)}.",
            "In Xero, open the customer and type its name anew in the same way.",
        ),
        types=right,
    )


def of_name(situation: Situation) -> tuple[Remedy, ...]:
    """Return how a name that nearly matches comes to match."""
    near = situation.nearest
    if near is None:
        return ()
    return _of_taken(situation) or rename(situation.row.company.name, near.name)


def _of_taken(situation: Situation) -> tuple[Remedy, ...]:
    """Return what to do where another company has the customer: made to match, both would be ambiguous."""
    near, other = situation.nearest, situation.taken_by
    if near is None or other is None:
        return ()
    return one_way(
        Side.AUTOTASK,
        f"Another company matches {quoted(near.name)} already: {quoted(other.name)} (id {other.id}).",
        "In Autotask, decide which of the two is billed to it.",
        "Merge the other one into it, set it to inactive, or give it a customer of its own.",
    )


def of_archived(situation: Situation) -> tuple[Remedy, ...]:
    """Return how a customer that is out of use comes back, or how its company leaves the report."""
    near = situation.nearest
    name = quoted(near.name) if near else "the customer"
    leave = Remedy(
        side=Side.AUTOTASK,
        steps=(f"If {situation.company} is no longer billed, set it to inactive in Autotask.",),
    )
    if near and near.status is CustomerStatus.GDPRREQUEST:
        create = f"If it is billed again, create a new customer {situation.company} in Xero."
        return (leave, Remedy(side=Side.XERO, steps=(create,), types=situation.row.company.name))
    restore = (
        f"In Xero, open Contacts, the tab Archived, and select {name}.",
        "Choose Restore; it can match from the next read on.",
    )
    return (Remedy(side=Side.XERO, steps=restore), leave)


def of_several_customers(situation: Situation) -> tuple[Remedy, ...]:
    """Return how one of several customers is left."""
    names = listed([_with_number(each, situation) for each in situation.row.customers], most=_MOST_NAMED)
    return one_way(
        Side.XERO,
        f"In Xero, open these customers and see which one has the invoices: {names}.",
        f"Merge the others into it, archive them, or give each a {situation.compared} of its own.",
    )


def of_shared_customer(situation: Situation) -> tuple[Remedy, ...]:
    """Return how a customer comes to belong to one company."""
    customers = ", ".join(quoted(each.name) for each in situation.row.customers[:_MOST_NAMED])
    return (
        Remedy(
            side=Side.AUTOTASK,
            steps=(
                f"In Autotask, decide which of the companies is billed to {customers}.",
                "Merge the others into it, set them to inactive, or exclude them from the sync.",
            ),
        ),
        Remedy(
            side=Side.XERO,
            steps=(
                f"If each is billed for itself, give each a {situation.compared} of its own in Autotask.",
                f"Then create a customer with that {situation.compared} in Xero for each that has none.",
            ),
        ),
    )


def of_nobody(situation: Situation) -> tuple[Remedy, ...]:
    """Return what is left where no customer nearly matches: one that is meant all the same, or a new one."""
    near, ours = situation.nearest, situation.row.company.name
    new = f"the customer {situation.company} in Xero, or leave that to the sync."
    if near is not None:
        same = rename(ours, near.name) if situation.rule.by_name else of_number(situation)
        other = Remedy(side=Side.XERO, steps=(f"If it is another firm, create {new}",), types=ours)
        return (*same, other)
    look = _LOOK if situation.has_candidates else ()
    return (Remedy(side=Side.XERO, steps=(*look, f"Create {new}"), types=ours),)


# Numbers


def of_number(situation: Situation) -> tuple[Remedy, ...]:
    """Return how the numbers of a company and its customer become the same, the side without one first."""
    if taken := _of_taken(situation):
        return taken
    near = situation.nearest or situation.row.customer
    ours = situation.row.company.number
    theirs = near.number(situation.rule.number_field) if near else ""
    if not theirs.strip() and not ours.strip():
        return (_number_for_both(situation),)
    in_autotask = _number_in_autotask(situation, theirs)
    in_xero = _number_in_xero(situation, near) if near else ()
    return (*in_xero, *in_autotask) if not theirs.strip() else (*in_autotask, *in_xero)


def _number_in_autotask(situation: Situation, number: str) -> tuple[Remedy, ...]:
    if not number.strip():
        return ()
    steps = (
        f"In Autotask, open the company {situation.company} and edit its number.",
        f"Enter {quoted(number)}, exactly as Xero has it.",
    )
    return one_way(Side.AUTOTASK, *steps, types=number)


def _number_in_xero(situation: Situation, customer: Customer) -> tuple[Remedy, ...]:
    number = situation.row.company.number
    if not number.strip() or not situation.has_number_to_edit:
        return ()
    steps = (
        f"In Xero, open the customer {quoted(customer.name)} and edit its account number.",
        f"Enter {quoted(number)}, exactly as Autotask has it.",
    )
    return one_way(Side.XERO, *steps, types=number)


def _number_for_both(situation: Situation) -> Remedy:
    """Say where a number has to come from that neither side has."""
    where = (
        "the customer's account number" if situation.has_number_to_edit else "the customer's contact number"
    )
    return Remedy(
        side=Side.AUTOTASK,
        steps=(
            f"Find the number that {situation.company} has, or give it one.",
            f"Enter it on both sides: as the company number in Autotask and as {where} in Xero.",
        ),
    )


def _with_number(customer: Customer, situation: Situation) -> str:
    number = customer.number(situation.rule.number_field)
    return f"{quoted(customer.name)} ({quoted(number)})" if number else quoted(customer.name)
