"""What is taken out of a text before it is kept: secrets, whatever form they take, and addresses of people.

The second wall of logs and crash reports. The first one is that nothing secret is put into them; this one
knows every secret that the process holds, and the shapes of those that it does not hold.
"""

import base64
import json
import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import quote, quote_plus

from axtui.core.secret import living_secrets

_HIDDEN: Final = "***"
_SHORTEST: Final = 4
"""Of fewer characters nobody's secret is, and to look for one would spoil every other word."""
_BASE64_BLOCK: Final = 3
"""Base64 takes three bytes at a time, so that what stands inside a longer text has three forms."""
_BOTH_QUOTES: Final = "'\""
_BOTH_ESCAPED: Final = "\\'\"'"
"""How they end a `repr`, which escapes the one where both stand in a text."""
_BITS_OF_BYTE: Final = 8
_BITS_OF_SIGN: Final = 6
_NAMES: Final = (
    "apiintegrationcode|username|client_secret|client_assertion|refresh_token|access_token|id_token"
    "|code_verifier|password|passwd|secret"
)
_LONG_NAMES: Final = "authorization|proxy-authorization|set-cookie|cookie"
"""Headers whose values hold spaces."""
_IS: Final = r"(?:['\"]?\s*[:=]|['\"]\s*,)\s*"
"""What stands between a name and its value in headers, JSON, forms, and the `repr` of any of them."""
_QUOTED: Final = r"b?\"[^\"]*\"?|b?'[^']*'?"
_PATTERNS: Final = tuple(
    (re.compile(pattern), instead)
    for pattern, instead in (
        (rf"(?i)(\b(?:{_LONG_NAMES}){_IS})(?:{_QUOTED}|[^\r\n'\"]+)", rf"\1{_HIDDEN}"),
        (rf"(?i)(\b(?:{_NAMES}){_IS})(?:{_QUOTED}|[^\s,;&'\"]+)", rf"\1{_HIDDEN}"),
        (r"\b((?i:bearer|basic)\s+)(?=[a-z]*[^a-z\s])[\w.~+/=-]{6,}", rf"\1{_HIDDEN}"),
        (r"\beyJ[\w-]{8,}(?:\.[\w-]+)*", _HIDDEN),  # a JSON web token
        (r"(?<=://)[^\s/?#]*@", f"{_HIDDEN}@"),
        (r"(?<=://)[^\s/?#:@]{0,200}:(?![0-9]+[/?#])[^\s@]{0,200}@", f"{_HIDDEN}@"),  # a slash in a password
    )
)
_AROUND_ADDRESS: Final = r"\s@*<>()\[\]{}\"'`,:;="
"""An asterisk, too: the host behind a login that has been hidden is no address."""
_ADDRESS: Final = re.compile(rf"(?<![^{_AROUND_ADDRESS}])[^{_AROUND_ADDRESS}]+(?:@[^{_AROUND_ADDRESS}]+)+")
_ENCODED_ADDRESS: Final = re.compile(r"(?<![\w.+%~-])[\w.+%~-]+%40[\w.%-]+")
"""As it stands in a query string."""


def redacted(text: str, *, addresses: bool = True) -> str:
    """Return the text with `***` for every secret in it, and for e-mail addresses unless they are wanted."""
    for form in sorted(_forms_of_living_secrets(), key=len, reverse=True):
        text = text.replace(form, _HIDDEN)
    for pattern, instead in _PATTERNS:
        text = pattern.sub(instead, text)
    return _ENCODED_ADDRESS.sub(_HIDDEN, _ADDRESS.sub(_HIDDEN, text)) if addresses else text


def _forms_of_living_secrets() -> set[str]:
    values = {secret.reveal() for secret in living_secrets()}
    return {form for value in values if len(value) >= _SHORTEST for form in _forms_of(value)}


def _forms_of(value: str) -> Iterator[str]:
    data = value.encode("utf-8", "surrogatepass")
    yield value
    yield quote(data, safe="")
    yield quote(data)
    yield quote_plus(data)
    yield data.hex()
    for once in _escaped(value):
        yield once
        yield from _escaped(once)
    for before in range(_BASE64_BLOCK):
        yield from _in_base64(data, before)


def _escaped(value: str) -> Iterator[str]:
    """Yield a value as it stands between quotation marks in code and in JSON, within a longer text too."""
    yield json.dumps(value)[1:-1]
    yield json.dumps(value, ensure_ascii=False)[1:-1]
    yield repr(value)[1:-1]
    yield repr(value + _BOTH_QUOTES)[1 : -len(_BOTH_ESCAPED)]
    for encoding in ("utf-8", "latin-1"):
        data = value.encode(encoding, "backslashreplace")
        yield repr(data)[2:-1]
        yield repr(data + _BOTH_QUOTES.encode())[2 : -len(_BOTH_ESCAPED)]


def _in_base64(data: bytes, before: int) -> Iterator[str]:
    """Yield, for both alphabets, the signs that stand for these bytes alone, so many bytes into a block."""
    first = -(-before * _BITS_OF_BYTE // _BITS_OF_SIGN)
    behind = (before + len(data)) * _BITS_OF_BYTE // _BITS_OF_SIGN
    for encode in (base64.b64encode, base64.urlsafe_b64encode):
        yield encode(bytes(before) + data).decode()[first:behind]
