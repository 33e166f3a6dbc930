"""The tokens in `nextPageUrl` (autotask-api.md section 6)."""

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from axtui.demo.entity import Query
from axtui.demo.query import Refusal


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page begins."""

    from_id: int
    page: int
    """Counts from 0."""
    first: int
    """Id at which the first page began."""
    turn: int = 0
    """Makes the token for one and the same page another one each time."""


def cursor(query: Query, place: Place, *, method: str) -> str:
    """Return the token of a page; it remembers the query and the method that began it."""
    token = {
        "nextId": place.from_id,
        "page": place.page,
        "first": place.first,
        "turn": place.turn,
        "pageSize": query.most,
        "digest": query.digest,
        "method": method,
    }
    return base64.urlsafe_b64encode(json.dumps(token).encode()).decode()


def opened_cursor(token: str) -> Mapping[str, Any]:
    """Return what a token says."""
    try:
        value = json.loads(base64.urlsafe_b64decode(token.encode()))
    except (ValueError, binascii.Error):
        raise Refusal("The paging token is not valid.") from None
    if not isinstance(value, dict):
        raise Refusal("The paging token is not valid.")
    return value
