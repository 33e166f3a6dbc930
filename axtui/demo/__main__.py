"""The imitation alone, in a process of its own: `python -m axtui.demo --help`."""

import argparse
import json
import signal
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Final, TextIO

from axtui.demo import credentials
from axtui.demo.contact_import import ImportFailure, Mishap
from axtui.demo.data import LARGEST_SIZE, make_tenant
from axtui.demo.fault_rows import SWITCHES, UnknownSwitchError, catalogue, setup_of
from axtui.demo.import_columns import ImportRefusedError
from axtui.demo.import_file import Encoding, ImportSetup
from axtui.demo.server import DEFAULT_LATENCY, DEFAULT_SIZE, DemoServer

_USAGE: Final = 2


def main(argv: Sequence[str] | None = None) -> int:
    """Answer until SIGINT or SIGTERM, and return the exit code."""
    parser = _parser()
    flags = parser.parse_args(argv)
    if "list" in flags.fault:
        sys.stdout.write(catalogue())
        return 0
    try:
        setup_of(flags.fault)
    except UnknownSwitchError as error:
        nearest = "".join(f" Did you mean `{name}`?" for name in error.nearest[:1])
        sys.stderr.write(f"There is no fault {error.name!r}.{nearest} `--fault list` prints all of them.\n")
        return _USAGE
    try:
        tenant = make_tenant(flags.size, contacts=flags.contacts, customers=flags.customers)
    except ValueError as error:
        parser.error(str(error))
    server = DemoServer(
        tenant=tenant,
        latency=flags.latency,
        bytes_per_second=flags.bytes_per_second,
        switches=flags.fault,
    )
    with server:
        if flags.warm:
            server.warm()
        setup = ImportSetup(encoding=flags.import_encoding)
        if not _imported(server, flags.imports, setup=setup, mishaps=flags.import_failure):
            return 1
        _answer(server, flags)
    return 0


def _imported(
    server: DemoServer, files: Sequence[Path], *, setup: ImportSetup, mishaps: Sequence[Mishap] = ()
) -> bool:
    """Import files in their order, and tell what each did; False where one is refused."""
    for file in files:
        try:
            batch = server.imports.take(file.read_bytes(), setup=setup, mishaps=mishaps)
        except (ImportRefusedError, OSError) as error:
            sys.stderr.write(f"{file} was not imported: {error}\n")
            return False
        counts = f"{len(batch.created)} created, {len(batch.updated)} updated, {len(batch.errors)} refused"
        sys.stdout.write(f"# {file}: batch {batch.number}, {counts}\n")
        sys.stdout.writelines(f"#   {error}\n" for error in batch.errors)
    return True


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m axtui.demo",
        description="Imitates both APIs on this machine until ctrl+c, with invented data.",
        epilog="While it runs, its Autotask port answers GET /demo/counters, POST /demo/counters/forget, "
        "POST /demo/change?share=0.01, POST /demo/warm, POST /demo/import?failure=twice@3 with a file as "
        "its body, GET /demo/imports and POST /demo/imports/undo?batch=NUMBER, for scripts.",
    )
    add = parser.add_argument
    add("--size", type=int, default=DEFAULT_SIZE, help=f"companies of the report, 1 to {LARGEST_SIZE}")
    add("--contacts", type=int, help="Autotask contacts of those companies (default: three each)")
    add("--customers", type=int, help="Xero contacts (default: three for two companies)")
    add("--latency", type=float, default=DEFAULT_LATENCY, metavar="S", help="seconds for each request")
    add(
        "--bytes-per-second",
        type=float,
        default=0.0,
        metavar="N",
        help="what all answers share (0: no limit)",
    )
    add("--fault", action="append", default=[], metavar="NAME", help="a fault of the catalogue, or `list`")
    add("--warm", action="store_true", help="make every record before the addresses are told")
    add(
        "--import",
        dest="imports",
        action="append",
        default=[],
        type=Path,
        metavar="FILE",
        help="a contact import file to take in first; its batch is told",
    )
    add(
        "--import-encoding",
        type=Encoding,
        default=Encoding.UTF_8,
        metavar="NAME",
        help=f"how the tenant reads them: {', '.join(Encoding)}",
    )
    add(
        "--import-failure",
        action="append",
        default=[],
        type=Mishap.of,
        metavar="NAME@ROW",
        help=f"what goes wrong with a row of each (`@all`: with all of them): {', '.join(ImportFailure)}",
    )
    add("--port-file", type=Path, metavar="PATH", help="write the addresses there, as JSON, once they answer")
    return parser


def _answer(server: DemoServer, flags: argparse.Namespace) -> None:
    """Tell where the imitation is, wait for a signal, and tell what was counted."""
    ended = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ended.set())
    if flags.port_file:
        _write_whole(flags.port_file, json.dumps(told(server), indent=1) + "\n")
    tell(server, flags.fault, out=sys.stdout)
    ended.wait()
    sys.stdout.write(f"\n{json.dumps(server.counters(), indent=1)}\n")


def told(server: DemoServer) -> dict[str, str]:
    """Return where the imitation is and what it takes to reach it."""
    addresses = server.addresses
    return {
        "zone_url": addresses.zone_url,
        "api_url": addresses.xero_api_url,
        "token_url": addresses.token_url,
        "connections_url": addresses.connections_url,
        "authorize_url": addresses.authorize_url,
        "ca_file": server.ca_file,
        "proxy_url": server.proxy_url,
    }


def tell(server: DemoServer, faults: Sequence[str], *, out: TextIO) -> None:
    """Print a configuration that reaches the imitation, and a line for each fault."""
    out.write(configuration(server))
    for name in faults:
        out.write(f"# {name}: {SWITCHES[name.partition('@')[0]].says}\n")
    out.write("# Answers until ctrl+c.\n")
    out.flush()


def configuration(server: DemoServer) -> str:
    """Return a configuration file for the program whose one profile reads the imitation."""
    where = told(server)
    lines = [f"ca_file = {_toml(where['ca_file'])}\n"] if where["ca_file"] else []
    if where["proxy_url"]:
        lines.append(f"# needs HTTPS_PROXY={where['proxy_url']}\n")
    return "\n".join(
        [
            *lines,
            "[profiles.demo.autotask]",
            f"username = {_toml(credentials.AUTOTASK_USERNAME)}",
            f"secret = {_toml(credentials.AUTOTASK_SECRET)}",
            f"integration_code = {_toml(credentials.AUTOTASK_INTEGRATION_CODE)}",
            f"zone_url = {_toml(where['zone_url'])}",
            'company_exclude_udf = "XeroNoSync"',
            "",
            "[profiles.demo.xero]",
            f"client_id = {_toml(credentials.XERO_CLIENT_ID)}",
            f"client_secret = {_toml(credentials.XERO_CLIENT_SECRET)}",
            *(f"{name} = {_toml(where[name])}" for name in _XERO_KEYS),
            "",
            "",
        ]
    )


_XERO_KEYS: Final = ("api_url", "token_url", "connections_url", "authorize_url")


def _toml(text: str) -> str:
    return json.dumps(text)  # what JSON takes for a text of ASCII, TOML does too


def _write_whole(path: Path, text: str) -> None:
    """Write a file that is there whole or not at all, since a script waits for it."""
    partial = path.with_name(f"{path.name}.partial")
    partial.write_text(text, encoding="utf-8")
    partial.replace(path)


if __name__ == "__main__":
    sys.exit(main())
