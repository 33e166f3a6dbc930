"""What the configuration screen says: its help, what is wrong with a file, and its questions."""

from pathlib import Path
from typing import Final

from textual.content import Content

from axtui.core.errors import ConfigError, ConfigProblem
from axtui.core.text import visible
from axtui.services.config_values import SecretKind
from axtui.tui.profile_draft import Draft, ForKeyring
from axtui.tui.widgets.ask import AskScreen
from axtui.tui.widgets.panel import Line

TEST_AGAIN: Final = "To send the same login once more: test again (f2); it asks first."
LIST_HELP: Final = (
    "A profile is one customer's pair of tenants, Autotask and Xero; * marks the one in use. "
    "enter edits the highlighted one, space uses it, a adds another, l signs in to Xero."
)
TESTING: Final = "Testing both connections; nothing is changed on either side. escape cancels."
HELP: Final = """\
# Configuration

A profile is one customer's pair of tenants: an Autotask and a Xero. Its settings are kept in one file;
saving keeps the previous file beside it. A stored secret is never shown again.

Of each secret you choose where it is kept: a command prints it, systemd hands it over, the keyring stores
it, this file holds it, you type it each time, or the environment has it. What you type for the keyring or the
file is stored when you save. Another place replaces what is stored; an old entry in the keyring stays there.

| in the list | does |
|---|---|
| up, down, `j`, `k` | highlight a profile |
| `a` | add a profile |
| `enter` | edit the highlighted one |
| `del` | delete it (asks) |
| `t` | test both connections |
| `l` | sign in to Xero by browser, where the profile's login is `pkce` |
| `o` | sign out of Xero (asks) |
| `space` | use this profile |
| `escape`, `q` | leave |

| in the form | does |
|---|---|
| `tab`, `shift+tab` | next field, previous field |
| `left`, `right`, `space` | change a field with `< >`, as the place of a secret |
| `f2` | test both connections with what is typed |
| `f3` | save |
| `f5` | read the file again |
| `pageup`, `pagedown` | scroll the form, or the result of a test |
| `escape` | stop a test, close its result, or leave the form (asks when something is not saved) |
"""

NO_PERSON_SIGNS_IN: Final = (
    "This profile signs in to Xero by itself, with a Custom Connection. To sign in as a person, set its "
    "login to pkce and save."
)
SAVE_FIRST: Final = "Save first (f3): a login is kept under the name of a saved profile."
_HOW_TO_GO_ON: Final = (
    "Put it right here and save (f3): what cannot be read is left out, and the present file is kept beside "
    "it. Or edit the file yourself and press f5 to read it again."
)


def problems_of(error: ConfigError) -> tuple[ConfigProblem, ...]:
    """Return every problem of a refused file; the error itself where there is only the one that it names."""
    return error.problems or (ConfigProblem(key="", message=str(error)),)


def problem_lines(file: Path, problems: tuple[ConfigProblem, ...]) -> tuple[Line, ...]:
    """Name the file, the way on, and every problem with its key."""
    count = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
    return (
        Line(
            Content.styled("! ", "bold $text-error"),
            Content.styled(f"{visible(str(file))} cannot be used: {count}.", "bold"),
        ),
        Line("  ", _HOW_TO_GO_ON),
        *(Line("  - ", str(problem)) for problem in problems),
    )


def kept_words(file: Path) -> str:
    """Say that nothing is lost when the file is written."""
    return f"The previous file is kept beside it as {visible(file.name)}.bak."


def unsaved_question() -> AskScreen:
    """Ask before what was typed is dropped."""
    return AskScreen(
        "Leave without saving?",
        detail="What you typed here is lost; the file stays as it is.",
        yes="Leave",
        no="Keep editing",
    )


def plain_question(count: int, file: Path) -> AskScreen:
    """Ask before a secret is put into the file as it is."""
    secrets = "the secret" if count == 1 else f"{count} secrets"
    return AskScreen(
        f"Keep {secrets} in {visible(file.name)}?",
        detail=(
            "What stands there can be read by you alone (mode 0600), but also by root, by whoever logs in "
            "to the same account, and in your backups. A command, a systemd credential or the keyring is "
            "safer; what is typed each time is kept nowhere."
        ),
        yes="Keep in the file",
        no="Choose another place",
    )


def stored_words(stored: ForKeyring) -> str:
    """Say what went into the keyring, and under which name it stands there."""
    if not stored:
        return ""
    services = ", ".join(dict.fromkeys(visible(place.source.name) for place, _ in stored))
    count = "1 secret" if len(stored) == 1 else f"{len(stored)} secrets"
    return f"Stored {count} in the keyring, service {services}."


def left_words(draft: Draft) -> str:
    """Say what a deleted profile leaves in the keyring."""
    sources = (source for source in draft.stored.values() if source.kind is SecretKind.KEYRING)
    services = ", ".join(dict.fromkeys(visible(source.name) for source in sources))
    return f"What the keyring has of it stays there, service {services}." if services else ""


def delete_question(name: str, file: Path) -> AskScreen:
    """Ask before a profile is taken out of the file."""
    return AskScreen(
        f"Delete the profile {visible(name)}?",
        detail=f"Its settings and stored secrets go out of {visible(str(file))}. {kept_words(file)}",
        yes="Delete",
        no="Keep it",
    )


def sign_out_question(name: str) -> AskScreen:
    """Ask before a login is ended."""
    return AskScreen(
        f"Sign out of Xero for {visible(name)}?",
        detail="The login is ended at Xero and removed here; the next run needs a new sign-in.",
        yes="Sign out",
        no="Stay signed in",
    )


def signed_in_words(name: str, organisation: str) -> str:
    """Say what a sign-in has left on this machine."""
    return (
        f"Signed in to Xero for {visible(name)}: {organisation}. The login is kept on this machine, readable "
        "by you alone; every run renews it, and 60 days without one end it."
    )


def signed_out_words(name: str, *, was_signed_in: bool, not_revoked: str) -> str:
    """Say what has become of a login."""
    if not was_signed_in:
        return f"Nobody was signed in to Xero for {visible(name)}."
    if not_revoked:
        return (
            f"The login of {visible(name)} is removed here. Xero could not be told: {not_revoked} To end it "
            "there too: in Xero, Settings, Connected apps, disconnect the app."
        )
    return f"Signed out of Xero for {visible(name)}: the login is ended there and removed here."


def replace_question(file: Path) -> AskScreen:
    """Ask before a file is replaced that cannot be read in full."""
    return AskScreen(
        f"Replace {visible(str(file))}?",
        detail=f"What axtui cannot read in it is left out. {kept_words(file)}",
        yes="Replace",
        no="Leave the file alone",
    )
