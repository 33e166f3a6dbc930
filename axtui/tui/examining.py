"""What the doctor's screen looks at: the same as `axtui doctor`, from within the app."""

import sys
from collections.abc import Callable

from axtui.core.doctor import Doctor
from axtui.services.config_values import AppSettings, Config
from axtui.tui.opened import Opened
from axtui.tui.start import StartUp


def looking(start: StartUp, opened: Opened | None, *, settings: AppSettings) -> Callable[[], Doctor]:
    """Return what looks at everything; the demo's profile stands in where the demo is open."""
    real = start.surroundings
    is_demo = opened is not None and opened.surroundings is not real
    demo = Config(settings=settings, profiles=(opened.profile,)) if opened and is_demo else None
    surroundings = opened.surroundings if opened and is_demo else real

    def examined() -> Doctor:
        # Deferred: it reads versions and certificates, which only this screen needs.
        from axtui.services.doctor import examine
        from axtui.services.facts_of_terminal import terminal_facts

        # Textual puts its own streams in the place of these.
        terminal = terminal_facts(stdin=sys.__stdin__, stdout=sys.__stdout__, stderr=sys.__stderr__)
        return examine(surroundings=surroundings, terminal=terminal, demo=demo, flags=start.flags)

    return examined
