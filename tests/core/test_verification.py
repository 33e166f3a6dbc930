"""What became of each row of an import: every outcome, what is said of it, and the way back."""

from dataclasses import replace

import pytest
from builders import contact, linked
from hypothesis import given
from hypothesis import strategies as st
from manifests import asked, manifest
from worlds import CONTACTS, EMAILS, PERSONS

from axtui.core.contact_import.file_kinds import FileKind
from axtui.core.contact_import.manifest import ManifestRow
from axtui.core.contact_import.verification import Outcome, VerifiedRow, verify_rows
from axtui.core.contact_import.verification_table import counts_in_words
from axtui.core.contact_import.way_back import way_back
from axtui.core.models import Contact

_CREATE = asked()
_UPDATE = asked(update=1)


def verified(row: ManifestRow, *contacts: Contact) -> VerifiedRow:
    """Return what became of one row."""
    (found,) = verify_rows(manifest(row), contacts).rows
    return found


@pytest.mark.parametrize(
    ("row", "contacts", "outcome"),
    [
        (_CREATE, [linked()], Outcome.CREATED),
        (_CREATE, [linked(emails=(" ADA@acme.example ",))], Outcome.CREATED),
        (_CREATE, [linked(active=None)], Outcome.CREATED),
        (_CREATE, [contact(udf="Accounts Contact")], Outcome.CREATED),
        (_CREATE, [linked(), contact(2, emails=("other@acme.example",))], Outcome.CREATED),
        (_CREATE, [linked(), contact(2, 2)], Outcome.CREATED),
        (_CREATE, [contact()], Outcome.NO_UDF),
        (_CREATE, [contact(udf="accounts")], Outcome.NO_UDF),
        (_CREATE, [contact(udf="")], Outcome.NO_UDF),
        (_CREATE, [contact(active=False)], Outcome.NO_UDF),
        (_CREATE, [], Outcome.MISSING),
        (_CREATE, [linked(emails=("other@acme.example",))], Outcome.MISSING),
        (_CREATE, [linked(emails=())], Outcome.MISSING),
        (_CREATE, [linked(1, 2)], Outcome.MISSING),
        (_CREATE, [linked(), linked(2)], Outcome.TWICE),
        (_CREATE, [linked(), contact(2, active=False)], Outcome.TWICE),
        (_CREATE, [linked(first="ada")], Outcome.CHANGED),
        (_CREATE, [linked(last="Byron ")], Outcome.CHANGED),
        (_CREATE, [linked(active=False)], Outcome.CHANGED),
        (_CREATE, [linked(emails=("first@acme.example", "ada@acme.example"))], Outcome.CHANGED),
        (_UPDATE, [linked()], Outcome.UPDATED),
        (_UPDATE, [linked(), contact(2, active=False)], Outcome.UPDATED),
        (_UPDATE, [contact()], Outcome.NO_UDF),
        (_UPDATE, [], Outcome.MISSING),
        (_UPDATE, [linked(1, 2)], Outcome.MISSING),
        (_UPDATE, [linked(2)], Outcome.MISSING),
        (_UPDATE, [contact(), linked(2)], Outcome.TWICE),
        (_UPDATE, [linked(), contact(2)], Outcome.TWICE),
        (asked(update=5), [linked(5), contact(2)], Outcome.UPDATED),
        (asked(update=5), [contact(5), linked(2)], Outcome.TWICE),
        (_UPDATE, [linked(last="Lovelace")], Outcome.CHANGED),
        (_UPDATE, [linked(emails=("new@acme.example",))], Outcome.CHANGED),
        (_UPDATE, [linked(emails=())], Outcome.CHANGED),
        (_UPDATE, [linked(active=False)], Outcome.CHANGED),
    ],
)
def test_a_row_has_its_outcome(row: ManifestRow, contacts: list[Contact], outcome: Outcome) -> None:
    """What is asked for is one active, linked contact of that company, of that name and first address."""
    found = verified(row, *contacts)
    assert found.outcome is outcome
    assert found.ok == (outcome in (Outcome.CREATED, Outcome.UPDATED))
    assert found.needs_a_look == (not found.ok)


