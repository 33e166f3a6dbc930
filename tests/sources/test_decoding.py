"""JSON is read strictly, tolerantly where the API varies, and an error says where it stands."""

import copy
import json
from collections.abc import Callable
from contextlib import suppress

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from axtui.core.errors import DataError
from axtui.sources import autotask_wire, xero_wire
from axtui.sources.answers import Answer
from axtui.sources.autotask_wire import CONTACTS, COUNT, ContactWire, UdfWire, contact_from
from axtui.sources.patience import TryAgainError

CONTACT: dict[str, object] = {
    "id": 9,
    "companyID": 174,
    "firstName": "Ada",
    "lastName": "Byron",
    "emailAddress": "ada@acme.example",
    "isActive": 1,
    "userDefinedFields": [{"name": "Position", "value": "Accounts"}],
}
PAGE: dict[str, object] = {"items": [CONTACT], "pageDetails": {"count": 1, "nextPageUrl": None}}
XERO_PAGE: dict[str, object] = {
    "pagination": {"page": 1, "pageSize": 1000, "pageCount": 1, "itemCount": 1},
    "Contacts": [
        {
            "ContactID": "5f0c",
            "ContactStatus": "ACTIVE",
            "Name": "Acme Ltd",
            "EmailAddress": "",
            "ContactPersons": [{"FirstName": "Al"}],
        }
    ],
}


def answer(body: bytes, *, kind: str = "application/json") -> Answer:
    """Return a good answer with this body."""
    return Answer(status=200, headers=httpx.Headers({"content-type": kind}), body=body)


def read(body: bytes) -> list[ContactWire]:
    """Read a page of contacts."""
    return CONTACTS(answer(body)).items


def test_a_page_becomes_typed_records() -> None:
    """New fields are ignored."""
    page = {**PAGE, "items": [{**CONTACT, "brandNewField": {"a": [1]}}]}
    (contact,) = read(json.dumps(page).encode())
    assert contact.company_id == 174
    assert contact.udfs == [UdfWire(name="Position", value="Accounts")]


@pytest.mark.parametrize("change", [str.upper, str.lower, lambda key: key[:1].upper() + key[1:]])
def test_the_letter_case_of_keys_does_not_matter(change: Callable[[str], str]) -> None:
    """The specification writes PascalCase, the wire camelCase; both are read alike, optional fields too."""

    def changed(value: object) -> object:
        if isinstance(value, dict):
            return {change(key): changed(each) for key, each in value.items()}
        return [changed(each) for each in value] if isinstance(value, list) else value

    assert read(json.dumps(changed(PAGE)).encode()) == read(json.dumps(PAGE).encode())


def test_one_optional_key_in_another_case_is_found_as_well() -> None:
    """A UDF collection is not lost because its key alone is written differently."""
    record = {**CONTACT, "UserDefinedFields": CONTACT["userDefinedFields"]}
    del record["userDefinedFields"]
    (contact,) = read(json.dumps({"items": [record]}).encode())
    assert contact.udfs == [UdfWire(name="Position", value="Accounts")]


def test_text_is_kept_to_the_character() -> None:
    """Escapes, control characters and a lone surrogate arrive as they were sent."""
    name = 'Ad\x1b\\"é\u202e'
    body = json.dumps({"items": [{**CONTACT, "firstName": name}]}).encode()
    assert read(body)[0].first_name == name
    assert read(body.replace(b"Byron", b"By\\ud800ron"))[0].last_name == "By\ud800ron"


def test_a_byte_order_mark_is_no_obstacle() -> None:
    """Some servers of this make send one."""
    assert read(b"\xef\xbb\xbf" + json.dumps(PAGE).encode())


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"companyID": "174"}, ("contact 9", "`companyID`", "`int`", "`str`")),
        ({"companyID": 2**63}, ("contact 9", "`companyID`")),
        ({"companyID": None}, ("contact 9", "`companyID`", "`null`")),
        ({"isActive": []}, ("contact 9", "`isActive`")),
        ({"firstName": 3}, ("contact 9", "`firstName`")),
        ({"userDefinedFields": [{"name": 3}]}, ("contact 9", "`userDefinedFields[0].name`")),
        ({"userDefinedFields": [{"value": "x"}]}, ("contact 9", "userDefinedFields[0]", "`name`")),
        ({"id": None}, ("contact number 1 of a page", "`id`")),
        ({"id": "x\x1by"}, ("contact x␛y", "`id`")),
    ],
)
def test_a_wrong_field_is_named_with_its_record(change: dict[str, object], named: tuple[str, ...]) -> None:
    """A technician can find the record, and nothing of it is in the message but its id."""
    with pytest.raises(DataError) as caught:
        read(json.dumps({"items": [{**CONTACT, **change}]}).encode())
    assert all(word in caught.value.message for word in named), caught.value.message
    assert "ada@acme.example" not in str(caught.value)


