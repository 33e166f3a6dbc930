"""What an import has made of Autotask, read after it: the contacts of a manifest's companies, and no more."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from axtui.core.contact_import.manifest import Manifest
from axtui.core.contact_import.verification import Outcome, Verification, verify_rows
from axtui.core.errors import Side, UsageError
from axtui.core.models import Contact
from axtui.core.progress import Progress, Stage
from axtui.core.text import quoted, visible
from axtui.services.config import AppSettings, Profile
from axtui.services.login_guard import guarded_login
from axtui.services.narrator import Narrator
from axtui.services.sides import autotask_lanes, autotask_settings, opened
from axtui.services.surroundings import Surroundings
from axtui.sources.autotask import Autotask, connected
from axtui.sources.autotask_listing import ListPage
from axtui.sources.autotask_query import MOST_VALUES
from axtui.sources.connecting import address_in, is_loopback


async def verify(
    manifest: Manifest,
    profile: Profile,
    *,
    surroundings: Surroundings,
    settings: AppSettings,
    retry_auth: bool = False,
    on_progress: Callable[[Progress], None] = lambda _: None,
) -> Verification:
    """Read what the manifest's companies hold and return what became of each row; nothing is written.

    Raise UsageError for the manifest of another profile: its companies' numbers mean others in this tenant.
    """
    _check_profile(manifest, profile)
    narrator = Narrator(Side.AUTOTASK, monotonic=surroundings.monotonic, on_progress=on_progress)
    # What was asked for is looked for, whatever the profile names by now.
    login = replace(await autotask_settings(profile, surroundings), contact_udf=manifest.udf_name)
    async with opened(surroundings, ca_file=settings.ca_file) as line:
        own_line = line(Side.AUTOTASK, narrator.heard_wait)
        async with guarded_login(profile.name, login, surroundings, retry_auth=retry_auth) as let_in:
            pace = autotask_lanes(login, own_line, surroundings)
            source = await connected(login, own_line, pace=pace)
            await let_in()
            return await _verified(manifest, source, narrator)


def _check_profile(manifest: Manifest, profile: Profile) -> None:
    if manifest.profile != profile.name:
        raise UsageError(
            f"The manifest is one of the profile {quoted(manifest.profile)}, not of {profile.name}.",
            hint="Use the profile that the file was exported with.",
        )


async def _verified(manifest: Manifest, source: Autotask, narrator: Narrator) -> Verification:
    """Read, and where a contact is missing, look whether another company has it."""
    narrator.enter(Stage.CONTACTS)
    contacts = await _contacts_of(manifest, source, narrator)
    remarks = tuple(_zone_remarks(manifest, source))
    verification = verify_rows(manifest, contacts, remarks=remarks)
    if addresses := _addresses_missing(verification):
        elsewhere = await source.contacts_with_address(addresses)
        verification = verify_rows(
            manifest,
            (*contacts, *(elsewhere or ())),
            looked_elsewhere=elsewhere is not None,
            remarks=remarks,
        )
    narrator.enter(Stage.DONE)
    return verification


def _addresses_missing(verification: Verification) -> set[str]:
    """Return what can be asked for; as it was written, since the server compares without regard to case."""
    missing = (row.row.email.strip() for row in verification.rows if row.outcome is Outcome.MISSING)
    return {email for email in missing if email and email.isprintable()}


async def _contacts_of(manifest: Manifest, source: Autotask, narrator: Narrator) -> tuple[Contact, ...]:
    """Return the contacts of the manifest's companies, some hundred companies at a time."""
    companies = sorted({row.company_id for row in manifest.rows})
    contacts: list[Contact] = []
    for some in _some_at_a_time(companies):
        if (part := await source.contacts_of(some)) is None:
            narrator.read_again(len(contacts))
            return await _contacts_among_all(frozenset(companies), source, narrator)
        narrator.read_page(len(part))
        contacts += part
    return tuple(contacts)


async def _contacts_among_all(
    companies: frozenset[int], source: Autotask, narrator: Narrator
) -> tuple[Contact, ...]:
    """Return the same from a read of all contacts, for a tenant that does not tell some of them in order."""
    listing = source.all_contacts()
    counted = await listing.count()
    contacts: list[Contact] = []

    def arrived(page: ListPage[Contact]) -> None:
        narrator.read_page(len(page.items))
        contacts.extend(each for each in page.items if each.company_id in companies)

    narrator.expect(counted)
    await listing.read_along_cursor(counted=counted, on_page=arrived)
    return tuple(contacts)


def _some_at_a_time(companies: Sequence[int]) -> Iterator[Sequence[int]]:
    for at in range(0, len(companies), MOST_VALUES):
        yield companies[at : at + MOST_VALUES]


def _zone_remarks(manifest: Manifest, source: Autotask) -> Iterator[str]:
    """Say that the login leads elsewhere than at the export; a tenant may move, so this is no error."""
    then, here = manifest.zone_url, str(source.zone.base)
    if then in ("", here) or (_is_on_this_machine(then) and _is_on_this_machine(here)):
        return
    yield (
        f"The file was exported from Autotask at {visible(then)}, and this is {visible(here)}: check that it "
        "is the same tenant."
    )


def _is_on_this_machine(address: str) -> bool:
    """Say whether it is an imitation, which has another port at each start."""
    return is_loopback(address_in(address).host)
