"""The keyring: what is stored and read, and words for each way in which there is none."""

import threading
import time
from typing import Final

import pytest
from faults.figures import Figure
from vault import KeyringLocked, NoKeyringError, Vault

from axtui.core.errors import ConfigError
from axtui.core.secret import Secret
from axtui.services.config_values import SecretKind, SecretSource
from axtui.services.keyring_door import Keyring, open_keyring
from axtui.services.keyring_secrets import from_keyring, remove_from_keyring, store_in_keyring
from axtui.services.secret_places import SecretPlace
from axtui.services.secrets import resolve
from axtui.services.typed_secrets import TypedSecrets

_CANARY: Final = "canary-of-the-keyring"
_PLACE: Final = SecretPlace(
    profile="acme",
    key="autotask.secret",
    source=SecretSource(kind=SecretKind.KEYRING, name="axtui-acme"),
)


class PlaintextKeyring:
    """The name of a keyring that is a file."""


def _failing(error: Exception) -> Keyring:
    raise error


def _refusal(error: Exception) -> str:
    with pytest.raises(ConfigError) as caught:
        from_keyring(_PLACE, lambda: _failing(error))
    assert _CANARY not in str(caught.value)
    return str(caught.value)


def test_what_is_stored_is_read_back_and_removed() -> None:
    """Under the service of the configuration; the user is the key."""
    keyring = Vault()
    store_in_keyring(_PLACE, Secret(_CANARY), lambda: keyring)
    assert keyring.entries == {("axtui-acme", "autotask.secret"): _CANARY}
    found = resolve(_PLACE, env={}, typed=TypedSecrets(), open_keyring=lambda: keyring)
    assert found.reveal() == _CANARY
    assert remove_from_keyring(_PLACE, lambda: keyring)
    assert not remove_from_keyring(_PLACE, lambda: keyring)
    assert keyring.entries == {}


@pytest.mark.fault("A06")
def test_an_entry_that_is_missing_is_named() -> None:
    """With the command that stores it."""
    with pytest.raises(ConfigError, match=r"service axtui-acme, user autotask\.secret") as caught:
        from_keyring(_PLACE, Vault)
    assert "keyring set axtui-acme autotask.secret" in str(caught.value)


@pytest.mark.fault("A06")
@pytest.mark.parametrize(
    ("error", "says"),
    [
        (ModuleNotFoundError(_CANARY), "pip install 'axtui[keyring]'"),
        (NoKeyringError(_CANARY), "no keyring on this host"),
        (KeyringLocked(_CANARY), "is locked"),
        (OSError(_CANARY), "failed (OSError)"),
    ],
)
def test_each_way_to_have_no_keyring_has_its_words(error: Exception, says: str) -> None:
    """Whatever the system's own keyring raises; of its text nothing is shown."""
    assert says in _refusal(error)


@pytest.mark.fault("A06")
def test_a_keyring_that_hangs_is_not_waited_for(figure: Figure) -> None:
    """It may wait for a click on a screen that is elsewhere; its thread does not keep the process."""
    clicked = threading.Event()

    def hanging() -> Keyring:
        clicked.wait()
        return Vault()

    began = time.monotonic()
    with pytest.raises(ConfigError, match=r"did not answer within 0.1 seconds\. Unlock it"):
        from_keyring(_PLACE, hanging, patience=0.1)
    with pytest.raises(ConfigError, match="did not answer"):
        from_keyring(_PLACE, hanging, given_up=lambda: True)
    figure("seconds", round(time.monotonic() - began, 1))
    assert all(thread.daemon for thread in threading.enumerate() if thread.name == "keyring")
    clicked.set()


@pytest.mark.fault("A06")
@pytest.mark.parametrize("chosen", ["itself", "the first of several"])
def test_nothing_is_stored_in_a_keyring_that_is_a_plain_file(chosen: str, figure: Figure) -> None:
    """Who wants plain text says so in the configuration."""

    class _Chain:
        backends = (PlaintextKeyring(), object())

    keyring = Vault(kept_in=PlaintextKeyring() if chosen == "itself" else _Chain())
    with pytest.raises(ConfigError, match="plain text; nothing was stored"):
        store_in_keyring(_PLACE, Secret(_CANARY), lambda: keyring)
    assert keyring.entries == {}
    figure("plain", 0)


def test_a_keyring_that_keeps_nothing_is_found_out() -> None:
    """Some take everything, and forget it."""
    with pytest.raises(ConfigError, match="did not keep the entry"):
        store_in_keyring(_PLACE, Secret(_CANARY), lambda: Vault(keeps=False))


def test_the_real_keyring_is_the_package_where_it_is_installed() -> None:
    """Otherwise the extra is missing, which is said in words."""
    try:
        assert open_keyring().get_keyring() is not None
    except ImportError as error:
        assert error.name == "keyring"  # noqa: PT017  # either is right, as the extra is there or not
