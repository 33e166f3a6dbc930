"""Answers that break off in every way in which HTTP can tell where a body ends (row D11)."""

import gzip
from dataclasses import replace
from enum import StrEnum

from axtui.demo.http import Framing, Reply


class Damage(StrEnum):
    """How a body arrives, and where it breaks off."""

    LENGTH_SHORT = "length-short"
    """Half of what `Content-Length` promises, then the end of the connection."""
    CHUNKED_CUT = "chunked-cut"
    """A chunk with half of the body, and no last one."""
    CLOSE_CUT = "close-cut"
    """Half of the body, which ends with the connection: only what it says tells that it is not whole."""
    GZIP = "gzip"
    """Whole and compressed: nothing is wrong."""
    GZIP_CUT = "gzip-cut"
    """Half of the compressed bytes, under a length that says so."""
    GZIP_TRAILER_CUT = "gzip-trailer-cut"
    """Every byte of the content, without the eight that prove it."""
    GZIP_BAD_CRC = "gzip-bad-crc"
    """Every byte of the content, and a checksum of something else."""


_TRAILER = 8


def damaged(reply: Reply, damage: Damage) -> Reply:
    """Return a reply that arrives so."""
    half = len(reply.body) // 2
    match damage:
        case Damage.LENGTH_SHORT:
            return replace(reply, cut_after=half)
        case Damage.CHUNKED_CUT:
            return replace(reply, framing=Framing.CHUNKS, cut_after=half)
        case Damage.CLOSE_CUT:
            return replace(reply, framing=Framing.CLOSE, cut_after=half)
        case _:
            headers = {"Content-Encoding": "gzip", **reply.headers}
            return replace(reply, body=_compressed(reply.body, damage), headers=headers)


def _compressed(body: bytes, damage: Damage) -> bytes:
    whole = gzip.compress(body, compresslevel=1, mtime=0)
    match damage:
        case Damage.GZIP_CUT:
            return whole[: len(whole) // 2]
        case Damage.GZIP_TRAILER_CUT:
            return whole[:-_TRAILER]
        case Damage.GZIP_BAD_CRC:
            at = len(whole) - _TRAILER
            return whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :]
        case _:
            return whole