def test_a_missing_id_is_named_with_the_place_on_the_page() -> None:
    """A record without an id is counted from one."""
    record = {key: value for key, value in CONTACT.items() if key != "id"}
    with pytest.raises(DataError, match=r"contact number 2 of a page .* missing required field `id`"):
        read(json.dumps({"items": [CONTACT, record]}).encode())


@pytest.mark.parametrize(
    "body", [b"[]", b"{}", b'{"items":{}}', b'{"items":null}', b'{"items":[3]}', b"3", b"null"]
)
def test_a_page_of_another_shape_is_named(body: bytes) -> None:
    """A list that has become something else is bad data, not a crash."""
    with pytest.raises(DataError, match="contact"):
        read(body)


@pytest.mark.parametrize(
    "body",
    [
        b'{"items":[{"id":1,"id":2,"companyID":3}]}',
        b'{"items":[{"id":1,"companyID":3,"companyID":4}]}',
    ],
)
def test_a_field_sent_twice_is_refused(body: bytes) -> None:
    """Nobody can say which of two ids is meant."""
    with pytest.raises(DataError, match="twice"):
        read(body)


@pytest.mark.parametrize(
    "body", [b'{"queryCount":NaN}', b'{"queryCount":Infinity}', b'{"queryCount":1', b"{'a':1}"]
)
def test_what_is_no_json_means_another_try(body: bytes) -> None:
    """A body that breaks off looks like this; after the last try it is bad data."""
    with pytest.raises(TryAgainError) as caught:
        COUNT(answer(body))
    assert caught.value.trouble.error is DataError


def test_bytes_that_are_no_utf8_mean_another_try() -> None:
    """Text in an unknown encoding is not guessed at."""
    with pytest.raises(TryAgainError, match="not UTF-8"):
        COUNT(answer(b'{"queryCount":1,"x":"\xe9"}'))


def test_half_a_character_where_a_number_belongs_is_bad_data() -> None:
    """JSON can write one; where a text belongs it is kept as it is, since a name may hold it."""
    with pytest.raises(DataError, match="half a character"):
        COUNT(answer(b'{"queryCount": "\\ud800"}'))


@pytest.mark.parametrize("kind", ["text/html; charset=utf-8", "text/plain", "", "application/xml"])
def test_what_is_not_called_json_is_a_web_page(kind: str) -> None:
    """A proxy's login page or a maintenance page comes with status 200."""
    with pytest.raises(TryAgainError, match="web page"):
        COUNT(answer(b'{"queryCount":1}', kind=kind))


@pytest.mark.parametrize(
    "kind", ["application/json", "Application/JSON; charset=utf-8", "application/problem+json"]
)
def test_every_name_of_json_is_known(kind: str) -> None:
    """Parameters and letter case do not matter."""
    assert COUNT(answer(b'{"queryCount":1}', kind=kind)).count == 1


@pytest.mark.parametrize("body", [b"", b" \r\n"])
def test_an_empty_body_means_another_try(body: bytes) -> None:
    """A 204, or a 200 without anything."""
    with pytest.raises(TryAgainError, match="empty answer"):
        COUNT(answer(body))


@pytest.mark.parametrize(
    "body",
    [b"[" * 200_000, b'{"items":' * 200_000, b'{"items":[],"new":' + b"[" * 100_000 + b"]" * 100_000 + b"}"],
)
def test_bottomless_nesting_is_refused(body: bytes) -> None:
    """It ends in a message, not in a crash of the parser."""
    with pytest.raises((DataError, TryAgainError)):
        read(body)


JSON_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=5), inner, max_size=2),
    max_leaves=4,
)


@st.composite
def mutated(draw: st.DrawFn, page: dict[str, object]) -> bytes:
    """Return the page with one value somewhere in it replaced, removed or renamed."""
    tree = copy.deepcopy(page)
    at: object = tree
    while True:
        if isinstance(at, dict):
            key = draw(st.sampled_from(sorted(at)))
            inner = at[key]
            if isinstance(inner, dict | list) and inner and draw(st.booleans()):
                at = inner
                continue
            value = at.pop(key)
            if draw(st.booleans()):
                at[draw(st.sampled_from([key, key.upper(), "new"]))] = draw(JSON_VALUES | st.just(value))
            break
        assert isinstance(at, list)
        if isinstance(at[0], dict | list) and draw(st.booleans()):
            at = at[0]
            continue
        at[0] = draw(JSON_VALUES)
        break
    return json.dumps(tree).encode()


