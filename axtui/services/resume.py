"""What becomes of an interrupted run: a word of the command line, which is read before anything else."""

from enum import StrEnum


class Resume(StrEnum):
    """What becomes of the pages that an interrupted run has left."""

    IF_RECENT = "if-recent"
    """Go on where the run stopped within the last hour; otherwise begin anew and say so."""
    YES = "yes"
    """Go on, however old the pages are."""
    NO = "no"
    """Begin anew."""
