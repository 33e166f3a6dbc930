"""Secrets in the keyring of the account, through whatever the system keeps them in, and for so long only.

A keyring is found out about when a profile names one and not before. On a host without a desktop there is
none, and a locked one may wait for a click on a screen that nobody sees (reliability-bar.md section 2.1).
"""

import threading
from collections.abc import Callable
from queue import Empty, SimpleQueue
from typing import Final, TypeVar

from axtui.core.errors import ConfigError
from axtui.core.secret import Secret
from axtui.core.text import visible
from axtui.services.keyring_door import Keyring, OpenKeyring
from axtui.services.secret_places import SecretPlace

PATIENCE: Final = 3.0
"""Seconds that a keyring may take, as long as GitHub's own tool gives it."""
_LOOK_AGAIN: Final = 0.1
_ANOTHER: Final = "or give the secret another source in the configuration"
_UNLOCK: Final = f"Unlock it first, {_ANOTHER}."

T = TypeVar("T")


def from_keyring(
    place: SecretPlace,
    open_keyring: OpenKeyring,
    *,
    patience: float = PATIENCE,
    given_up: Callable[[], bool] = lambda: False,
) -> str:
    """Return the text that the keyring has for a secret. Blocks: from the event loop, call it in a thread."""
    service, user = place.source.name, place.key

    def read(keyring: Keyring) -> str | None:
        return keyring.get_password(service, user)

    found = _asked(open_keyring, read, patience=patience, given_up=given_up)
    if found is None:
        raise ConfigError(
            f"The keyring has no entry for {_entry(place)}.",
            hint=f"Store it with `keyring set {visible(service)} {user}`, in axtui with key C, {_ANOTHER}.",
        )
    return found


def store_in_keyring(
    place: SecretPlace, secret: Secret, open_keyring: OpenKeyring, *, patience: float = PATIENCE
) -> None:
    """Put a secret into the keyring, and look whether it is there: some take everything and keep nothing.

    Never into one that is a plain file: who wants that says so in the configuration. Blocks.
    """
    service, user = place.source.name, place.key

    def write(keyring: Keyring) -> str | None:
        _refuse_plain_file(keyring)
        keyring.set_password(service, user, secret.reveal())
        return keyring.get_password(service, user)

    if _asked(open_keyring, write, patience=patience) != secret.reveal():
        raise ConfigError(
            f"The keyring did not keep the entry for {_entry(place)}.", hint="Choose another place for it."
        )


def remove_from_keyring(place: SecretPlace, open_keyring: OpenKeyring, *, patience: float = PATIENCE) -> bool:
    """Remove the entry of a secret; False where there was none. Blocks."""
    service, user = place.source.name, place.key

    def remove(keyring: Keyring) -> bool:
        if keyring.get_password(service, user) is None:
            return False
        keyring.delete_password(service, user)
        return True

    return _asked(open_keyring, remove, patience=patience)


def _entry(place: SecretPlace) -> str:
    return f"service {visible(place.source.name)}, user {place.key}"


def _asked(
    open_keyring: OpenKeyring,
    ask: Callable[[Keyring], T],
    *,
    patience: float,
    given_up: Callable[[], bool] = lambda: False,
) -> T:
    """Ask the keyring in a thread of its own, which a keyring that never answers may keep.

    It is a daemon: the end of the process waits for no other kind.
    """
    answers: SimpleQueue[tuple[T] | BaseException] = SimpleQueue()

    def work() -> None:
        try:
            answers.put((ask(open_keyring()),))
        except Exception as error:  # noqa: BLE001  # a keyring is a plug-in of others, which raises what it likes
            answers.put(error)

    threading.Thread(target=work, name="keyring", daemon=True).start()
    answer = _first(answers, patience, given_up)
    if isinstance(answer, BaseException):
        raise _in_words(answer) from None
    return answer[0]


def _first(answers: SimpleQueue[T], patience: float, given_up: Callable[[], bool]) -> T:
    for _ in range(max(1, round(patience / _LOOK_AGAIN))):
        try:
            return answers.get(timeout=min(_LOOK_AGAIN, patience))
        except Empty:
            if given_up():
                break
    raise ConfigError(f"The keyring did not answer within {patience:g} seconds.", hint=_UNLOCK)


def _in_words(error: BaseException) -> ConfigError:
    """Say what is wrong by the kind of the error: its text is the desktop's, and may quote what it was given.

    The kinds are told by name, since their module is there only where the extra is installed.
    """
    if isinstance(error, ConfigError):
        return error
    kinds = {kind.__name__ for kind in type(error).__mro__}
    if "ImportError" in kinds:
        return ConfigError(
            "The configuration names a keyring, which this installation cannot use.",
            hint=f"Install the extra, `pip install 'axtui[keyring]'`, {_ANOTHER}.",
        )
    if "NoKeyringError" in kinds:
        return ConfigError(
            "There is no keyring on this host: none is running for this session.",
            hint="Over SSH there is often none: take a command, a systemd credential, or type it each time.",
        )
    if kinds & {"KeyringLocked", "LockedException", "InitError"}:
        return ConfigError("The keyring is locked, or was not unlocked.", hint=_UNLOCK)
    return ConfigError(
        f"The keyring failed ({visible(type(error).__name__)}).",
        hint=f"Run `keyring diagnose` to see why, {_ANOTHER}.",
    )


def _refuse_plain_file(keyring: Keyring) -> None:
    """Refuse the keyrings that are text files in disguise, also where one is the first of several."""
    chosen = keyring.get_keyring()
    first = next(iter(getattr(chosen, "backends", ())), chosen)
    if "plaintext" in type(first).__name__.casefold():
        raise ConfigError(
            "The keyring here is a file that keeps everything as plain text; nothing was stored.",
            hint="Choose another place for the secret.",
        )
