"""Bodies are read within bounds, and error bodies in every shape."""

import gzip

import httpx
import pytest
from http_fakes import Chunks

from axtui.core.errors import DataError, Side
from axtui.sources.answers import Answer, Verdict, judged_by_status, quoted, read_body
from axtui.sources.patience import TryAgainError

LIMIT = 1024 * 1024


def answer(body: bytes = b"", *, status: int = 500) -> Answer:
    """Return an answer with this body."""
    return Answer(status=status, headers=httpx.Headers(), body=body)


async def read(*chunks: bytes, encoding: str = "") -> bytes:
    """Read a body that arrives in these pieces."""
    headers = {"content-encoding": encoding} if encoding else {}
    response = httpx.Response(200, headers=headers, stream=Chunks(chunks))
    return await read_body(response, limit=LIMIT, side=Side.XERO)


async def test_a_plain_body_is_put_together() -> None:
    """Pieces are joined as they come."""
    assert await read(b"one ", b"two") == b"one two"
    assert await read(b"x", encoding="identity") == b"x"
    assert await read() == b""


async def test_a_packed_body_is_unpacked() -> None:
    """gzip is unpacked, however it is cut into pieces."""
    packed = gzip.compress(b"hello " * 1000)
    pieces = [packed[at : at + 7] for at in range(0, len(packed), 7)]
    assert await read(*pieces, encoding="GZIP") == b"hello " * 1000


async def test_an_empty_body_may_claim_to_be_packed() -> None:
    """A 401 without a body is an answer, not a cut one."""
    assert await read(encoding="gzip") == b""


@pytest.mark.parametrize("encoding", ["", "gzip"])
async def test_a_body_beyond_the_limit_is_refused(encoding: str) -> None:
    """Neither a long body nor a bomb is held in memory."""
    body = bytes(LIMIT + 1)
    with pytest.raises(DataError, match="larger than 1 MiB"):
        await read(gzip.compress(body) if encoding else body, encoding=encoding)


async def test_a_body_of_exactly_the_limit_is_read() -> None:
    """The limit itself is allowed."""
    assert len(await read(gzip.compress(bytes(LIMIT)), encoding="gzip")) == LIMIT


@pytest.mark.parametrize("encoding", ["gzip, gzip", "br", "deflate", "gzip, br"])
async def test_other_and_chained_encodings_are_refused(encoding: str) -> None:
    """Only what was asked for is unpacked."""
    with pytest.raises(DataError, match="packed its answer"):
        await read(b"x", encoding=encoding)


@pytest.mark.parametrize("kept", [10, -1, -4, -8])
async def test_a_cut_packed_body_is_never_taken_for_whole(kept: int) -> None:
    """A missing end, trailer included, means another try."""
    with pytest.raises(TryAgainError, match="cut off"):
        await read(gzip.compress(b'{"items": []}')[:kept], encoding="gzip")


async def test_a_damaged_packed_body_means_another_try() -> None:
    """A wrong checksum, junk instead of gzip, and junk behind it are damage on the way."""
    packed = gzip.compress(b'{"items": []}')
    for damaged in (b"junk junk", packed[:-8] + bytes(8), packed + b"more"):
        with pytest.raises(TryAgainError):
            await read(damaged, encoding="gzip")


@pytest.mark.parametrize(
    ("body", "texts"),
    [
        (b'{"errors":["one","two"]}', ("one", "two")),
        (b'{"errors":[{"message":"one","field":"id"}]}', ("one",)),
        (b'{"Message":"no such method"}', ("no such method",)),
        (
            b'{"Title":"Forbidden","Detail":"AuthenticationUnsuccessful"}',
            ("AuthenticationUnsuccessful", "Forbidden"),
        ),
        (b'{"error":"invalid_scope"}', ("invalid_scope",)),
        (b'{"errors":"text","message":3}', ()),
        (b'{"errors":["",3,null]}', ()),
        (b"<html>down</html>", ()),
        (b"[1]", ()),
        (b"", ()),
        (b'{"message":"\xff"}', ()),
    ],
)
def test_error_bodies_of_every_shape_are_read(body: bytes, texts: tuple[str, ...]) -> None:
    """What a server says of an error is found whatever the shape, and missed without harm."""
    assert answer(body).said() == texts


@pytest.mark.fault("B07")
def test_remote_words_are_made_safe_and_short() -> None:
    """No control character and no endless text reaches a message."""
    (text,) = answer(b'{"errors":["\\u001b[31mred' + b"x" * 5000 + b'"]}').said()
    assert text.startswith("␛[31mred")
    assert len(text) == 200
    assert quoted((text, text)).count("x") <= 200
    assert quoted(()) == ""


def test_a_body_and_its_headers_stay_out_of_the_repr() -> None:
    """A traceback that shows an answer shows no personal data."""
    assert "secret" not in repr(answer(b"secret"))


@pytest.mark.parametrize(
    ("status", "verdict"),
    [
        (200, Verdict.GOOD),
        (204, Verdict.GOOD),
        (400, Verdict.FINAL),
        (401, Verdict.FINAL),
        (403, Verdict.FINAL),
        (404, Verdict.FINAL),
        (408, Verdict.TRY_AGAIN),
        (409, Verdict.FINAL),
        (429, Verdict.LIMIT),
        (500, Verdict.TRY_AGAIN),
        (501, Verdict.FINAL),
        (502, Verdict.TRY_AGAIN),
        (503, Verdict.TRY_AGAIN),
        (504, Verdict.TRY_AGAIN),
        (799, Verdict.FINAL),
    ],
)
def test_a_status_means_one_thing(status: int, verdict: Verdict) -> None:
    """Only these causes are tried again."""
    assert judged_by_status(answer(status=status)).verdict is verdict
    assert str(status) in answer(status=status).phrase
