"""The tokens in `nextPageUrl` (autotask-api.md section 6)."""

import base64
import binascii
import json
from collections.abc import Mapping
from typing import Any

from axtui.demo.entity import Query
from axtui.demo.query import Refusal


def cursor(query: Query, *, next_id: int, method: str) -> str:
    """Return the token of a next page; it remembers the query and the method that began it."""
    text = json.dumps({"nextId": next_id, "pageSize": query.most, "digest": query.digest, "method": method})
    return base64.urlsafe_b64encode(text.encode()).decode()


def opened_cursor(token: str) -> Mapping[str, Any]:
    """Return what a token says."""
    try:
        value = json.loads(base64.urlsafe_b64decode(token.encode()))
    except (ValueError, binascii.Error):
        raise Refusal("The paging token is not valid.") from None
    if not isinstance(value, dict):
        raise Refusal("The paging token is not valid.")
    return value
