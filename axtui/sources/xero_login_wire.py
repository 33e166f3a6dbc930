"""What Xero's sign-in for people sends, as structs; the one place with its field names."""

from typing import Final

import msgspec

from axtui.core.errors import Side
from axtui.sources.decoding import JsonReader


class PersonalTokenWire(msgspec.Struct, frozen=True):
    """The answer of the token address to a code or a refresh token (xero-api.md section 2.6)."""

    access_token: str
    refresh_token: str | None = None
    expires_in: int | None = None


class ConnectionWire(msgspec.Struct, frozen=True, rename="camel"):
    """One entry of `/connections`: an organisation or a practice, whose name may be null (section 2.7)."""

    tenant_id: str
    tenant_type: str
    tenant_name: str | None = None


PERSONAL_TOKEN: Final = JsonReader(PersonalTokenWire, side=Side.XERO, what="a token")
CONNECTIONS: Final = JsonReader(list[ConnectionWire], side=Side.XERO, what="the list of organisations")
