"""The person's own template from the disk, the format that an import file gets, and what it then holds."""

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Final

from axtui.core.contact_import.format import ImportFormat, format_for
from axtui.core.contact_import.plan import ImportPlan, plan_import
from axtui.core.contact_import.template import Template, format_from, template_from
from axtui.core.contact_import.updates import Updates
from axtui.core.errors import ConfigError
from axtui.core.models import TenantFacts
from axtui.core.report import Report
from axtui.core.report_row import Row
from axtui.services.config_values import ExportProfile
from axtui.services.named_files import read_named

MOST_BYTES: Final = 64 * 1024 * 1024
"""More than any export of contacts has that a person could still look through."""
_WHERE_FROM: Final = (
    "Check the path. A template comes from Autotask (Contact Import -> Import -> Download import template); "
    "without one the columns are our reading of the format."
)


def read_template(path: Path) -> Template:
    """Read the file that a person names; relative to where the program was started, `~` is home.

    Raise an error when it cannot be read, or is no template of the Contact Import.
    """
    data = read_named(path, what="template", most=MOST_BYTES, refused=_refused)
    template = template_from(data, name=path.name)
    return replace(template, sha256=hashlib.sha256(data).hexdigest())


def template_at(typed: str) -> Template | None:
    """Read the template that a setting or a field names; an empty one names none."""
    return read_template(Path(typed.strip())) if typed.strip() else None


def chosen_format(facts: TenantFacts, settings: ExportProfile, *, template: Template | None) -> ImportFormat:
    """Return the template's format, or without one the built-in format in the configured words."""
    if template is not None:
        return format_from(template, facts, encoding=settings.encoding)
    return format_for(facts, term=settings.term, locale=settings.locale, encoding=settings.encoding)


def planned(
    rows: Iterable[Row],
    report: Report,
    settings: ExportProfile,
    *,
    template: Template | None,
    with_updates: bool,
) -> ImportPlan:
    """Decide what is written; a template with rows is the person's own export, which updates come from."""
    return plan_import(
        rows,
        chosen_format(report.facts, settings, template=template),
        report.facts,
        contacts_of=report.contacts_of,
        updates=Updates(export=template) if with_updates else None,
        template=template,
    )


def _refused(sentence: str) -> ConfigError:
    return ConfigError(sentence, hint=_WHERE_FROM)