@pytest.mark.parametrize(
    ("row", "contacts", "said"),
    [
        (_CREATE, [contact()], 'its Position is empty instead of "Accounts"'),
        (_CREATE, [contact(udf="Boss")], 'its Position is "Boss" instead of "Accounts"'),
        (_CREATE, [contact(active=False)], "It is inactive"),
        (_CREATE, [linked(3, 2)], "Contact 3 of company 2 has this address."),
        (_CREATE, [linked(3, 2, active=False)], "Contact 3 of company 2 has this address and is inactive."),
        (_CREATE, [contact(3, emails=("x@y.example",))], 'same name and the address "x@y.example"'),
        (_CREATE, [contact(3, first=" ADA", emails=())], "same name and no address"),
        (_CREATE, [linked(1), contact(2)], "Contacts 1 and 2 of the company have this address."),
        (_CREATE, [linked(1), contact(2)], "Position is set on 1."),
        (_CREATE, [contact(1), contact(2)], "Position is set on none of them."),
        (_CREATE, [linked(first="Ada ")], 'first name is "Ada " instead of "Ada" (only outer spaces differ)'),
        (_CREATE, [linked(last="By\u200bron")], 'of "Byron" (only invisible characters differ)'),
        (asked(first="Zoë"), [linked(first="Zoe\u0308")], "(accented letters are written in another way)"),
        (_CREATE, [linked(1), contact(2), contact(3)], "Contacts 1, 2 and 3 of the company"),
        (asked(first="Zoë"), [linked(first="ZoÃ«")], 'Its first name is "ZoÃ«" instead of "Zoë".'),
        (_CREATE, [linked(emails=("x@y.example", "ada@acme.example"))], 'address is "x@y.example" instead'),
        (_UPDATE, [], "Contact 1 is not at the company"),
        (_UPDATE, [linked(1, 2)], "Contact 1 of company 2 has this address."),
        (_UPDATE, [linked(7)], "its address is that of Contact 7 there"),
    ],
)
def test_what_is_wrong_is_said(row: ManifestRow, contacts: list[Contact], said: str) -> None:
    """The sentence names the contact, what it has and what was asked."""
    assert said in verified(row, *contacts).text


def test_no_value_is_no_link_whatever_the_manifest_holds() -> None:
    """Somebody may have edited it."""
    found = verify_rows(manifest(_CREATE, udf_cell=""), [contact(udf="")])
    assert found.rows[0].outcome is Outcome.NO_UDF


@pytest.mark.parametrize("row", [_CREATE, _UPDATE])
def test_a_second_accounts_contact_is_said_of_a_row_that_is_as_asked(row: ManifestRow) -> None:
    """The sync takes one per company; who set the other one did so since the report."""
    other = linked(5, first="Bob", emails=("bob@acme.example",))
    found = verified(row, linked(1), other)
    assert found.ok
    assert found.needs_a_look
    assert "Contact 5 of the company carries Position as well" in found.text
    assert not verified(row, linked(1), linked(5, 2, emails=("bob@acme.example",))).needs_a_look


def test_an_inactive_accounts_contact_beside_it_does_not_count() -> None:
    """The sync does not look at inactive contacts."""
    other = linked(5, emails=("bob@acme.example",), active=False)
    assert not verified(_CREATE, linked(1), other).needs_a_look


def test_the_contacts_of_a_row_are_named() -> None:
    """A program gets them as numbers: all of those that are one too many, none of a missing row."""
    assert verified(_CREATE, linked(4), linked(2)).contact_ids == (2, 4)
    assert verified(_UPDATE, linked(2), linked(1)).contact_ids == (1, 2)
    assert verified(_CREATE, linked(4, 2)).contact_ids == ()


def test_a_contact_that_was_read_twice_is_one() -> None:
    """The same contact may come with its company and with its address."""
    assert verified(_CREATE, linked(), linked()).outcome is Outcome.CREATED


def test_no_contact_at_all_is_suspicious() -> None:
    """A narrow security level hides records without an error (autotask-api.md section 3)."""
    assert "security level" in verify_rows(manifest(_CREATE), ()).remarks[0]
    assert "security level" in verify_rows(manifest(_CREATE), [linked(1, 2)]).remarks[0]
    assert verify_rows(manifest(_CREATE), [contact(emails=())]).remarks == ()
    assert verify_rows(manifest(), ()).remarks == ()


