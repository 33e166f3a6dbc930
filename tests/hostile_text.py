"""What strangers may type into a name: twelve families of text that must do nothing to a terminal.

`hostile` puts one of a family into a text, always the same into the same text, so that what was equal stays
equal.
"""

import json
import zlib
from typing import Any, Final

_C0: Final = tuple(chr(code) for code in range(0x20))
_C1: Final = tuple(chr(code) for code in (0x7F, *range(0x80, 0xA0)))
_OSC: Final = (
    "0;t",
    "4;1;red",
    "7;file://h/x",
    "8;;http://h/",
    "9;hi",
    "52;c;QUJD",
    "133;A",
    "777;notify;a;b",
)
_LONG_OSC: Final = ("1337;File=:QUJD", "2;title", "10;?", "11;?", "50;x", "104", "112", "22;wait")
_CSI: Final = (
    *(
        "31m",
        "2J",
        "H",
        "6n",
        "c",
        ">c",
        "5n",
        "3J",
        "20t",
        "21t",
        "8;1;1t",
        "s",
        "u",
        "4h",
        "!p",
        "1 q",
        "99A",
    ),
    *(
        "?1049h",
        "?1000h",
        "?1003h",
        "?1006h",
        "?2004h",
        "?25l",
        "?47h",
        "?5h",
        "?1$p",
        ">1u",
        "=1u",
        "2K",
        "5S",
    ),
)
_STRINGS: Final = ("P1$r0m", "P+q544e", "Ptmux;x", "_Gi=1,a=q;AAAA", "^hidden", "Xhidden", "kname")

FAMILIES: Final[dict[str, tuple[str, ...]]] = {
    "c0": _C0,
    "c1": _C1,
    "osc": tuple(f"\x1b]{each}\x07" for each in (*_OSC, *_LONG_OSC)),
    "osc-st": tuple(f"\x1b]{each}\x1b\\" for each in (*_OSC, *_LONG_OSC)),
    "osc-open": tuple(f"\x1b]{each}" for each in (*_OSC, *_LONG_OSC)),
    "osc-c1": tuple(f"\x9d{each}\x9c" for each in (*_OSC, *_LONG_OSC)),
    "csi": tuple(f"\x1b[{each}" for each in _CSI),
    "csi-c1": tuple(f"\x9b{each}" for each in _CSI),
    "strings": (
        *(f"\x1b{each}\x1b\\" for each in _STRINGS),
        *(f"\x1b{each}" for each in _STRINGS),
        *(f"{chr(ord(each[0]) + 0x40)}{each[1:]}\x9c" for each in _STRINGS if each[0] in "P_^X"),
    ),
    "resets": tuple(
        f"\x1b{each}"
        for each in (
            "c",
            "7",
            "8",
            "=",
            ">",
            "(0",
            ")B",
            "#8",
            "N",
            "O",
            "n",
            "o",
            "D",
            "E",
            "M",
            "H",
            "Z",
            "%@",
            "",
        )
    ),
    "invisible": (
        *"\u202e\u202d\u2066\u2067\u2068\u2069\u200e\u200f\u061c\u200b\u200c\u200d\u2060\ufeff\u00ad\u00a0",
        *"\u2028\u2029\u3164\u115f\U000e0041\U000e0001\ufe0f\ud800\udfff\ue000\ufffe",
    ),
    "markup": (
        *("[/]", "[/b]", "[red]", "[bold red on blue]x", "[@click=app.quit]x[/]", "[link=http://h/]x[/link]"),
        *("[Pty]", "\\[x]", ":smile:", "[on red]x", "[$error]x", "[[x]]", "[", "[/close"),
    ),
}
"""Names of the families, each with its texts."""

EVERY: Final = "every"
"""A family of all of them."""

_NO_WORDS: Final = frozenset(
    {
        *(
            "access_token",
            "refresh_token",
            "id_token",
            "token_type",
            "scope",
            "url",
            "webUrl",
            "dataType",
            "type",
        ),
        *("Id", "ContactID", "OrganisationID", "ContactStatus", "PhoneType", "AddressType", "nextPageUrl"),
        *("tenantId", "id", "tenantType", "authEventId", "prevPageUrl", "referenceEntityType", "parentValue"),
    }
)
"""What no person types: fields that steer the client."""
_AGREED: Final = frozenset({"", "Position", "Accounts", "XeroNoSync", "Customer", "Contact", "Company"})
"""What the configuration names."""
_NAMES_OF_FIELDS: Final = "entityInformation/fields"


def texts_of(family: str) -> tuple[str, ...]:
    """Return the texts of a family; one that is unknown has none."""
    if family == EVERY:
        return tuple(text for texts in FAMILIES.values() for text in texts)
    return FAMILIES.get(family, ())


def hostile(text: str, family: str) -> str:
    """Return the text with one of the family's inside it."""
    payloads = texts_of(family)
    if not payloads:
        return text
    payload = payloads[zlib.crc32(text.encode("utf-8", "surrogatepass")) % len(payloads)]
    return f"{text[:2]}{payload}{text[2:]}"


def hostile_answer(body: bytes, path: str, family: str) -> bytes:
    """Return a JSON answer of the imitation in which every text that a person may have typed is hostile."""
    value = _spoilt(json.loads(body), "", path=path, family=family)
    return json.dumps(value, ensure_ascii=True).encode()


def _spoilt(value: Any, key: str, *, path: str, family: str) -> Any:
    if isinstance(value, dict):
        return {name: _spoilt(each, name, path=path, family=family) for name, each in value.items()}
    if isinstance(value, list):
        return [_spoilt(each, key, path=path, family=family) for each in value]
    if not isinstance(value, str) or _steers(key, value, path):
        return value
    return hostile(value, family)


def _steers(key: str, value: str, path: str) -> bool:
    if key in _NO_WORDS or value in _AGREED or "Date" in key or value.isdigit():
        return True
    return key == "name" and path.endswith(_NAMES_OF_FIELDS)
