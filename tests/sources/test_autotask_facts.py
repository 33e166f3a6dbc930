"""What a tenant says of its lists and fields, held against the configuration."""

import pytest

from axtui.core.errors import ConfigError
from axtui.core.models import FieldLimits, ListValue
from axtui.sources.autotask_facts import (
    CompanyScope,
    CompanyType,
    Threshold,
    company_scope,
    company_types,
    contact_limits,
    contact_udf_type,
    threshold,
    udf_id,
)
from axtui.sources.autotask_udfs import udf_named
from axtui.sources.autotask_wire import (
    CompanyWire,
    DefinitionWire,
    FieldWire,
    PicklistWire,
    Scalar,
    ThresholdWire,
    Udfs,
    UdfWire,
)

CUSTOMER = CompanyType(id=1, label="Customer")
TYPES = [
    FieldWire(
        name="companyType",
        values=[
            PicklistWire(value="1", label="Customer"),
            PicklistWire(value=8, label="Partner"),
            PicklistWire(value="x", label="Broken"),
        ],
    )
]
POSITION = FieldWire(
    name="Position",
    type="string",
    is_list=True,
    values=[PicklistWire(value="Accounts", label="Accounts Contact"), PicklistWire(value="Boss", label=None)],
)


def test_company_types_are_found_by_label() -> None:
    """Case and spaces of a label do not matter, the order is the configuration's."""
    found = company_types(["partner", " CUSTOMER "], TYPES)
    assert [(kind.id, kind.label) for kind in found] == [(8, "Partner"), (1, "Customer")]


@pytest.mark.parametrize("fields", [TYPES, []])
def test_an_unknown_company_type_lists_the_known_ones(fields: list[FieldWire]) -> None:
    """The message names the setting and what stands in the list."""
    with pytest.raises(ConfigError) as caught:
        company_types(["Customer", "Client"], fields)
    assert caught.value.problems[0].key == "company_types"
    assert "`Client`" in caught.value.message
    assert ("`Customer`, `Partner`" in caught.value.message) == bool(fields)


def test_a_list_udf_with_the_value_is_fine() -> None:
    """The value may be the stored one or a label."""
    udf = udf_named("Position", entity="contacts", fields=[POSITION])
    assert (udf.exists, udf.kind) == (True, "list")
    assert udf.values == (
        ListValue(stored="Accounts", display="Accounts Contact"),
        ListValue(stored="Boss", display="Boss"),
    )
    assert udf.problem_with("Accounts") == ""
    assert udf.problem_with("Accounts Contact") == ""
    assert udf.stored_forms("Accounts Contact") == {"Accounts Contact", "Accounts"}


@pytest.mark.parametrize(
    ("typed", "stored"), [("Accounts", "Accounts"), ("Accounts Contact", "Accounts"), ("Boss", "Boss")]
)
def test_what_is_stored_for_a_value_may_be_asked_by_its_label(typed: str, stored: str) -> None:
    """Records hold the stored form, whichever form the configuration names."""
    assert udf_named("Position", entity="contacts", fields=[POSITION]).stored_for(typed) == stored


def test_a_stored_value_wins_over_a_label_of_the_same_words() -> None:
    """Each of two entries may be shown as what the other one stores."""
    crossed = FieldWire(
        name="Position",
        is_list=True,
        values=[PicklistWire(value="Other", label="Accounts"), PicklistWire(value="Accounts", label="Other")],
    )
    assert udf_named("Position", entity="contacts", fields=[crossed]).stored_for("Accounts") == "Accounts"


def test_a_text_udf_stores_what_is_typed() -> None:
    """It has no entries to look in."""
    udf = udf_named("Position", entity="contacts", fields=[FieldWire(name="Position", type="string")])
    assert udf.stored_for("Accounts") == "Accounts"


def test_a_list_udf_without_the_value_lists_its_values() -> None:
    """What may be written there is in the message."""
    problem = udf_named("Position", entity="contacts", fields=[POSITION]).problem_with("Payables")
    assert problem == "the list UDF `Position` has no value `Payables`; it has `Accounts Contact`, `Boss`"


@pytest.mark.parametrize("value", ["accounts", " Accounts", "ACCOUNTS\u00a0"])
def test_a_value_that_nearly_fits_is_named(value: str) -> None:
    """Values are compared to the character, so a slip is the likeliest mistake."""
    problem = udf_named("Position", entity="contacts", fields=[POSITION]).problem_with(value)
    assert problem.endswith("but one that differs in case or spaces: `Accounts`")


