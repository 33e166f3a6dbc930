"""Which names are found worth a closer look among very many."""

import os
import subprocess
import sys
from typing import Any

from axtui.core.name_index import NameIndex


def _index(*texts: str) -> NameIndex:
    index = NameIndex()
    for text in texts:
        index.add(text)
    return index


def test_a_name_is_found_by_its_rare_pieces_among_thousands_that_share_the_rest() -> None:
    """A wrong letter in its only own word included."""
    index = _index(*(f"financial planning {at}" for at in range(4_000)), "zuma fin planning", "acme")
    found = [index.texts[place] for place in index.near("zuma financial planning")]
    assert "zuma fin planning" in found
    assert "acme" not in found


def test_what_every_name_has_finds_a_name_all_the_same() -> None:
    """Where nothing of a name is rare, common pieces must do."""
    index = _index(*(f"acme {at}" for at in range(7_000)))
    assert index.near("acme")


class _Counted(list[str]):
    """Texts that know how often one of them was looked at."""

    looks = 0

    def __getitem__(self, at: Any) -> Any:
        self.looks += 1
        return super().__getitem__(at)


def test_where_thousands_are_called_the_same_a_few_hundred_are_measured() -> None:
    """Any of them will do; to hold all beside a name would take hundredths of a second for every row."""
    index = _index(*["group services"] * 3_000)
    index.texts = _Counted(index.texts)
    assert index.near("groups service")
    assert index.texts.looks <= 600


def test_nothing_is_near_to_what_shares_nothing() -> None:
    """Neither an empty name, nor one of other letters."""
    index = _index("acme bakery")
    assert index.near("") == ()
    assert index.near("zuq") == ()
    assert index.near("acme bakery") == (0,)


def test_the_nearest_come_before_the_many_that_share_less() -> None:
    """However many have a part of it."""
    index = _index(
        *(f"acme {letter}{other}" for letter in "bcdfg" for other in "aeiouyhlrs"), "acme bakery shop"
    )
    assert index.texts[index.near("acme bakery shops")[0]] == "acme bakery shop"


_WORDS = ("alder", "beech", "cedar", "hazel", "maple", "willow")
_ASKS = f"""
from axtui.core.name_index import NameIndex
index = NameIndex()
for at in range(6_000):
    index.add({_WORDS}[at % 6] + f" {{at}}")
print(index.near("{" ".join(_WORDS)}"))
"""


def test_every_process_finds_the_same() -> None:
    """Where many names are equally rare, which of them are looked at does not hang on a process's hashes."""
    found = {
        subprocess.run(  # noqa: S603  # the interpreter itself
            (sys.executable, "-c", _ASKS),
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(found) == 1
