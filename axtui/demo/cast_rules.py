"""The part of the cast that plays one row of every note, and the reasons not told elsewhere.

Companies that belong together stand side by side, so that a small tenant seldom has one without the other.
"""

from dataclasses import replace
from typing import Final

from axtui.demo.records import Status
from axtui.demo.scenario import Scenario, accounts, company, customer, person

FIRST_CAST: Final = (
    Scenario(
        key="no-counterpart",
        company=company("Marigold Street Bakehouse"),
        contacts=(accounts("Lena Marigold", "lena@marigold.example"),),
        customers=(),
        note="No Match",
        reasons=("not-in-xero",),
    ),
    Scenario(
        key="customer-without-email",
        company=company("Lantern Bay Charters"),
        contacts=(
            person("Jo Lantern", "jo@lanternbay.example"),
            person("Sam Bay", "sam@lanternbay.example"),
        ),
        customers=(customer("Lantern Bay Charters", "Jo Lantern"),),
        note="Not Found",
        reasons=("no-email",),
    ),
    Scenario(
        key="two-links",
        company=company("Tall Ships Museum Trust"),
        contacts=(
            accounts("Rita Mast", "rita@tallships.example"),
            accounts("Otto Keel", "otto@tallships.example"),
        ),
        customers=(customer("Tall Ships Museum Trust", "Rita Mast", "rita@tallships.example"),),
        note="Multiple",
        reasons=("several-links",),
    ),
    Scenario(
        key="twin-with-customer",
        company=company("Twin Creeks Haulage Ltd"),
        contacts=(accounts("Ana Creek", "ana@twincreeks.example"),),
        customers=(customer("Twin Creeks Haulage Ltd", "Ana Creek", "ana@twincreeks.example"),),
        note="Ambiguous",
        reasons=("shared-customer",),
    ),
    Scenario(
        key="twin-without-customer",
        company=company("Twin Creeks Haulage Ltd"),
        contacts=(accounts("Bo Creek", "bo@twincreeks.example"),),
        customers=(),
        note="Ambiguous",
        reasons=("shared-customer",),
    ),
    Scenario(
        key="excluded",
        company=company("Internal Test Company", no_sync="true"),
        contacts=(person("Tess Internal", "tess@internal.example"),),
        customers=(customer("Internal Test Company", "Tess Internal", "tess@internal.example"),),
        note="Excluded",
    ),
    Scenario(
        key="accounts-contact-without-email",
        company=company("Quiet Corner Library"),
        contacts=(accounts("Hush Corner"), person("Page Turner", "page@quietcorner.example")),
        customers=(customer("Quiet Corner Library", "Hush Corner", "hush@quietcorner.example"),),
        note="OK",
        reasons=("no-email",),
    ),
)
"""What even a small tenant should show."""


def _several_customers() -> Scenario:
    """Two active customers of one name: refused today; Xero warns that this may end (section 3.5)."""
    name = "Doubled Up Rentals"
    return Scenario(
        key="two-customers-of-one-name",
        company=company(name),
        contacts=(accounts("Dub Doubled", "dub@doubledup.example"),),
        customers=(
            customer(name, "Dub Doubled", "dub@doubledup.example"),
            replace(customer(name, "Deb Doubled", "deb@doubledup.example"), account_number="DOUBLE-2"),
        ),
        note="Ambiguous",
        reasons=("several-customers",),
    )


REST_CAST: Final = (
    Scenario(
        key="link-activity-unknown",
        company=company("Probably Open Gallery"),
        contacts=(accounts("Art Open", "art@probablyopen.example", is_active=None),),
        customers=(customer("Probably Open Gallery", "Art Open", "art@probablyopen.example"),),
        note="OK",
        reasons=("activity-unknown",),
    ),
    Scenario(
        key="two-links-one-of-unknown-activity",
        company=company("Either Or Consulting"),
        contacts=(
            accounts("Either Orr", "either@eitheror.example"),
            accounts("Nei Thor", "neither@eitheror.example", is_active=None),
        ),
        customers=(customer("Either Or Consulting", "Either Orr", "either@eitheror.example"),),
        note="Multiple",
        reasons=("several-links", "activity-unknown"),
    ),
    Scenario(
        key="two-links-one-inactive",
        company=company("Handover Kitchens"),
        contacts=(
            accounts("Old Hand", "old@handover.example", is_active=0),
            accounts("New Hand", "new@handover.example"),
        ),
        customers=(customer("Handover Kitchens", "New Hand", "new@handover.example"),),
        note="OK",
    ),
    Scenario(
        key="active-and-archived",
        company=company("Phoenix Garage"),
        contacts=(accounts("Ash Phoenix", "ash@phoenix.example"),),
        customers=(
            customer("Phoenix Garage", "Ash Phoenix", "ash@phoenix.example"),
            replace(customer("Phoenix Garage", "Old Phoenix"), status=Status.ARCHIVED),
        ),
        note="OK",
    ),
    Scenario(
        key="excluded-oddly-written",
        company=company("Hands Off Holdings", no_sync=" TRUE "),
        contacts=(),
        customers=(),
        note="Excluded",
    ),
    Scenario(
        key="not-excluded",
        company=company("Keep Syncing Ltd", no_sync="false"),
        contacts=(accounts("Kit Sync", "kit@keepsyncing.example"),),
        customers=(customer("Keep Syncing Ltd", "Kit Sync", "kit@keepsyncing.example"),),
        note="OK",
    ),
    Scenario(
        key="excluded-twin",
        company=company("Shadow Play Theatre", no_sync="True"),
        contacts=(),
        customers=(),
        note="Excluded",
    ),
    Scenario(
        key="twin-of-an-excluded-company",
        company=company("Shadow Play Theatre"),
        contacts=(accounts("Punch Shadow", "punch@shadowplay.example"),),
        customers=(customer("Shadow Play Theatre", "Punch Shadow", "punch@shadowplay.example"),),
        note="OK",
    ),
    _several_customers(),
)
"""Activity that is unknown, exclusion, namesakes."""