def test_an_inactive_value_is_a_problem() -> None:
    """It can be read, but no import can set it any more."""
    values = [PicklistWire(value="A", label="Accounts", is_active=False), PicklistWire(value="B")]
    udf = udf_named("P", entity="contacts", fields=[FieldWire(name="P", is_list=True, values=values)])
    for value in ("A", "Accounts"):
        assert udf.problem_with(value) == f"the value `{value}` of the list UDF `P` is inactive"
    assert udf.problem_with("B") == ""


def test_a_label_of_two_values_is_a_problem() -> None:
    """Nobody knows which one is meant; either stored value may be named."""
    values = [PicklistWire(value="A", label="Accounts"), PicklistWire(value="B", label="Accounts")]
    udf = udf_named("P", entity="contacts", fields=[FieldWire(name="P", is_list=True, values=values)])
    assert udf.problem_with("Accounts") == "the list UDF `P` shows several values as `Accounts`"
    assert udf.problem_with("A") == ""


@pytest.mark.parametrize(
    ("field", "words"),
    [
        (FieldWire(name="P", type="string", is_reference=True), "refers to other records"),
        (FieldWire(name="P", type="multiselect", is_list=True), "takes several values at once"),
        (FieldWire(name="P", type="MultiSelectList"), "takes several values at once"),
    ],
)
def test_kinds_that_the_api_does_not_support_are_named(field: FieldWire, words: str) -> None:
    """They exist on the screens, but no value of them is ever sent."""
    udf = udf_named("P", entity="contacts", fields=[field])
    assert words in udf.problem_with("Accounts")
    assert words in udf.unreadable


def test_a_text_udf_that_is_too_short_is_a_problem() -> None:
    """Where Autotask says how long it is."""
    udf = udf_named("P", entity="contacts", fields=[FieldWire(name="P", type="string", length=5)])
    assert "holds 5 characters, fewer than `Accounts` has" in udf.problem_with("Accounts")
    assert udf.problem_with("Boss") == ""


@pytest.mark.parametrize(
    ("used", "limit", "known"),
    [
        (250, 10_000, Threshold(used=250, limit=10_000)),
        ("7", "10000", Threshold(used=7, limit=10_000)),
        (None, 10_000, None),
        (True, 10_000, None),
        (3.5, 10_000, None),
        (1, 0, None),
        (-1, 10_000, None),
    ],
)
def test_the_hours_requests_are_read_or_unknown(used: Scalar, limit: Scalar, known: Threshold | None) -> None:
    """A form that was not foreseen is no reason to fail."""
    assert threshold(ThresholdWire(used=used, limit=limit)) == known


def test_a_text_udf_holds_any_value() -> None:
    """Nothing can be checked there."""
    udf = udf_named("Position", entity="contacts", fields=[FieldWire(name="Position", type="string")])
    assert udf.kind == "text"
    assert udf.problem_with("Accounts") == ""


@pytest.mark.parametrize("kind", ["datetime", "Boolean", "double"])
def test_a_udf_of_another_kind_is_a_problem(kind: str) -> None:
    """A date cannot say `Accounts`."""
    udf = udf_named("Position", entity="contacts", fields=[FieldWire(name="Position", type=kind)])
    assert f"is a {kind} field" in udf.problem_with("Accounts")


@pytest.mark.parametrize("near", ["position", " Position", "Position\u00a0", "POSITION"])
def test_a_near_miss_is_named(near: str) -> None:
    """A name that differs in case or spaces is another name, and the likeliest mistake."""
    udf = udf_named("Position", entity="contacts", fields=[FieldWire(name=near), FieldWire(name="Title")])
    assert not udf.exists
    assert "differs in case or spaces" in udf.missing
    assert "Title" not in udf.missing


def test_without_a_near_miss_the_others_are_listed() -> None:
    """At most a dozen, and how many more there are."""
    fields = [FieldWire(name=f"Field {at}") for at in range(20)]
    problem = udf_named("Position", entity="contacts", fields=fields).problem_with("Accounts")
    assert "`Field 11` and 8 more" in problem
    assert "it has none" in udf_named("Position", entity="contacts", fields=[]).missing


def test_limits_come_from_the_tenant_or_the_documents() -> None:
    """A missing length, or 0, leaves the documented one."""
    fields = [FieldWire(name="firstName", length=20), FieldWire(name="LASTNAME", length=0)]
    assert contact_limits(fields) == FieldLimits(first_name=20, last_name=50, email=254)


