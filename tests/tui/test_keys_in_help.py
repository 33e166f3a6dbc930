"""The keys of every screen: each can be remapped, and the help of the screen knows them all and no others."""

import importlib
import pkgutil
import re
from collections.abc import Iterator
from typing import Any, Final

import pytest
from textual.binding import Binding
from textual.dom import DOMNode

import axtui.tui
from axtui.tui.screens.acknowledged import AcknowledgedScreen
from axtui.tui.screens.changes import ChangesScreen
from axtui.tui.screens.columns import ColumnsScreen
from axtui.tui.screens.config import ConfigScreen
from axtui.tui.screens.export import ExportScreen
from axtui.tui.screens.report import ReportScreen
from axtui.tui.screens.trouble import TroubleScreen
from axtui.tui.screens.verify import VerifyScreen
from axtui.tui.screens.what_if import WhatIfScreen
from axtui.tui.widgets.cell_table import CellTable
from axtui.tui.widgets.choice import Choice
from axtui.tui.widgets.column_list import ColumnList
from axtui.tui.widgets.kind_list import KindList
from axtui.tui.widgets.path_input import PathInput
from axtui.tui.widgets.profile_list import ProfileList
from axtui.tui.widgets.report_table import ReportTable
from axtui.tui.widgets.rule_grid import RuleGrid
from axtui.tui.widgets.search_input import SearchInput
from axtui.tui.widgets.tick import Tick

_ON_SCREEN: Final[dict[type[DOMNode], tuple[type[DOMNode], ...]]] = {
    ReportScreen: (ReportTable, SearchInput),
    ColumnsScreen: (ColumnList,),
    ConfigScreen: (ProfileList, Choice, Tick),
    ExportScreen: (Choice, Tick, CellTable, PathInput),
    VerifyScreen: (CellTable, PathInput),
    AcknowledgedScreen: (CellTable,),
    ChangesScreen: (CellTable, SearchInput),
    TroubleScreen: (CellTable, SearchInput, KindList),
    WhatIfScreen: (CellTable, SearchInput, RuleGrid),
}
"""The widgets of ours with keys of their own."""
_NAMES: Final = {
    "/": "slash",
    "#": "number_sign",
    "<": "less_than_sign",
    ">": "greater_than_sign",
    "+": "plus",
    "-": "minus",
    "=": "equals_sign",
    "[": "left_square_bracket",
    "]": "right_square_bracket",
    "{": "left_curly_bracket",
    "}": "right_curly_bracket",
    "del": "delete",
    "page up": "pageup",
    "page down": "pagedown",
}
"""What a help calls a key, and what Textual does."""
_KEY_OF_OURS: Final = re.compile(r"[a-zA-Z0-9]|f[0-9]+|ctrl\+[a-z]|[a-z]+_[a-z_]+|slash|plus|minus")
"""Other keys have a meaning of Textual's, too."""


def _classes() -> Iterator[type[DOMNode]]:
    for module in pkgutil.walk_packages(axtui.tui.__path__, "axtui.tui."):
        for found in vars(importlib.import_module(module.name)).values():
            if isinstance(found, type) and issubclass(found, DOMNode) and found.__module__ == module.name:
                yield found


_WITH_KEYS: Final = [each for each in _classes() if "BINDINGS" in vars(each)]
_WITH_HELP: Final = [each for each in _classes() if "HELP" in vars(each)]


def _own_bindings(kind: type[DOMNode]) -> list[Binding]:
    found = [binding for each in kind.__mro__ if each in _WITH_KEYS for binding in vars(each)["BINDINGS"]]
    assert all(isinstance(binding, Binding) for binding in found)
    return found


def _bindings(screen: type[DOMNode]) -> list[Binding]:
    return [each for kind in (screen, *_ON_SCREEN.get(screen, ())) for each in _own_bindings(kind)]


def _keys_in(text: str) -> set[str]:
    """Return everything in the tables of a help that may be the name of a key."""
    rows = "\n".join(re.findall(r"^\| .*", text, re.MULTILINE))
    spans = re.findall(r"`([^`]+)`", rows)
    words = re.findall(r"page up|page down|shift\+[a-z]+|[a-z]+", re.sub(r"`[^`]+`", " ", rows))
    runs = (range(int(first), int(last) + 1) for first, last in re.findall(r"`(\d)` to `(\d)`", rows))
    return {_NAMES.get(each, each) for each in (*spans, *words, *(str(at) for run in runs for at in run))}


@pytest.mark.parametrize("kind", _WITH_KEYS, ids=lambda kind: kind.__name__)
def test_every_binding_has_an_id_and_a_description(kind: type[DOMNode]) -> None:
    """So that it can be remapped, stands in the footer, and is found in the palette."""
    assert all(binding.id and binding.description for binding in _own_bindings(kind))


def test_no_two_bindings_share_an_id() -> None:
    """Remapping one key leaves all others alone."""
    ids = [binding.id for kind in _WITH_KEYS for binding in vars(kind)["BINDINGS"]]
    assert sorted(set(ids)) == sorted(ids)


@pytest.mark.parametrize("screen", _WITH_HELP, ids=lambda screen: screen.__name__)
def test_the_help_names_the_keys_of_its_screen(screen: Any) -> None:
    """By one of its names at least, each key; of letters, signs and function keys, none that does nothing."""
    bindings, named = _bindings(screen), _keys_in(screen.HELP)
    asked_for = [binding for binding in bindings if binding.action != "app.help"]
    assert [each.key for each in asked_for if named.isdisjoint(each.key.split(","))] == []
    bound = {key for binding in bindings for key in binding.key.split(",")}
    first_cells = " ".join(re.findall(r"^\| ([^|]+)", screen.HELP, re.MULTILINE))
    promised = {_NAMES.get(each, each) for each in re.findall(r"`([^`]+)`", first_cells)}
    assert {each for each in promised if _KEY_OF_OURS.fullmatch(each)} <= bound