@given(mutated(PAGE))
def test_a_drifting_autotask_page_is_read_or_named(body: bytes) -> None:
    """Whatever one value becomes, the result is records or an error in words, never a KeyError."""
    with suppress(DataError):
        for contact in read(body):
            contact_from(contact, udf="Position")


@given(mutated(XERO_PAGE))
def test_a_drifting_xero_page_is_read_or_named(body: bytes) -> None:
    """The same for Xero."""
    with suppress(DataError):
        for contact in xero_wire.CONTACTS(answer(body)).contacts:
            xero_wire.customer_from(contact)


def test_an_unknown_status_names_field_and_record() -> None:
    """A status that nobody knows is not guessed to be active."""
    body = json.dumps(XERO_PAGE).replace("ACTIVE", "SLEEPING").encode()
    with pytest.raises(DataError, match=r"customer 5f0c .*`ContactStatus`.*SLEEPING"):
        xero_wire.CONTACTS(answer(body))


@pytest.mark.parametrize(
    ("value", "active"),
    [
        (True, True), (1, True), ("1", True), ("true", True), ("TRUE", True),
        (False, False), (0, False), ("0", False), ("False", False),
        (None, None), ("", None),
    ],
)  # fmt: skip
def test_activity_is_read_in_every_form(value: autotask_wire.Scalar, active: bool | None) -> None:
    """Companies send a boolean, contacts 1 and 0; what is missing is not guessed."""
    assert autotask_wire.activity(value, of="contact 9") is active


@pytest.mark.parametrize("value", [7, "yes", 0.5])
def test_another_activity_is_named(value: autotask_wire.Scalar) -> None:
    """What is neither yes nor no names field and record."""
    with pytest.raises(DataError, match=r"contact 9 .*`isActive`"):
        autotask_wire.activity(value, of="contact 9")


@pytest.mark.parametrize("udfs", [None, [], {}, "", [{"name": "position", "value": "Accounts"}]])
def test_no_udf_value_in_every_form(udfs: object) -> None:
    """A collection may be missing or empty in four ways, and a name counts only to the character."""
    (contact,) = read(json.dumps({"items": [{**CONTACT, "userDefinedFields": udfs}]}).encode())
    assert contact_from(contact, udf="Position").udf_value is None


@pytest.mark.parametrize(
    ("value", "text"),
    [("Accounts", "Accounts"), (" x ", " x "), ("", ""), (None, None), (3, "3"), (True, "true")],
)
def test_udf_values_are_texts(value: object, text: str | None) -> None:
    """The value is kept exactly; another kind of value is put as JSON would write it."""
    udfs = [{"name": "Other", "value": "Accounts"}, {"name": "Position", "value": value}]
    (contact,) = read(json.dumps({"items": [{**CONTACT, "userDefinedFields": udfs}]}).encode())
    assert contact_from(contact, udf="Position").udf_value == text


@pytest.mark.parametrize("udfs", ["Accounts", {"Position": "Accounts"}])
def test_a_collection_of_another_shape_is_named(udfs: object) -> None:
    """Values in an unknown shape are not dropped silently: the report would be wrong."""
    (contact,) = read(json.dumps({"items": [{**CONTACT, "userDefinedFields": udfs}]}).encode())
    with pytest.raises(DataError, match=r"contact 9 .*`userDefinedFields`"):
        contact_from(contact, udf="Position")


@pytest.mark.parametrize(
    ("addresses", "kept", "first"),
    [
        ((None, " ", "c@x.example"), ("", "", "c@x.example"), "c@x.example"),
        (("a@x.example", "", None), ("a@x.example",), "a@x.example"),
        ((None, "", "\u00a0"), (), ""),
    ],
)
def test_every_address_stays_in_its_field(
    addresses: tuple[str | None, ...], kept: tuple[str, ...], first: str
) -> None:
    """An update gives back what each field holds; who asks for the address gets the first there is."""
    fields = ("emailAddress", "emailAddress2", "emailAddress3")
    record = {**CONTACT, **dict(zip(fields, addresses, strict=True))}
    (wire,) = read(json.dumps({"items": [record]}).encode())
    contact = contact_from(wire, udf="Position")
    assert (contact.emails, contact.email) == (kept, first)
