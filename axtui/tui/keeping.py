"""What the configuration screen does with its file and with the keyring: read, salvage, store and write."""

import asyncio
from pathlib import Path

from textual import on, work
from textual.message import Message

from axtui.core.errors import AxtuiError, ConfigError, ConfigProblem
from axtui.core.text import visible
from axtui.services.config import AppSettings, Config, load, save
from axtui.services.config_trust import read_file
from axtui.services.keyring_secrets import store_in_keyring
from axtui.services.surroundings import Surroundings
from axtui.tui.config_words import kept_words, problems_of, stored_words
from axtui.tui.profile_draft import ForKeyring
from axtui.tui.profile_salvage import Salvage, salvaged
from axtui.tui.trying import Check, TryingScreen


class KeepingScreen(TryingScreen):
    """A screen over the configuration file; a class that inherits shows what stands there."""

    class Saved(Message, namespace="config_screen"):
        """The file can be used and says this; `told` is what the person reads about it."""

        def __init__(self, config: Config, *, told: str, profile: str = "", was: str = "") -> None:
            super().__init__()
            self.config = config
            self.told = told
            self.profile = profile
            """The profile that was just saved; empty where it is about none."""
            self.was = was
            """Its name in the file before; without `profile`, the name of one that was deleted."""

    class Refused(Message):
        """The file cannot be used as it stands."""

        def __init__(self, error: ConfigError) -> None:
            super().__init__()
            self.error = error

    class Salvaged(Message):
        """This much can be read of a file that cannot be used."""

        def __init__(self, salvage: Salvage) -> None:
            super().__init__()
            self.salvage = salvage

    def __init__(
        self,
        settings: AppSettings,
        *,
        surroundings: Surroundings,
        file: Path,
        problems: tuple[ConfigProblem, ...],
        check: Check | None,
    ) -> None:
        super().__init__(settings, surroundings=surroundings, check=check)
        self._file = file
        self._problems = problems

    @property
    def has_unsaved(self) -> bool:
        """Whether something was typed that is not in the file."""
        raise NotImplementedError

    def _show_problems(self) -> None:
        """Show what is wrong with the file, or that nothing is."""
        raise NotImplementedError

    # Writing

    @work(group="write", exclusive=True)
    async def _write(
        self, config: Config, for_keyring: ForKeyring, *, told: str, profile: str = "", was: str
    ) -> None:
        """Store what goes into the keyring, then write the file: it must not name what is not there."""
        had_file = self._file.exists()
        try:
            for place, secret in for_keyring:
                await asyncio.to_thread(store_in_keyring, place, secret, self._surroundings.open_keyring)
            await asyncio.to_thread(save, config, self._file)
        except AxtuiError as error:
            self.post_message(self.Failed(error))
            return
        words = (told, stored_words(for_keyring), kept_words(self._file) if had_file else "")
        told = " ".join(filter(None, words))
        self.post_message(self.Saved(config, told=told, profile=profile, was=was))

    # Reading

    @work(group="file", exclusive=True)
    async def action_reread(self) -> None:
        """Read the file again, after it was edited elsewhere."""
        if self.has_unsaved:
            self._outcome.show("Save or cancel first; then the file can be read again.")
            return
        try:
            config = await asyncio.to_thread(load, self._file)
        except ConfigError as error:
            self.post_message(self.Refused(error))
        else:
            self.post_message(self.Saved(config, told=f"Read {visible(str(self._file))} again."))

    @on(Refused)
    def _refused(self, event: Refused) -> None:
        self._problems = problems_of(event.error)
        self._show_problems()
        self._salvage()

    @work(group="file", exclusive=True)
    async def _salvage(self) -> None:
        text = await asyncio.to_thread(_text_in, self._file)
        self.post_message(self.Salvaged(salvaged(text)))


def _text_in(file: Path) -> str:
    """Return what a refused file holds, as far as it is text at all."""
    try:
        found = read_file(file)
    except ConfigError:
        return ""
    return found.data.decode("utf-8-sig", errors="replace") if found else ""