@pytest.mark.parametrize(
    ("labels", "code"),
    [
        ([("1", "Company"), ("2", "Contact")], "2"),
        ([("1", "Contract"), ("26", "Contacts")], "26"),
        ([("1", "Client Contact"), ("2", "Contact")], "2"),
        ([("1", "Company"), ("7", "Customer Contact")], "7"),
        ([("1", "Client Contact"), ("7", "Customer Contact")], ""),
        ([], ""),
    ],
)
def test_the_contact_type_of_udfs_is_found_by_label(labels: list[tuple[str, str]], code: str) -> None:
    """The number is documented nowhere; two candidates are none."""
    values = [PicklistWire(value=value, label=label) for value, label in labels]
    assert contact_udf_type([FieldWire(name="udfType", values=values)]) == code


DEFINITIONS = [
    DefinitionWire(id=1, name="Position", type=1),
    DefinitionWire(id=2, name="Position", type=2),
    DefinitionWire(id=3, name="position", type=2),
]


def test_the_udf_number_is_the_contacts_one() -> None:
    """Name to the character, and of contacts."""
    assert udf_id("Position", DEFINITIONS, "2") == 2
    assert udf_id("Position", DEFINITIONS, "9") is None
    assert udf_id("Other", DEFINITIONS, "2") is None


def test_without_a_known_type_only_a_single_udf_counts() -> None:
    """Of two with the same name nobody knows which one is meant."""
    assert udf_id("Position", DEFINITIONS, "") is None
    assert udf_id("position", DEFINITIONS, "") == 3


def company(at: int = 1, *, kind: int | str = 1, active: Scalar = True, udfs: Udfs = None) -> CompanyWire:
    """Return a company as Autotask sends it."""
    return CompanyWire(id=at, name="Acme", type=kind, is_active=active, udfs=udfs)


@pytest.mark.parametrize(
    ("record", "belongs"),
    [
        (company(), True),
        (company(kind="1"), True),
        (company(active=None), True),
        (company(active=1), True),
        (company(active=False), False),
        (company(active="0"), False),
        (company(kind=3), False),
        (company(0), False),
    ],
)
def test_what_the_server_was_asked_is_checked_again(record: CompanyWire, belongs: bool) -> None:
    """Wrong type, inactive, and the own organisation stay out, whatever the server sent."""
    assert CompanyScope(types=(CUSTOMER,)).holds(record) is belongs


BRAND = FieldWire(
    name="Brand",
    type="string",
    is_list=True,
    values=[
        PicklistWire(value="N", label="North"),
        PicklistWire(value="S", label="South"),
    ],
)


@pytest.mark.parametrize("value", ["N", "North"])
def test_the_filter_udf_takes_stored_values_and_labels(value: str) -> None:
    """Only companies that hold the value are read; a value in another case is another value."""
    scope = company_scope((CUSTOMER,), [BRAND], exclude_udf="", filter_udf=("Brand", value))
    assert scope.needs_udfs
    held = {
        each: scope.holds(company(udfs=[UdfWire(name="Brand", value=each)])) for each in ("N", "S", "n", None)
    }
    assert held == {"N": True, "S": False, "n": False, None: False}
    assert not scope.holds(company())


def test_the_exclude_udf_needs_only_to_exist() -> None:
    """Its companies are read and get their note in the report."""
    fields = [FieldWire(name="XeroNoSync", type="boolean")]
    scope = company_scope((CUSTOMER,), fields, exclude_udf="XeroNoSync", filter_udf=None)
    assert (scope.exclude_udf, scope.filter_udf, scope.needs_udfs) == ("XeroNoSync", "", True)
    assert scope.holds(company())
    assert not CompanyScope(types=(CUSTOMER,)).needs_udfs


@pytest.mark.parametrize(
    ("exclude", "chosen", "key"),
    [
        ("xeronosync", None, "company_exclude_udf"),
        ("", ("brand", "N"), "company_filter_udf"),
        ("", ("Brand", "W"), "company_filter_udf"),
    ],
)
def test_company_udfs_that_do_not_fit_are_named(
    exclude: str, chosen: tuple[str, str] | None, key: str
) -> None:
    """A filter that can hold nothing would make an empty report."""
    with pytest.raises(ConfigError) as caught:
        company_scope(
            (CUSTOMER,), [BRAND, FieldWire(name="XeroNoSync")], exclude_udf=exclude, filter_udf=chosen
        )
    assert caught.value.problems[0].key == key


def test_of_a_field_that_exists_nothing_is_missing() -> None:
    """Whatever others are like it."""
    fields = [FieldWire(name="Position", type="string"), FieldWire(name="position")]
    assert udf_named("Position", entity="contacts", fields=fields).missing == ""
