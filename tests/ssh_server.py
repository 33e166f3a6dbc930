"""A real OpenSSH server on loopback that lets this user in: with keys, port and configuration of its own."""

import grp
import os
import pwd
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path
from types import TracebackType
from typing import Final, Self

_SSHD: Final = "/usr/sbin/sshd"
"""Where Debian has it; it refuses to start by a relative name, and often lies outside of PATH."""
_RUNTIME_DIRECTORY: Final = Path("/run/sshd")
"""What sshd wants to be there when root starts it; on Debian the service makes it at each boot."""
_LIMIT_SECONDS: Final = 20
_TRIES: Final = 5
"""Somebody else may take the free port before sshd does."""
_NAME: Final = "axtui-test"


def missing_ssh() -> str:
    """Say what is not installed; empty where all is there."""
    if not Path(_SSHD).exists():
        return "there is no sshd: apt-get install openssh-server"
    if not shutil.which("ssh") or not shutil.which("ssh-keygen"):
        return "there is no ssh: apt-get install openssh-client"
    return ""


def why_no_login() -> str:
    """Say why sshd cannot let this user in, whatever is installed; empty where it can."""
    try:
        shell = pwd.getpwuid(os.getuid()).pw_shell
    except KeyError:
        return f"user id {os.getuid()} has no name, and ssh wants one"
    if Path(shell).name in {"nologin", "false"}:
        return f"this user's shell is {shell}, and sshd runs every command by it"
    if os.getuid() != 0 and not _terminals_belong_to_their_group():
        return "terminals of this machine lack the group tty, which only root's sshd can give them"
    return ""


def _terminals_belong_to_their_group() -> bool:
    """Look at a new terminal: in some containers it has the group of whoever opened it."""
    ours, programs = os.openpty()
    group = os.fstat(programs).st_gid
    os.close(ours)
    os.close(programs)
    try:
        return group == grp.getgrnam("tty").gr_gid
    except KeyError:
        return True


class SshServer:
    """Lets this user in with one key; leaving the context ends the daemon, not the sessions."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self.port = 0

    def __enter__(self) -> Self:
        self._directory.mkdir(mode=0o700)
        for key in ("host", "user"):
            _run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(self._directory / key))
        shutil.copy(self._directory / "user.pub", self._directory / "authorized")
        host_key = (self._directory / "host.pub").read_text()
        (self._directory / "known").write_text(f"{_NAME} {host_key}")
        if os.getuid() == 0:
            _RUNTIME_DIRECTORY.mkdir(mode=0o755, exist_ok=True)
        for _ in range(_TRIES):
            if self._answers():
                return self
        raise AssertionError((self._directory / "log").read_text())

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._daemon.terminate()
        self._daemon.wait(_LIMIT_SECONDS)

    def _answers(self) -> bool:
        """Start the daemon on a free port, and say whether it is the one that answers there."""
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        config = self._directory / "config"
        config.write_text(self._config())
        with (self._directory / "log").open("w") as log:
            self._daemon = subprocess.Popen([_SSHD, "-D", "-e", "-f", str(config)], stderr=log)  # noqa: S603  # our own
        end = time.monotonic() + _LIMIT_SECONDS
        while self._daemon.poll() is None and time.monotonic() < end:
            if "Server listening" in (self._directory / "log").read_text():
                return True
            time.sleep(0.01)  # a daemon tells nobody but its log
        return False

    def _config(self) -> str:
        at = self._directory
        return f"""
ListenAddress 127.0.0.1
Port {self.port}
HostKey {at}/host
AuthorizedKeysFile {at}/authorized
PidFile none
# the directory of a test run may belong to a group, or lie below one that everybody writes to
StrictModes no
UsePAM no
PasswordAuthentication no
KbdInteractiveAuthentication no
PermitRootLogin prohibit-password
PermitUserRC no
PermitUserEnvironment no
PrintMotd no
PrintLastLog no
"""

    def login(self, command: str, *, port: int | None = None) -> tuple[str, ...]:
        """Return the words that log in with a terminal and run a command there; `port` is that of a relay."""
        options = {
            "HostKeyAlias": _NAME,
            "IdentitiesOnly": "yes",
            "IdentityAgent": "none",
            "LogLevel": "ERROR",
            "StrictHostKeyChecking": "yes",
            "UserKnownHostsFile": str(self._directory / "known"),
        }
        said = [word for name, value in options.items() for word in ("-o", f"{name}={value}")]
        where = ["-p", str(port or self.port), "-i", str(self._directory / "user"), "127.0.0.1"]
        return ("-F", "none", "-tt", *said, *where, command)


def _run(*words: str) -> None:
    subprocess.run(words, check=True, stdin=subprocess.DEVNULL, timeout=_LIMIT_SECONDS)  # noqa: S603  # our own words


def state_of(pid: int) -> str:
    """Return the letter of what a process does; Z where it has ended, whether cleared away or not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return "Z"


def parent_of(pid: int) -> int:
    """Return the process that has started another one."""
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])


def end_if_there(pid: int) -> None:
    """Kill a process that may have ended by itself."""
    if state_of(pid) != "Z":
        os.kill(pid, signal.SIGKILL)
