"""What each note means for the next invoice, and which notes do most harm."""

from collections.abc import Mapping
from typing import Final

from axtui.core.notes import Note

BY_HARM: Final = (
    Note.AMBIGUOUS,
    Note.NO_MATCH,
    Note.MULTIPLE,
    Note.NOT_FOUND,
    Note.LINK,
    Note.OK,
    Note.EXCLUDED,
)
"""The worst first. Somebody else's invoice is worse than a customer that is there twice, and that is worse
than a sync that stops, which harms nobody but is in the way; of those, what a person has to look at comes
before what an export puts right (autotask-contact-import.md sections 10 and 11)."""

MEANINGS: Final[Mapping[Note, str]] = {
    Note.AMBIGUOUS: "several Xero customers match, or several companies match the same customer: an invoice "
    "may reach the wrong one",
    Note.NO_MATCH: "no active Xero customer matches: a sync would create a new one",
    Note.MULTIPLE: "matched, but several contacts are marked as the accounts contact: a sync does not take "
    "that",
    Note.NOT_FOUND: "matched, but no contact is marked as the accounts contact, and Xero lacks what an "
    "import needs to create one",
    Note.LINK: "matched, but no contact is marked as the accounts contact; an import of Xero's person can "
    "create it",
    Note.OK: "matched, with an accounts contact: nothing to do",
    Note.EXCLUDED: "kept out of the sync in Autotask: nothing is compared",
}
"""Each note in a few words, for somebody who has never seen the report."""

_PLACES: Final = {note: place for place, note in enumerate(BY_HARM)}


def harm_place(note: Note) -> int:
    """Return where a note stands among all notes by harm: 0 is the worst."""
    return _PLACES[note]
