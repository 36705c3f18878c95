"""``unsponsor``: run the proxy."""

import argparse
import asyncio
import logging
import sys
from functools import partial
from pathlib import Path

from unsponsor.lists.catalogue import for_languages, languages
from unsponsor.lists.store import Store
from unsponsor.lists.updating import update
from unsponsor.proxy.addon import Unsponsor
from unsponsor.proxy.master import CERTIFICATE, CannotStartError, build_master, check_address, run
from unsponsor.settings import lists_folder

from .options import add_engine_arguments, config_of, engine_of

logger = logging.getLogger(__name__)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the proxy."""
    proxy = parser.add_argument_group("proxy")
    proxy.add_argument("--host", default="127.0.0.1", help="the address to listen on (default: %(default)s)")
    proxy.add_argument("--port", type=_port, default=8080, help="the port to listen on (default: %(default)s)")
    proxy.add_argument("--upstream", metavar="URL", help="send all requests on through this proxy")
    proxy.add_argument("--set", action="append", default=[], metavar="OPTION=VALUE", help="an option of mitmproxy")
    add_engine_arguments(proxy)
    parser.set_defaults(command=command)


def command(arguments: argparse.Namespace) -> int:
    """Run until Ctrl-C. 1 where the proxy cannot start."""
    _log_to_terminal()
    config = config_of(arguments)
    certificates = config / "certificates"
    try:
        _make_folder(certificates)
        check_address(arguments.host, arguments.port)
        engine = engine_of(arguments)
        watched = (config, *(arguments.rules or ()), *(arguments.lists or ()))
        addon = Unsponsor(lambda: engine_of(arguments), watched, engine, partial(_update_lists, Store(lists_folder(config))))
        asyncio.run(_serve(arguments, addon, certificates))
    except (CannotStartError, ValueError) as error:
        print(f"unsponsor: {error}", file=sys.stderr)
        return 1
    return 0


def _update_lists(store: Store) -> bool:
    """Bring the filter lists up to date; whether one has changed."""
    results = update(store)
    for result in results:
        if result.outcome == "failed":
            logger.warning("filter list %s not updated, the last good one stays: %s", result.subscription.name, result.reason)
    return any(result.outcome in ("updated", "patched") for result in results)


async def _serve(arguments: argparse.Namespace, addon: Unsponsor, certificates: Path) -> None:
    master = build_master(
        [addon],
        host=arguments.host,
        port=arguments.port,
        certificates=certificates,
        upstream=arguments.upstream,
        settings=arguments.set,
    )

    def greet(addresses: list[tuple[str, int]]) -> None:
        print(_greeting(addresses, certificates) + _advice(config_of(arguments)), file=sys.stderr, flush=True)

    await run(master, greet)
    print(f"unsponsor: stopped. {_summary(addon)}", file=sys.stderr)


def _port(text: str) -> int:
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise argparse.ArgumentTypeError(f"no port: {text}")
    return int(text)


def _greeting(addresses: list[tuple[str, int]], certificates: Path) -> str:
    shown = [f"[{host}]:{port}" if ":" in host else f"{host}:{port}" for host, port in addresses]
    return (
        f"unsponsor listens on {' and '.join(shown)}. Make it your browser's proxy for HTTP and HTTPS.\n"
        f"Certificate: {certificates / CERTIFICATE}\n"
        "  Trust it once: open http://mitm.it through the proxy, or import that file as an authority for web sites.\n"
        f"Settings and own rules: {certificates.parent}\n"
        "Stop with Ctrl-C."
    )


def _advice(config: Path) -> str:
    """Which filter lists there are for the user, where there are none yet."""
    if Store(lists_folder(config)).subscriptions():
        return ""
    names = dict.fromkeys(("easylist", "ublock-filters", *(known.name for known in for_languages(languages()))))
    return f"\nNo filter lists yet; the built-in detectors do the work. To add some: unsponsor lists add {' '.join(names)}"


def _summary(addon: Unsponsor) -> str:
    counts = addon.counts
    blocked = f", {counts['blocked']} requests blocked" if counts["blocked"] else ""
    return (
        f"{counts['pages']} pages, {counts['removals']} removals on {counts['cleaned']}, {counts['faults']} faults{blocked}."
    )


def _make_folder(path: Path) -> None:
    try:
        path.mkdir(parents=True, exist_ok=True)
        path.chmod(0o700)  # the key of the certificate authority lies here
        probe = path / ".writable"
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        raise CannotStartError(f"cannot write to the configuration folder {path}: {error.strerror}") from error


def _log_to_terminal() -> None:
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(message)s", "%H:%M:%S"))
    for name, level in (("unsponsor", logging.INFO), ("mitmproxy", logging.ERROR)):
        logger = logging.getLogger(name)
        logger.addHandler(handler)
        logger.setLevel(level)
        logger.propagate = False
