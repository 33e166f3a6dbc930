"""The part of the cast that plays every note and every reason of the report (PRODUCT.md section 2)."""

from dataclasses import replace
from typing import Final

from axtui.demo.records import Status, UdfForm
from axtui.demo.scenario import Scenario, accounts, company, customer, person

_ADDRESS_OF_255: Final = "billing.department." + "a" * 40 + "@" + ".".join(["b" * 60] * 3) + ".example"
_LONG_ADDRESS: Final = _ADDRESS_OF_255.replace("b.", "b" * (255 - len(_ADDRESS_OF_255)) + "b.", 1)
"""As long as Xero allows, one character more than Autotask does."""

_FIRST: Final = (
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

_NO_MATCH: Final = (
    Scenario(
        key="differs-in-case",
        company=company("BRIGHTWATER Dental ltd"),
        contacts=(accounts("Molly Brightwater", "molly@brightwater.example"),),
        customers=(customer("Brightwater Dental Ltd", "Molly Brightwater", "molly@brightwater.example"),),
        note="No Match",
        reasons=("differs-in-case",),
    ),
    Scenario(
        key="space-at-the-end",
        company=company("Copperfield Roofers Ltd "),
        contacts=(person("Tim Copperfield", "tim@copperfield.example"),),
        customers=(customer("Copperfield Roofers Ltd", "Tim Copperfield", "tim@copperfield.example"),),
        note="No Match",
        reasons=("differs-in-space",),
    ),
    Scenario(
        key="space-in-front-and-doubled",
        company=company("  Silver  Birch Nursing Home"),
        contacts=(),
        customers=(customer("Silver Birch Nursing Home", "Peg Silver", "peg@silverbirch.example"),),
        note="No Match",
        reasons=("differs-in-space",),
    ),
    Scenario(
        key="no-break-space",
        company=company("Stone\u00a0Bridge Surveyors"),
        contacts=(person("Al Stone", "al@stonebridge.example"),),
        customers=(customer("Stone Bridge Surveyors", "Al Stone", "al@stonebridge.example"),),
        note="No Match",
        reasons=("differs-in-space",),
    ),
    Scenario(
        key="other-normal-form",
        company=company("Cafe\u0301 A\u030angstro\u0308m Pty Ltd"),
        contacts=(accounts("Zoë Ångström", "zoe@cafe-angstrom.example"),),
        customers=(customer("Café Ångström Pty Ltd", "Zoë Ångström", "zoe@cafe-angstrom.example"),),
        note="No Match",
        reasons=("differs-in-normal-form",),
    ),
    Scenario(
        key="zero-width-space",
        company=company("Glass\u200bhouse Studio"),
        contacts=(person("Iris Glass", "iris@glasshouse.example"),),
        customers=(customer("Glasshouse Studio", "Iris Glass", "iris@glasshouse.example"),),
        note="No Match",
        reasons=("invisible-character",),
    ),
    Scenario(
        key="byte-order-mark",
        company=company("\ufeffPrinted Matter Co"),
        contacts=(person("Inka Matter", "inka@printedmatter.example"),),
        customers=(customer("Printed Matter Co", "Inka Matter", "inka@printedmatter.example"),),
        note="No Match",
        reasons=("invisible-character",),
    ),
    Scenario(
        key="only-archived",
        company=company("Bygone Antiques"),
        contacts=(accounts("Vera Bygone", "vera@bygone.example"),),
        customers=(
            replace(
                customer("Bygone Antiques", "Vera Bygone", "vera@bygone.example"), status=Status.ARCHIVED
            ),
        ),
        note="No Match",
        reasons=("archived-in-xero",),
    ),
    Scenario(
        key="erasure-asked",
        company=company("Forget Me Florist"),
        contacts=(person("Nova Forget", "nova@forgetme.example"),),
        customers=(replace(customer("Forget Me Florist"), status=Status.GDPRREQUEST),),
        note="No Match",
    ),
    Scenario(
        key="look-alike-letters",
        company=company("Vox Tоwer Media"),  # the second o is Cyrillic
        contacts=(accounts("Vic Tower", "vic@voxtower.example"),),
        customers=(customer("Vox Tower Media", "Vic Tower", "vic@voxtower.example"),),
        note="No Match",
        reasons=("not-in-xero",),
    ),
    Scenario(
        key="other-spelling-same-number",
        company=company("Harlow & Reed Solicitors"),
        contacts=(accounts("June Harlow", "june@harlowreed.example"),),
        customers=(customer("Harlow and Reed Solicitors", "June Harlow", "june@harlowreed.example"),),
        note="No Match",
        reasons=("not-in-xero",),
    ),
)

_LINK: Final = (
    Scenario(
        key="sole-contact",
        company=company("One Man Band Repairs"),
        contacts=(person("Manny Band", "manny@onemanband.example"),),
        customers=(customer("One Man Band Repairs", "Billing Desk", "billing@onemanband.example"),),
        note="Link",
        reasons=("only-contact",),
    ),
    Scenario(
        key="contact-exists-twice",
        company=company("Echo Valley Sound"),
        contacts=(
            person("Ed Echo", "Accounts@EchoValley.example"),
            person("Eve Echo", "accounts@echovalley.EXAMPLE"),
        ),
        customers=(customer("Echo Valley Sound", "Ed Echo", "accounts@echovalley.example"),),
        note="Link",
        reasons=("contact-exists",),
    ),
    Scenario(
        key="contact-exists-second-address",
        company=company("Second Wind Sailing"),
        contacts=(
            replace(person("Gail Wind", "gail@secondwind.example"), email2="ACCOUNTS@secondwind.example"),
            person("Luff Wind", "luff@secondwind.example"),
        ),
        customers=(customer("Second Wind Sailing", "Gail Wind", "accounts@secondwind.example"),),
        note="Link",
        reasons=("contact-exists",),
    ),
    Scenario(
        key="contact-exists-third-address-inactive",
        company=company("Third Rail Electrics"),
        contacts=(
            replace(
                person("Watt Rail", "watt@thirdrail.example", is_active=0), email3="Office@ThirdRail.example"
            ),
            person("Amp Rail", "amp@thirdrail.example"),
            person("Ohm Rail", "ohm@thirdrail.example"),
        ),
        customers=(customer("Third Rail Electrics", "Watt Rail", "office@thirdrail.example"),),
        note="Link",
        reasons=("contact-exists",),
    ),
    Scenario(
        key="inactive-link",
        company=company("Former Glory Restorations"),
        contacts=(
            accounts("Gone Glory", "gone@formerglory.example", is_active=0),
            person("Here Glory", "here@formerglory.example"),
            person("Also Glory", "also@formerglory.example"),
        ),
        customers=(customer("Former Glory Restorations", "New Glory", "new@formerglory.example"),),
        note="Link",
        reasons=("inactive-contact-carries-link",),
    ),
    Scenario(
        key="no-contacts",
        company=company("Empty Desk Holdings"),
        contacts=(),
        customers=(customer("Empty Desk Holdings", "Dora Desk", "dora@emptydesk.example"),),
        note="Link",
        reasons=("no-contacts",),
    ),
    Scenario(
        key="first-name-too-long",
        company=company("Long First Name Studio"),
        contacts=(person("Fay First", "fay@longfirst.example"), person("Flo First", "flo@longfirst.example")),
        customers=(customer("Long First Name Studio", f"{'Wilhelmina' * 5}X First", "w@longfirst.example"),),
        note="Link",
        reasons=("too-long",),
    ),
    Scenario(
        key="last-name-too-long",
        company=company("Long Last Name Partners"),
        contacts=(person("Lou Last", "lou@longlast.example"), person("Lil Last", "lil@longlast.example")),
        customers=(
            customer("Long Last Name Partners", f"Lou {'Featherstone-' * 5}Last", "l@longlast.example"),
        ),
        note="Link",
        reasons=("too-long",),
    ),
    Scenario(
        key="email-too-long",
        company=company("Long Address Mail Order"),
        contacts=(person("May Mail", "may@longmail.example"), person("Moe Mail", "moe@longmail.example")),
        customers=(customer("Long Address Mail Order", "May Mail", _LONG_ADDRESS),),
        note="Link",
        reasons=("too-long",),
    ),
    Scenario(
        key="names-just-fit",
        company=company("Snug Fit Tailors"),
        contacts=(person("Ned Snug", "ned@snugfit.example"), person("Nan Snug", "nan@snugfit.example")),
        customers=(customer("Snug Fit Tailors", f"{'N' * 50} {'S' * 50}", "ns@snugfit.example"),),
        note="Link",
    ),
    Scenario(
        key="other-position-and-no-udfs",
        company=company("Many Hats Agency"),
        contacts=(
            replace(person("Ivy Hat", "ivy@manyhats.example"), position="AccountsIncludedPerson"),
            replace(person("Dee Hat", "dee@manyhats.example"), udf_form=UdfForm.ABSENT),
            replace(person("Lou Hat", "lou@manyhats.example"), udf_form=UdfForm.EMPTY),
        ),
        customers=(customer("Many Hats Agency", "Bea Hat", "bea@manyhats.example"),),
        note="Link",
    ),
    Scenario(
        key="sole-contact-activity-unknown",
        company=company("Maybe Tomorrow Tours"),
        contacts=(person("Perry Haps", "perry@maybetomorrow.example", is_active=None),),
        customers=(customer("Maybe Tomorrow Tours", "Dot Maybe", "dot@maybetomorrow.example"),),
        note="Link",
        reasons=("only-contact", "activity-unknown"),
    ),
)

_NOT_FOUND: Final = (
    Scenario(
        key="no-first-name",
        company=company("Surname Only Stables"),
        contacts=(person("Hay Stable", "hay@surnameonly.example"), person("Oat Stable")),
        customers=(
            replace(
                customer("Surname Only Stables", "Hay Stable", "pay@surnameonly.example"), first_name=None
            ),
        ),
        note="Not Found",
        reasons=("no-first-name",),
    ),
    Scenario(
        key="no-last-name",
        company=company("First Name Basis Cafe"),
        contacts=(person("Kim Basis", "kim@firstname.example"), person("Kay Basis")),
        customers=(
            replace(customer("First Name Basis Cafe", "Kim Basis", "pay@firstname.example"), last_name=""),
        ),
        note="Not Found",
        reasons=("no-last-name",),
    ),
    Scenario(
        key="bare-customer",
        company=company("Bare Bones Fitness"),
        contacts=(),
        customers=(replace(customer("Bare Bones Fitness"), email=""),),
        note="Not Found",
        reasons=("no-first-name", "no-last-name", "no-email", "no-contacts"),
    ),
    Scenario(
        key="sole-contact-and-no-email",
        company=company("Lone Pine Campsite"),
        contacts=(person("Pip Pine", "pip@lonepine.example"),),
        customers=(customer("Lone Pine Campsite", "Pip Pine"),),
        note="Not Found",
        reasons=("only-contact", "no-email"),
    ),
)


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


_REST: Final = (
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

RULES_CAST: Final[tuple[Scenario, ...]] = _FIRST + _NO_MATCH + _LINK + _NOT_FOUND + _REST
"""Companies under the default rule; those that belong together stand side by side."""
