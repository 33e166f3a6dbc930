"""Where the headless door writes: data to stdout, narration to stderr. Nothing else in it prints."""

import os
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, TextIO

from axtui.cli.widths import fitted, width
from axtui.core.clipboard import Clipboard, clipboard_sequence, is_in_tmux, sent_words
from axtui.core.errors import AxtuiError, CannotWriteError, ConfigError
from axtui.core.text import visible
from axtui.services.run_words import come_back_words

if TYPE_CHECKING:
    from axtui.cli.asking import Asker
    from axtui.services.facts_of_terminal import TerminalFacts


class Streams:
    """Both streams of one command."""

    def __init__(
        self,
        stdout: TextIO,
        stderr: TextIO,
        *,
        env: Mapping[str, str],
        stdin: TextIO | None = None,
        find_asker: Callable[[], "Asker | None"] = lambda: None,
    ) -> None:
        self.stdin = stdin
        """For the command that reads what somebody pastes, and the one that looks at terminals."""
        self._find_asker = find_asker
        self._stdout = stdout
        self._stderr = stderr
        self._env = env
        self._passing = ""
        """What stands on the terminal's current line and is to be written over."""

    @property
    def asker(self) -> "Asker | None":
        """Who can be asked on the terminal; None where nobody can."""
        return self._find_asker()

    @property
    def terminal(self) -> "TerminalFacts":
        """What kind of terminal there is, if any."""
        from axtui.services.facts_of_terminal import terminal_facts  # only the doctor asks

        return terminal_facts(stdin=self.stdin, stdout=self._stdout, stderr=self._stderr)

    @property
    def columns(self) -> int | None:
        """The width of the terminal that shows the data; None for a pipe or a file."""
        return self._columns_of(self._stdout) if self._stdout.isatty() else None

    @property
    def narrates_on_terminal(self) -> bool:
        """Whether a line of the narration can be written over."""
        return self._stderr.isatty()

    def data(self, lines: Iterable[str]) -> bool:
        """Write data. A reader that has had enough (`| head`) is no fault: the rest is not written.

        Return whether all of it was, as far as this process can know.
        """
        self.clear_passing()
        try:
            self._stdout.writelines(lines)
            self._stdout.flush()
        except BrokenPipeError:
            return False
        except OSError as error:
            raise CannotWriteError(
                f"The output cannot be written: {error.strerror}.", hint="Check where stdout goes."
            ) from error
        return True

    def say(self, sentence: str) -> None:
        """Write a line of narration, display-safe."""
        self.clear_passing()
        self._narrate(f"{visible(sentence)}\n")

    def say_passing(self, sentence: str) -> None:
        """Write a line over the one before; only for a terminal."""
        room = self._columns_of(self._stderr) - 1
        line = visible(sentence)
        line = fitted(line, room) if width(line) > room else line
        self._narrate("\r" + fitted(line, max(width(line), width(self._passing))))
        self._passing = line

    def clear_passing(self) -> None:
        """Leave nothing of the passing line."""
        if self._passing:
            self._narrate("\r" + " " * width(self._passing) + "\r")
            self._passing = ""

    def copy(self, what: str, text: str, way: Clipboard) -> str:
        """Send a text to the clipboard of the terminal (OSC 52); return what to say of that."""
        if way is not Clipboard.OFF and not self._stderr.isatty():
            return "Nothing was sent to the clipboard: stderr is no terminal."
        self._narrate(clipboard_sequence(text, way))
        return sent_words(what, text, way, in_tmux=is_in_tmux(self._env))

    def complain(self, error: AxtuiError) -> None:
        """Say what failed and what to do next; for a configuration, every problem at once, and none twice."""
        self.say(f"axtui: {error.message}")
        if isinstance(error, ConfigError):
            for problem in error.problems:
                if problem.message not in error.message:
                    self.say(f"  {problem}")
        for sentence in (come_back_words(error), error.hint):
            if sentence:
                self.say(sentence)

    def _narrate(self, text: str) -> None:
        try:
            self._stderr.write(text)
            self._stderr.flush()
        except OSError:
            return  # nobody listens, or a log is full; the data and the exit code still say everything

    def _columns_of(self, stream: TextIO) -> int:
        """COLUMNS wins, as everywhere; a terminal that does not know its size is taken for 80 wide."""
        said = self._env.get("COLUMNS", "")
        if said.isascii() and said.isdigit() and int(said):
            return int(said)
        try:
            return os.get_terminal_size(stream.fileno()).columns or 80
        except OSError:  # a stream without a file behind it says so with a kind of OSError
            return 80
