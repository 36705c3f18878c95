"""A proxy in a thread of this process: for replaying and recording."""

import asyncio
import threading
import urllib.request
from collections.abc import Sequence
from pathlib import Path
from ssl import create_default_context
from types import TracebackType

from mitmproxy.tools.dump import DumpMaster

from unsponsor.proxy.master import CERTIFICATE, Listening, build_master

_START = 30


class ProxySession:
    """The proxy on a free port of loopback, with some addons. A context manager; ``authority`` is its certificate.

    One at a time in a process: mitmproxy keeps its options in a global.
    """

    def __init__(self, addons: Sequence[object], folder: Path, settings: Sequence[str] = ()) -> None:
        """``folder`` is for the certificate authority, ``settings`` are mitmproxy options as ``name=value``."""
        self.authority = folder / CERTIFICATE
        self.port = 0
        self._addons = addons
        self._folder = folder
        self._settings = settings
        self._master: DumpMaster | None = None
        self._ready = threading.Event()
        self._fault: BaseException | None = None
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> "ProxySession":
        self._thread.start()
        if not self._ready.wait(_START) or self._fault is not None:
            raise RuntimeError("the proxy did not start") from self._fault
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._master is not None:
            self._master.event_loop.call_soon_threadsafe(self._master.shutdown)
        self._thread.join(_START)

    def opener(self) -> urllib.request.OpenerDirector:
        """A client that goes through the proxy and trusts it."""
        return urllib.request.build_opener(
            urllib.request.ProxyHandler(dict.fromkeys(("http", "https"), f"http://127.0.0.1:{self.port}")),
            urllib.request.HTTPSHandler(context=create_default_context(cafile=self.authority)),
        )

    def _run(self) -> None:
        try:
            asyncio.run(self._serve())
        except BaseException as error:
            self._fault = error
        finally:
            self._ready.set()

    async def _serve(self) -> None:
        self._master = build_master(
            [*self._addons, Listening(self._listens)],
            host="127.0.0.1",
            port=0,
            certificates=self._folder,
            settings=self._settings,
        )
        try:
            await self._master.run()
        finally:
            # mitmproxy leaves its sockets to the end of the process.
            self._master.options.update(server=False)
            await self._master.addons.get("proxyserver").setup_servers()

    def _listens(self, addresses: list[tuple[str, int]]) -> None:
        if addresses:
            self.port = addresses[0][1]
        else:
            self._fault = RuntimeError("it does not listen")
        self._ready.set()
