"""axtui over an imitation whose every text is hostile: `hostile_program.py FAMILY [ARGUMENT ...]`.

Each group of arguments between `--and` is a command line of its own. A family that is unknown changes
nothing. Once a file `fail` lies in the home, every list is refused, and the refusal is hostile, too.
"""

import os
import sys
from pathlib import Path
from typing import Any

from hostile_text import hostile, hostile_answer

from axtui.__main__ import main
from axtui.demo import credentials, http
from axtui.demo.http import Reply, Request, json_reply
from axtui.demo.server import DemoAddresses, DemoServer

_CONFIG = """
default_profile = "odd"
[profiles.odd.autotask]
username = "{username}"
secret = "{secret}"
integration_code = "{code}"
zone_url = "{addresses.zone_url}"
company_exclude_udf = "XeroNoSync"
[profiles.odd.xero]
client_id = "{client_id}"
client_secret = "{client_secret}"
api_url = "{addresses.xero_api_url}"
token_url = "{addresses.token_url}"
connections_url = "{addresses.connections_url}"
authorize_url = "{addresses.authorize_url}"
[profiles.person.autotask]
username = "{username}"
secret = {{ prompt = true }}
integration_code = {{ prompt = true }}
zone_url = "{addresses.zone_url}"
[profiles.person.xero]
login = "pkce"
client_id = "{person_id}"
api_url = "{addresses.xero_api_url}"
token_url = "{addresses.token_url}"
connections_url = "{addresses.connections_url}"
authorize_url = "{addresses.authorize_url}"
"""


def _write_config(path: Path, addresses: DemoAddresses) -> None:
    path.write_text(
        _CONFIG.format(
            username=credentials.AUTOTASK_USERNAME,
            secret=credentials.AUTOTASK_SECRET,
            code=credentials.AUTOTASK_INTEGRATION_CODE,
            client_id=credentials.XERO_CLIENT_ID,
            client_secret=credentials.XERO_CLIENT_SECRET,
            person_id=credentials.XERO_PERSONAL_CLIENT_ID,
            addresses=addresses,
        ),
        encoding="utf-8",
    )
    path.chmod(0o600)


def _make_hostile(family: str, home: Path) -> None:
    """Let the imitation's answers pass through here before they are sent."""
    send = http._send
    refusal = hostile("a server's own words", family)

    async def send_hostile(writer: Any, request: Request, reply: Reply, **more: Any) -> bool:
        changed = reply
        if (home / "fail").exists() and request.path.endswith("/query"):
            changed = json_reply({"errors": [refusal.encode("utf-8", "replace").decode()] * 3}, status=500)
        elif reply.body[:1] in (b"{", b"["):
            changed = Reply(
                status=reply.status,
                body=hostile_answer(reply.body, request.path, family),
                content_type=reply.content_type,
                headers=reply.headers,
            )
        return await send(writer, request, changed, **more)

    http._send = send_hostile


def _run(family: str, *argvs: list[str]) -> int:
    home = Path(os.environ["HOME"])
    _make_hostile(family, home)
    with DemoServer(120, latency=0) as server:
        config = home / "config.toml"
        if not config.exists():
            _write_config(config, server.addresses)
        codes = [main([*argv, "--config", str(config)]) for argv in argvs]
    return codes[-1]


def _groups(words: list[str]) -> list[list[str]]:
    groups: list[list[str]] = [[]]
    for word in words:
        if word == "--and":
            groups.append([])
        else:
            groups[-1].append(word)
    return groups


if __name__ == "__main__":
    sys.exit(_run(sys.argv[1], *_groups(sys.argv[2:])))
