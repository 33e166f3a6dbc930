"""What to do about a company whose customer is known, but not its accounts contact."""

from typing import Final

from axtui.core.errors import Side
from axtui.core.models import Contact
from axtui.core.notes import Note, ReasonCode
from axtui.core.remedy import Remedy, Situation, one_way, people
from axtui.core.text import comparable, quoted, visible
from axtui.core.verdict import link_values

_FIELDS: Final = {
    ReasonCode.NO_FIRST_NAME: "first name",
    ReasonCode.NO_LAST_NAME: "last name",
    ReasonCode.NO_EMAIL: "e-mail address",
}


def of_import(situation: Situation) -> tuple[Remedy, ...]:
    """Return how the contact is created: by the import that the export writes."""
    row = situation.row
    if row.note is not Note.LINK or row.has(ReasonCode.CONTACT_EXISTS) or row.has(ReasonCode.TOO_LONG):
        return ()
    return one_way(
        Side.AUTOTASK,
        "In the report, mark the row with the space bar and press e to write the import file.",
        "Import that file in Autotask (Contact Import); V then reads what it has done.",
    )


def of_no_contacts(situation: Situation) -> tuple[Remedy, ...]:
    """Return how a company without anybody gets its accounts contact."""
    by_hand = f"In Autotask, add a contact to {situation.company}, with {_link_words(situation)}."
    return of_import(situation) or one_way(Side.AUTOTASK, by_hand)


def of_missing_fields(situation: Situation) -> tuple[Remedy, ...]:
    """Return how an address, or whatever the import needs of the customer's primary person, is added."""
    if situation.row.note is Note.OK:
        return _without_address(situation)
    missing = [words for code, words in _FIELDS.items() if situation.row.has(code)]
    return one_way(
        Side.XERO,
        f"In Xero, open the customer {_customer(situation)} and edit its primary person.",
        f"Enter the {' and the '.join(missing)}, and save.",
    )


def _without_address(situation: Situation) -> tuple[Remedy, ...]:
    row = situation.row
    found = row.contacts or ((row.sole_contact,) if row.sole_contact else ())
    address = row.customer.email if row.customer else ""
    steps = (
        f"In Autotask, open the contact {people(found)} and enter an e-mail address.",
        *([f"The Xero customer's primary person has {quoted(address)}."] if address.strip() else ()),
    )
    return one_way(Side.AUTOTASK, *steps, types=address)


def of_long_fields(situation: Situation) -> tuple[Remedy, ...]:
    """Return what to do about a value that Autotask has no room for."""
    return (
        Remedy(
            side=Side.XERO,
            steps=(
                f"In Xero, open the customer {_customer(situation)} and edit its primary person.",
                "Shorten what is too long, and save.",
            ),
        ),
        Remedy(
            side=Side.AUTOTASK,
            steps=(
                f"Or add a contact to {situation.company} in Autotask by hand.",
                f"Enter a shorter form, and set {situation.udf} to {situation.link}.",
            ),
        ),
    )


def of_existing_contact(situation: Situation) -> tuple[Remedy, ...]:
    """Return how the contact that has the customer's address becomes the accounts contact."""
    customer = situation.row.customer
    address = comparable(customer.email) if customer else ""
    found = next(
        (each for each in situation.contacts if any(comparable(email) == address for email in each.emails)),
        None,
    )
    return (_set_link(situation, found),) if found and address else ()


def of_only_contact(situation: Situation) -> tuple[Remedy, ...]:
    """Return how the only contact becomes the accounts contact; where it need not, say that."""
    active = [contact for contact in situation.contacts if contact.is_active is not False]
    if situation.row.note is not Note.OK:
        return tuple(_set_link(situation, contact) for contact in active)
    said = f"Nothing has to be done: {people(active)} is taken without {_link_words(situation)}."
    return one_way(Side.AUTOTASK, said)


def of_inactive_link(situation: Situation) -> tuple[Remedy, ...]:
    """Return what to do about a link that nobody sees."""
    udf, link = situation.udf, situation.link
    links = link_values(situation.facts)
    idle = [each for each in situation.contacts if each.is_active is False and each.udf_value in links]
    return one_way(
        Side.AUTOTASK,
        f"In Autotask, open the inactive contact that carries the link: {people(idle)}.",
        "If it is still the right person, set it to active.",
        f"If not, clear {udf} there and set it to {link} on the right contact.",
    )


def of_several_links(situation: Situation) -> tuple[Remedy, ...]:
    """Return how one of several accounts contacts is left."""
    udf, link, company = situation.udf, situation.link, situation.company
    return one_way(
        Side.AUTOTASK,
        f"Decide who gets the invoices of {company}: {people(situation.row.contacts)}.",
        f"In Autotask, open the other contacts and clear {udf}, so that only one has {link}.",
    )


def of_unknown_activity(situation: Situation) -> tuple[Remedy, ...]:
    """Return how Autotask comes to say whether a contact is active."""
    unknown = [contact for contact in situation.contacts if contact.is_active is None]
    return one_way(
        Side.AUTOTASK,
        f"In Autotask, open {people(unknown)} and look whether Active is ticked.",
        "Save the contact once, so that Autotask says so to others as well.",
    )


def _set_link(situation: Situation, contact: Contact) -> Remedy:
    link = f"{situation.udf} to {situation.link}, and save."
    return Remedy(
        side=Side.AUTOTASK,
        steps=(
            f"In Autotask, open the contact {visible(contact.called)} of {situation.company}.",
            f"Set it to active, set {link}" if contact.is_active is False else f"Set {link}",
        ),
        types=situation.link,
    )


def _link_words(situation: Situation) -> str:
    return f"{situation.udf} set to {situation.link}"


def _customer(situation: Situation) -> str:
    customer = situation.row.customer
    return quoted(customer.name) if customer else ""
