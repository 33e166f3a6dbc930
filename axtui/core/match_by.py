"""The four ways to match; apart from the matching itself, because the command line names them too."""

from enum import StrEnum


class MatchBy(StrEnum):
    """What is compared (setting `match_by`)."""

    NAME = "name"
    NAME_IGNORE_CASE = "name-ignore-case"
    NUMBER = "number"
    NUMBER_THEN_NAME = "number-then-name"
