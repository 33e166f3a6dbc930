"""The ports of an imitation that is set up in an unusual way: with TLS, behind a proxy, or closed."""

import asyncio
import socket
from collections.abc import Sequence
from contextlib import AsyncExitStack

from axtui.demo.faults import Side
from axtui.demo.http import Handler, Sleep, close, listen, port_of
from axtui.demo.proxy import Proxy, ProxyState
from axtui.demo.setup import Setup
from axtui.demo.tls import server_context


async def opened(
    setup: Setup, handlers: tuple[Handler, Handler], *, doors: AsyncExitStack, sleep: Sleep
) -> tuple[tuple[int, int, int], Sequence[str]]:
    """Open the ports of both sides and of the proxy (0: none), each to be closed with `doors`.

    Also return the list to which the proxy adds what it is asked for.
    """
    tls = server_context(setup.certificate) if setup.certificate else None
    ports: list[int] = []
    for side, handler in zip((Side.AUTOTASK, Side.XERO), handlers, strict=True):
        if side in setup.closed:
            ports.append(_closed_port(doors))
            continue
        server = await listen(handler, sleep=sleep, tls=tls)
        doors.push_async_callback(close, server)
        ports.append(port_of(server))
    autotask, xero = ports
    if setup.proxy is None:
        return (autotask, xero, 0), ()
    if setup.proxy is ProxyState.DOWN:
        return (autotask, xero, _closed_port(doors)), ()
    proxy = Proxy(
        {".autotask.net": autotask, ".xero.com": xero},
        wants_login=setup.proxy is ProxyState.WANTS_LOGIN,
    )
    server = await asyncio.start_server(proxy.serve, "127.0.0.1", 0)
    doors.push_async_callback(close, server)
    return (autotask, xero, port_of(server)), proxy.asked_for


def _closed_port(doors: AsyncExitStack) -> int:
    """Return a port at which nobody listens, and which nobody else is given for as long as it lasts."""
    holder = doors.enter_context(socket.socket())
    holder.bind(("127.0.0.1", 0))
    port: int = holder.getsockname()[1]
    return port
