"""What Autotask says of its entities: `entityInformation` and its two lists (autotask-api.md section 9.4)."""

from collections.abc import Container, Iterable
from typing import Any, Final

from axtui.demo.autotask_entities import UdfDefinition, UdfState, udf_definitions
from axtui.demo.entity import Entity
from axtui.demo.query import EntityField

_UDF_TYPE_OF: Final = {"Company": "1", "Contact": "2"}


def information(entity: Entity[Any]) -> dict[str, object]:
    """Return what an API user may do with an entity."""
    return {
        "info": {
            "name": entity.name,
            "canCreate": False,
            "canDelete": False,
            "canQuery": True,
            "canUpdate": False,
            "userAccessForCreate": "None",
            "userAccessForDelete": "None",
            "userAccessForQuery": "All",
            "userAccessForUpdate": "None",
            "hasUserDefinedFields": bool(entity.udfs),
            "supportsWebhookCallouts": True,
        }
    }


def fields(entity: Entity[Any]) -> dict[str, object]:
    """Return an entity's fields with types, lengths and picklists."""
    return {"fields": [_field(each) for each in entity.fields]}


def _field(field: EntityField[Any]) -> dict[str, object]:
    return {
        "name": field.name,
        "dataType": str(field.kind),
        "length": field.length,
        "isRequired": field.is_required,
        "isReadOnly": field.name == "id",
        "isQueryable": True,
        "isReference": field.name.endswith("ID"),
        "referenceEntityType": "Company" if field.name.endswith("ID") else "",
        "isPickList": bool(field.picklist),
        "picklistValues": _values(field.picklist) if field.picklist else None,
        "picklistParentValueField": "",
        "isSupportedWebhookField": False,
    }


def _values(pairs: Iterable[tuple[str, str]], inactive: Container[str] = ()) -> list[dict[str, object]]:
    return [
        {
            "value": value,
            "label": label,
            "isDefaultValue": False,
            "sortOrder": at,
            "parentValue": "",
            "isActive": value not in inactive,
            "isSystem": True,
        }
        for at, (value, label) in enumerate(pairs)
    ]


def user_defined_fields(entity: Entity[Any], state: UdfState) -> dict[str, object]:
    """Return an entity's UDFs; the numeric id is not among what is said of them."""
    udf_type = _UDF_TYPE_OF.get(entity.name)
    return {"fields": [_udf(each) for each in udf_definitions(state) if each.udf_type == udf_type]}


def _udf(udf: UdfDefinition) -> dict[str, object]:
    inactive = {item.stored for item in udf.items if not item.is_active}
    values = _values(((item.stored, item.display) for item in udf.items), inactive)
    return {
        "name": udf.name,
        "label": udf.name,
        "type": "multiselect" if udf.is_multi else "string",
        "length": 0,
        "description": None,
        "isRequired": False,
        "isReadOnly": False,
        "isQueryable": True,
        "isReference": udf.is_reference,
        "referenceEntityType": "Resource" if udf.is_reference else None,
        "isPickList": bool(udf.items),
        "picklistValues": values or None,
        "picklistParentValueField": None,
        "defaultValue": "",
        "isSupportedWebhookField": False,
    }
