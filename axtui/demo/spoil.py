"""Answers that say something else than they should: odd records and odd pages (rows D15 and E02).

What is wrong with a record is wrong with the one in the middle of its page.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from enum import StrEnum
from typing import Any, Final

from axtui.demo.http import Reply, encoded

Json = dict[str, Any]


class Spoil(StrEnum):
    """What is changed about a page of records."""

    NULL = "null"
    """The record's name is null."""
    MISSING_ID = "missing-id"
    """The record has no id."""
    LIST_TO_OBJECT = "list-to-object"
    """The list of records is an object."""
    NUMBER_AS_TEXT = "number-as-text"
    """The number of records is a text: the count of the page, or Xero's `itemCount`; and the record's id."""
    TEXT_AS_NUMBER = "text-as-number"
    """The record's name is a number."""
    UNKNOWN_WORD = "unknown-word"
    """The record's type or status is one that nobody knows."""
    NEW_FIELD = "new-field"
    """The record has a field that nobody knows."""
    WRONG_ORDER = "wrong-order"
    """The records come in the opposite order."""
    EMPTY = "empty"
    """The page has no records, and everything else about it stays as it is."""
    ROW_LOST = "row-lost"
    """The record is not there, and nothing says so."""


def spoilt(reply: Reply, spoil: Spoil) -> Reply:
    """Return the reply with what it says changed; one that is no page of records stays as it is."""
    try:
        page = json.loads(reply.body)
    except ValueError:
        return reply
    rows = _rows(page)
    if rows is None:
        return reply
    _CHANGES[spoil](page, rows)
    return replace(reply, body=encoded(page).encode())


def _list_name(page: Json) -> str:
    return "items" if "items" in page else "Contacts"


def _rows(page: object) -> list[Json] | None:
    if not isinstance(page, dict):
        return None
    rows = page.get(_list_name(page))
    return rows if isinstance(rows, list) and rows else None


def _middle(rows: list[Json]) -> Json:
    return rows[len(rows) // 2]


def _key(row: Json, *names: str) -> str:
    """Return which of these names the record has."""
    return next(name for name in names if name in row)


def _id_of(row: Json) -> str:
    return _key(row, "id", "ContactID")


def _name_of(row: Json) -> str:
    return _key(row, "companyName", "lastName", "Name", "id", "ContactID")


def _null(_page: Json, rows: list[Json]) -> None:
    _middle(rows)[_name_of(_middle(rows))] = None


def _missing_id(_page: Json, rows: list[Json]) -> None:
    del _middle(rows)[_id_of(_middle(rows))]


def _list_to_object(page: Json, rows: list[Json]) -> None:
    page[_list_name(page)] = {"0": rows[0]}


def _number_as_text(page: Json, rows: list[Json]) -> None:
    row = _middle(rows)
    row[_id_of(row)] = str(row[_id_of(row)])
    for block in ("pageDetails", "pagination"):
        if block in page:
            page[block] = {name: _as_text(value) for name, value in page[block].items()}


def _as_text(value: object) -> object:
    return str(value) if isinstance(value, int) else value


def _text_as_number(_page: Json, rows: list[Json]) -> None:
    _middle(rows)[_name_of(_middle(rows))] = 12


def _unknown_word(_page: Json, rows: list[Json]) -> None:
    row = _middle(rows)
    name = _key(row, "companyType", "isActive", "ContactStatus", "id", "ContactID")
    row[name] = "SLEEPING" if isinstance(row[name], str) else 99


def _new_field(_page: Json, rows: list[Json]) -> None:
    _middle(rows)["somethingNew"] = {"of": ["any", "shape"]}


def _wrong_order(_page: Json, rows: list[Json]) -> None:
    rows.reverse()


def _empty(_page: Json, rows: list[Json]) -> None:
    rows.clear()


def _row_lost(_page: Json, rows: list[Json]) -> None:
    del rows[len(rows) // 2]


_CHANGES: Final[Mapping[Spoil, Callable[[Json, list[Json]], None]]] = {
    Spoil.NULL: _null,
    Spoil.MISSING_ID: _missing_id,
    Spoil.LIST_TO_OBJECT: _list_to_object,
    Spoil.NUMBER_AS_TEXT: _number_as_text,
    Spoil.TEXT_AS_NUMBER: _text_as_number,
    Spoil.UNKNOWN_WORD: _unknown_word,
    Spoil.NEW_FIELD: _new_field,
    Spoil.WRONG_ORDER: _wrong_order,
    Spoil.EMPTY: _empty,
    Spoil.ROW_LOST: _row_lost,
}
