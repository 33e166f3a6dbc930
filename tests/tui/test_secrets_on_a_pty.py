"""Secrets typed into the app on a real terminal: nothing of them is on the screen, or stays anywhere."""

from dataclasses import replace
from pathlib import Path

import pytest
from faults.canaries import files_with_secrets, hits_in_process
from faults.figures import Figure
from pty_driver import OnPty, environment

from axtui.__main__ import demo_profile
from axtui.demo.server import DemoServer
from axtui.services.config import Config, Profile, SecretKind, SecretSource, save
from axtui.services.secret_places import places_of

ASKED = SecretSource(kind=SecretKind.PROMPT)


def _for_a_shared_account(known: Profile) -> Profile:
    """Return the profile without a secret in it: each is typed every time."""
    return replace(
        known,
        autotask=replace(known.autotask, secret=ASKED, integration_code=ASKED),
        xero=replace(known.xero, client_secret=ASKED),
    )


@pytest.mark.fault("A16")
def test_what_is_typed_as_a_secret_is_nowhere_but_in_memory(tmp_path: Path, figure: Figure) -> None:
    """Also where the environment asks Textual to write down every key; the run reads with it."""
    home = tmp_path / "home"
    telltales = {name: str(home / name) for name in ("TEXTUAL_LOG", "SSLKEYLOGFILE", "TEXTUAL_DEBUG")}
    with DemoServer(24, latency=0.0) as server:
        known = demo_profile(server.addresses)
        save(Config(profiles=(_for_a_shared_account(known),)), home / ".config" / "axtui" / "config.toml")
        env = environment(home, **telltales)
        log = str(home / "log")
        with OnPty("-m", "axtui", "--log", log, env=env, size=(80, 24)) as app:
            app.wait_for("Press R to run it")
            app.press("R")
            app.wait_for("Secrets of demo", "Autotask secret")
            for place in places_of(known):
                app.press(f"{place.source.plain}\r")
            app.wait_for("The report is ready")
            hits = [*hits_in_process(app._pid), *map(str, files_with_secrets(home))]
            app.press("q")
            app.wait_for("new report ready")
            app.press("q")
            assert app.exit_code() == 0
        assert server.log.requests
    assert [*hits, *map(str, files_with_secrets(home))] == []
    assert (home / "log").read_text()
    assert not any((home / name).exists() for name in telltales)
    figure("hits", 0)
