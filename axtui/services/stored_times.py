"""How times are read back from files: none without its zone is one of ours, and it could not be compared."""

from datetime import datetime


def stored_time(text: str) -> datetime:
    """Return the time that was written with `isoformat`; raises ValueError for anything else."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("a time without its zone")
    return moment