def test_a_look_elsewhere_that_could_not_be_had_is_said() -> None:
    """Otherwise nobody could tell it from a look that found nothing."""
    there = contact(emails=())
    assert "another company" in verify_rows(manifest(_CREATE), [there], looked_elsewhere=False).remarks[0]
    assert verify_rows(manifest(_CREATE), [linked()], looked_elsewhere=False).remarks == ()


@given(
    st.lists(
        st.builds(
            asked,
            st.integers(1, 4),
            first=PERSONS,
            last=PERSONS,
            email=EMAILS | st.text(max_size=4),
            update=st.none() | st.integers(1, 30),
        ),
        max_size=6,
    ),
    st.lists(CONTACTS, max_size=10),
)
def test_every_row_gets_one_outcome_in_words_that_can_be_shown(
    rows: list[ManifestRow], contacts: list[Contact]
) -> None:
    """Whatever was asked and whatever is there: nothing is lost, and the counts add up."""
    found = verify_rows(manifest(*rows), contacts)
    assert [each.row for each in found.rows] == rows
    assert sum(found.counts.values()) == len(rows)
    assert set(found.counts) == set(Outcome)
    assert all(each.text and each.text.isprintable() for each in found.rows)
    assert found.ok == all(each.ok for each in found.rows)
    assert bool(way_back(found)) == (not found.ok)


# the way back


def said_of(row: ManifestRow, *contacts: Contact) -> str:
    """Return the way back from what became of one row."""
    return "\n".join(way_back(verify_rows(manifest(row), contacts)))


def test_from_what_is_as_asked_nobody_has_to_go_back() -> None:
    """No advice where nothing is wrong."""
    assert said_of(_CREATE, linked()) == ""


@pytest.mark.parametrize(
    ("contacts", "said"),
    [
        ([], "Missing rows:"),
        ([contact()], "set Position in Autotask by hand"),
        ([linked(1), linked(2)], "keep one of them"),
        ([linked(active=False)], "Changed contacts:"),
    ],
)
def test_each_outcome_has_its_own_advice(contacts: list[Contact], said: str) -> None:
    """And no other outcome's."""
    every = ("Missing rows:", "set Position", "keep one of them", "Changed contacts:")
    told = said_of(_CREATE, *contacts)
    assert said in told
    assert sum(words in told for words in every) == 1


def test_created_contacts_can_be_taken_back_and_the_limits_of_that_are_said() -> None:
    """Import History, its Batch ID, the menu entry word for word, and what it does not delete."""
    told = said_of(_CREATE)
    for words in ("Import History", "Batch ID", '"Delete [Items] created by this Import Batch"', "tickets"):
        assert words in told
    assert "Updates" not in told
    assert "Import the same file again only where" in told


def test_updates_cannot_be_taken_back_and_nothing_is_promised_of_the_undo_file() -> None:
    """Import History deletes new records only; what a blank cell does is unknown."""
    told = said_of(_UPDATE)
    assert "Updates cannot be rolled back." in told
    assert "acme-undo.csv" in told
    assert "not known" in told
    assert "Batch" not in told


def test_updates_of_which_nothing_was_kept_are_not_promised_back() -> None:
    """A manifest without an undo file, from whichever version, is no reason to name one."""
    kept = manifest(_UPDATE)
    without = replace(kept, files=tuple(file for file in kept.files if file.kind is not FileKind.UNDO))
    told = way_back(verify_rows(without, ()))
    assert told[-1] == "Updates cannot be rolled back."


def test_outcomes_are_counted_in_words_where_there_are_any() -> None:
    """As both doors say it."""
    rows = [asked(), asked(2), asked(3, update=7)]
    assert counts_in_words(verify_rows(manifest(*rows), [linked()])) == "created 1, missing 2"
    assert counts_in_words(verify_rows(manifest(*rows * 500), [])) == "missing 1,500"
    assert counts_in_words(verify_rows(manifest(), [])) == ""
