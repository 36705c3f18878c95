"""The proxy itself: mitmproxy's machinery with the addon, keeping no flow."""

import asyncio
import signal
import socket
from collections.abc import Callable, Sequence
from pathlib import Path

from mitmproxy import ctx, exceptions, options
from mitmproxy.tools.dump import DumpMaster

CERTIFICATE = "mitmproxy-ca-cert.pem"


class CannotStartError(Exception):
    """Why the proxy cannot start, in one line."""


def check_address(host: str, port: int) -> None:
    """Raise ``CannotStartError`` where nothing can listen at an address."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host or None, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            if hasattr(socket, "SO_REUSEADDR") and not hasattr(socket, "SO_EXCLUSIVEADDRUSE"):
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except (OSError, OverflowError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise CannotStartError(f"cannot listen on {host}:{port}: {reason}") from error


def build_master(
    addons: Sequence[object],
    *,
    host: str,
    port: int,
    certificates: Path,
    upstream: str | None = None,
    settings: Sequence[str] = (),
) -> DumpMaster:
    """The master with these addons. ``certificates`` is the folder of the certificate authority, ``settings`` are
    mitmproxy options as ``name=value``. Must run inside an event loop. Raises ``CannotStartError``."""
    chosen = options.Options(listen_host=host, listen_port=port, confdir=str(certificates))
    master = DumpMaster(chosen, loop=asyncio.get_running_loop(), with_termlog=False, with_dumper=False)
    master.addons.add(*addons)
    try:
        if upstream:
            chosen.update(mode=[f"upstream:{upstream}"])
    except (exceptions.OptionsError, ValueError) as error:
        raise CannotStartError(f"no upstream proxy: {upstream} ({error})") from error
    for setting in settings:
        try:
            chosen.set(setting)
        except (exceptions.OptionsError, ValueError) as error:
            raise CannotStartError(f"--set {setting}: {error}") from error
    return master


class Listening:
    """An addon that tells, once all others are up, on which addresses the proxy listens; none where it could not."""

    def __init__(self, tell: Callable[[list[tuple[str, int]]], object]) -> None:
        self.addresses: list[tuple[str, int]] = []
        self._tell = tell

    def running(self) -> None:
        """The proxy is up, or has failed to come up."""
        self.addresses = [address[:2] for address in ctx.master.addons.get("proxyserver").listen_addrs()]
        self._tell(self.addresses)


async def run(master: DumpMaster, started: Callable[[list[tuple[str, int]]], None]) -> None:
    """Run until a signal asks to stop; ``started`` is called with the addresses once it listens.

    Raises ``CannotStartError`` where it does not come to that.
    """
    listening = Listening(lambda addresses: started(addresses) if addresses else master.shutdown())
    master.addons.add(listening)
    loop = asyncio.get_running_loop()
    for name in ("SIGINT", "SIGTERM"):
        number = getattr(signal, name)
        try:
            loop.add_signal_handler(number, master.shutdown)
        except NotImplementedError:  # Windows
            signal.signal(number, lambda *_: loop.call_soon_threadsafe(master.shutdown))
    await master.run()
    if not listening.addresses:
        raise CannotStartError("the proxy does not listen: see above")
