"""The thread in which an imitation answers at all of its ports."""

import asyncio
import threading
from collections.abc import Sequence
from concurrent.futures import Future
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING

from axtui.demo.http import Handler, Sleep, close, listen, port_of, turns_to_settle

if TYPE_CHECKING:  # kept out of start-up
    from axtui.demo.setup import Setup


class ServerThread:
    """The event loop of all ports, in a daemon thread, so that a crash of the program never waits for it."""

    def __init__(self, autotask: Handler, xero: Handler, *, sleep: Sleep, setup: "Setup | None") -> None:
        self._handlers = (autotask, xero)
        self._sleep = sleep
        self._setup = setup
        self._opened: Future[tuple[int, int, int]] = Future()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stopping: asyncio.Event | None = None
        self._thread = threading.Thread(target=self._run, name="axtui-demo", daemon=True)
        self.proxied: Sequence[str] = ()

    def start(self) -> tuple[int, int, int]:
        """Start and return the ports of both sides and of the proxy (0: none) once they are open."""
        self._thread.start()
        return self._opened.result()

    def stop(self) -> None:
        """End the loop and wait for the thread."""
        if self._loop is not None and self._stopping is not None:
            self._loop.call_soon_threadsafe(self._stopping.set)
        self._thread.join()

    def _run(self) -> None:
        try:
            asyncio.run(self._serve())
        except OSError as error:
            self._opened.set_exception(error)

    async def _serve(self) -> None:
        """Answer until told to stop; connections that are still open then end with their tasks."""
        self._loop = asyncio.get_running_loop()
        self._stopping = asyncio.Event()
        async with AsyncExitStack() as doors:
            self._opened.set_result(await self._open(doors))
            await self._stopping.wait()
        connections = asyncio.all_tasks() - {asyncio.current_task()}
        for connection in connections:
            connection.cancel()
        ends = await asyncio.gather(*connections, return_exceptions=True)
        await turns_to_settle()
        for mistake in (end for end in ends if isinstance(end, Exception)):
            raise mistake

    async def _open(self, doors: AsyncExitStack) -> tuple[int, int, int]:
        """Open every port that is asked for; each is closed with `doors`."""
        if self._setup is not None:
            from axtui.demo.doors import opened  # deferred: most imitations have two plain ports

            ports, self.proxied = await opened(self._setup, self._handlers, doors=doors, sleep=self._sleep)
            return ports
        autotask, xero = [await listen(handler, sleep=self._sleep) for handler in self._handlers]
        doors.push_async_callback(close, autotask)
        doors.push_async_callback(close, xero)
        return port_of(autotask), port_of(xero), 0
