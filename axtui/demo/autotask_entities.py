"""The Autotask entities of a tenant: fields, lengths, picklists and UDFs (autotask-api.md section 9)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, TypeVar

from axtui.demo import times
from axtui.demo.entity import Entity, FixedRecords
from axtui.demo.live import LiveTenant
from axtui.demo.query import ABSENT, EntityField, FieldKind
from axtui.demo.records import OWN_ORGANISATION, Company, Contact, UdfForm
from axtui.demo.scenario import ACCOUNTS
from axtui.demo.words import scatter

CONTACT_UDF: Final = "Position"
EXCLUDE_UDF: Final = "XeroNoSync"
ENTITY_UDF: Final = "BillingEntity"

COMPANY_TYPES: Final = (
    ("1", "Customer"),
    ("2", "Lead"),
    ("3", "Prospect"),
    ("4", "Dead"),
    ("6", "Cancelation"),
    ("7", "Vendor"),
    ("8", "Partner"),
)
UDF_TYPES: Final = (("1", "Company"), ("2", "Contact"), ("3", "Opportunity"), ("8", "Configuration Item"))
DATA_TYPES: Final = (("1", "String"), ("2", "Number"), ("3", "DateTime"), ("4", "Boolean"), ("5", "List"))
COMPANY_MODIFIED: Final = "lastTrackedModifiedDateTime"
CONTACT_MODIFIED: Final = "lastModifiedDate"


@dataclass(frozen=True, slots=True, kw_only=True)
class UdfListItem:
    """An entry of a list UDF."""

    id: int
    udf_id: int
    stored: str
    display: str
    is_active: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class UdfDefinition:
    """A user-defined field of some entity."""

    id: int
    name: str
    udf_type: str
    """A value of `UDF_TYPES`."""
    items: tuple[UdfListItem, ...] = ()
    """Empty for a text field."""
    is_multi: bool = False
    is_reference: bool = False

    @property
    def is_supported(self) -> bool:
        """Whether the API gives and takes its values at all (autotask-api.md section 5)."""
        return not self.is_multi and not self.is_reference


@dataclass(frozen=True, slots=True, kw_only=True)
class UdfState:
    """How the contact UDF was set up in this tenant."""

    exists: bool = True
    name: str = CONTACT_UDF
    is_list: bool = True
    is_multi: bool = False
    is_reference: bool = False
    display_differs: bool = False
    value_exists: bool = True
    value_is_active: bool = True


def udf_definitions(state: UdfState) -> tuple[UdfDefinition, ...]:
    """Return every UDF of the tenant; the name `Position` also belongs to an entity that is not asked for."""
    return (
        _definition(29_680_001, "Alternate Email", "2"),
        _definition(29_680_118, CONTACT_UDF, "8", (("Rack", "Rack"), ("Desk", "Desk"))),
        *((_contact_udf(state),) if state.exists else ()),
        _definition(29_682_240, EXCLUDE_UDF, "1"),
        _definition(29_682_777, ENTITY_UDF, "1", (("Head Office", "Head Office"), ("Branch", "Branch"))),
    )


def _contact_udf(state: UdfState) -> UdfDefinition:
    shown = "Accounts Contact" if state.display_differs else ACCOUNTS
    positions = (
        *(((ACCOUNTS, shown),) if state.value_exists else ()),
        ("AccountsIncludedPerson", "Accounts Included Person"),
        ("Director", "Director"),
        ("Technical", "Technical"),
    )
    is_list = state.is_list and not state.is_reference
    udf = _definition(29_682_101, state.name, "2", positions if is_list else ())
    items = tuple(
        replace(each, is_active=state.value_is_active or each.stored != ACCOUNTS) for each in udf.items
    )
    return replace(udf, items=items, is_multi=state.is_multi, is_reference=state.is_reference)


def _definition(
    udf_id: int, name: str, udf_type: str, pairs: Sequence[tuple[str, str]] = ()
) -> UdfDefinition:
    items = tuple(
        UdfListItem(id=udf_id * 10 + at, udf_id=udf_id, stored=stored, display=display)
        for at, (stored, display) in enumerate(pairs)
    )
    return UdfDefinition(id=udf_id, name=name, udf_type=udf_type, items=items)


def _phone(number: int) -> str:
    return f"555-01{scatter(number) % 100:02}"


def _company_phone(company: Company) -> str | None:
    return None if company.id % 5 == 0 else _phone(company.id)


def _parent(company: Company) -> int | None:
    return OWN_ORGANISATION if company.id % 97 == 1 else None


def _contact_title(contact: Contact) -> str | None:
    return ("Manager", "Owner", None, "Bookkeeper")[contact.id % 4]


def _activity(contact: Contact) -> object:
    return ABSENT if contact.is_active is None else contact.is_active


def _field(
    name: str, kind: FieldKind, read: Callable[[Any], object], length: int = 0, **more: Any
) -> EntityField[Any]:
    return EntityField(name=name, kind=kind, read=read, length=length, **more)


_K: Final = FieldKind
_COMPANY_FIELDS: Final[tuple[EntityField[Company], ...]] = (
    _field("id", _K.LONG, lambda company: company.id),
    _field("companyName", _K.STRING, lambda company: company.name, 100, is_required=True),
    _field("companyNumber", _K.STRING, lambda company: company.number, 50),
    _field(
        "companyType",
        _K.SHORT,
        lambda company: int(company.company_type),
        picklist=COMPANY_TYPES,
        is_required=True,
    ),
    _field("isActive", _K.BOOLEAN, lambda company: company.is_active),
    _field("phone", _K.STRING, _company_phone, 25, is_required=True),
    _field("webAddress", _K.STRING, lambda _company: None, 255),
    _field("parentCompanyID", _K.INTEGER, _parent),
    _field("createDate", _K.DATETIME, lambda company: times.autotask_form(times.created(company))),
    _field(
        COMPANY_MODIFIED,
        _K.DATETIME,
        lambda company: times.autotask_form(times.company_modified(company)),
    ),
)
_CONTACT_FIELDS: Final[tuple[EntityField[Contact], ...]] = (
    _field("id", _K.LONG, lambda contact: contact.id),
    _field("companyID", _K.INTEGER, lambda contact: contact.company_id, is_required=True),
    _field("firstName", _K.STRING, lambda contact: contact.first_name, 50, is_required=True),
    _field("lastName", _K.STRING, lambda contact: contact.last_name, 50, is_required=True),
    _field("emailAddress", _K.STRING, lambda contact: contact.email, 254),
    _field("emailAddress2", _K.STRING, lambda contact: contact.email2, 254),
    _field("emailAddress3", _K.STRING, lambda contact: contact.email3, 254),
    _field("isActive", _K.INTEGER, _activity, is_required=True),
    _field("title", _K.STRING, _contact_title, 50),
    _field("phone", _K.STRING, lambda contact: _phone(contact.id), 25),
    _field("primaryContact", _K.BOOLEAN, lambda contact: contact.id % 3 == 0),
    _field("createDate", _K.DATETIME, lambda contact: times.autotask_form(times.created(contact))),
    _field(
        CONTACT_MODIFIED,
        _K.DATETIME,
        lambda contact: times.autotask_form(times.contact_modified(contact)),
    ),
)
_DEFINITION_FIELDS: Final[tuple[EntityField[UdfDefinition], ...]] = (
    _field("id", _K.LONG, lambda udf: udf.id),
    _field("name", _K.STRING, lambda udf: udf.name, 45, is_required=True),
    _field("udfType", _K.INTEGER, lambda udf: int(udf.udf_type), picklist=UDF_TYPES, is_required=True),
    _field("dataType", _K.INTEGER, lambda udf: 5 if udf.items else 1, picklist=DATA_TYPES),
    _field("isActive", _K.BOOLEAN, lambda _udf: True),
    _field("isProtected", _K.BOOLEAN, lambda _udf: False),
    _field("isRequired", _K.BOOLEAN, lambda _udf: False),
)
_ITEM_FIELDS: Final[tuple[EntityField[UdfListItem], ...]] = (
    _field("id", _K.LONG, lambda item: item.id),
    _field("udfFieldId", _K.LONG, lambda item: item.udf_id, is_required=True),
    _field("valueForDisplay", _K.STRING, lambda item: item.display, 128, is_required=True),
    _field("valueForExport", _K.STRING, lambda item: item.stored, 128, is_required=True),
)


_Record = TypeVar("_Record")


def _known(fields: tuple[EntityField[_Record], ...], *, modified: bool) -> tuple[EntityField[_Record], ...]:
    """Return the fields that this version of Autotask has: the time of change may be unknown to it."""
    return tuple(each for each in fields if modified or each.name not in (COMPANY_MODIFIED, CONTACT_MODIFIED))


def _billing_entity(company: Company) -> str:
    return "Head Office" if scatter(company.id) % 4 else "Branch"


def companies(tenant: LiveTenant, *, visible: bool, modified: bool = True) -> Entity[Company]:
    """Return the companies, or none of them where the login may not see any."""
    return Entity(
        name="Company",
        records=tenant.companies if visible else FixedRecords(()),
        fields=_known(_COMPANY_FIELDS, modified=modified),
        udfs={EXCLUDE_UDF: lambda company: company.no_sync, ENTITY_UDF: _billing_entity},
        modified_field=COMPANY_MODIFIED,
    )


_UDF_FORMS: Final[Mapping[UdfForm, object]] = {
    UdfForm.LISTED: None,
    UdfForm.EMPTY: [],
    UdfForm.ABSENT: ABSENT,
}


def _position(contact: Contact) -> str | None:
    return contact.position


def contacts(tenant: LiveTenant, *, visible: bool, udf: UdfState, modified: bool = True) -> Entity[Contact]:
    """Return the contacts, or none of them where the login may not see any."""
    own = [each for each in udf_definitions(udf) if each.name == udf.name and each.udf_type == "2"]
    readable = {each.name: _position for each in own if each.is_supported}
    return Entity(
        name="Contact",
        records=tenant.contacts if visible else FixedRecords(()),
        fields=_known(_CONTACT_FIELDS, modified=modified),
        udfs={"Alternate Email": lambda _contact: None, **readable},
        udf_form=lambda contact: _UDF_FORMS[contact.udf_form],
        owner_field="companyID",
        owned_by=tenant.contacts.owned_by if visible else None,
        modified_field=CONTACT_MODIFIED,
    )


def definitions(udf: UdfState) -> Entity[UdfDefinition]:
    """Return the definitions of all UDFs."""
    return Entity(
        name="UserDefinedFieldDefinition",
        records=FixedRecords(udf_definitions(udf)),
        fields=_DEFINITION_FIELDS,
        udfs={},
    )


def list_items(udf: UdfState) -> Entity[UdfListItem]:
    """Return the entries of all list UDFs."""
    return Entity(
        name="UserDefinedFieldListItem",
        records=FixedRecords(item for each in udf_definitions(udf) for item in each.items),
        fields=_ITEM_FIELDS,
        udfs={},
    )
