"""What libraries and threads say on their own: no secret in it, no address, nothing that a terminal obeys."""

import subprocess
import sys

_PROGRAM = """
import logging, threading
from axtui.services.stray_errors import tell_stray_errors_safely
tell_stray_errors_safely()
log = logging.getLogger("library")
remote = "ada@acme.example" + chr(27) + "]0;title" + chr(7)
log.warning("heard %s", remote)
log.warning("heard %d", remote)
raise_it = lambda: (_ for _ in ()).throw(RuntimeError(remote))
for work in (raise_it, exit):
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
"""


def test_what_is_said_on_the_side_is_harmless() -> None:
    """Also where a library hands in what does not fit its words; a thread that ends itself says nothing."""
    done = subprocess.run([sys.executable, "-c", _PROGRAM], capture_output=True, text=True, check=True)  # noqa: S603  # a fixed program
    assert "heard ***" in done.stderr
    assert "RuntimeError" in done.stderr
    assert "SystemExit" not in done.stderr
    assert "acme" not in done.stderr
    assert done.stderr.replace("\n", "").isprintable()
