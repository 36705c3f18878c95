"""``unsponsor``: run the proxy."""

import argparse
import asyncio
import logging
import sys
from pathlib import Path

from unsponsor.engine import Engine
from unsponsor.proxy.addon import Unsponsor
from unsponsor.proxy.master import CERTIFICATE, CannotStartError, build_master, check_address, run
from unsponsor.settings import config_folder
from unsponsor.user import build_engine


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the proxy."""
    proxy = parser.add_argument_group("proxy")
    proxy.add_argument("--host", default="127.0.0.1", help="the address to listen on (default: %(default)s)")
    proxy.add_argument("--port", type=_port, default=8080, help="the port to listen on (default: %(default)s)")
    proxy.add_argument("--rules", type=Path, action="append", default=[], metavar="DIR", help="more rules; repeatable")
    proxy.add_argument("--no-builtin-rules", action="store_true", help="leave the rules of the program out")
    proxy.add_argument("--upstream", metavar="URL", help="send all requests on through this proxy")
    proxy.add_argument("--set", action="append", default=[], metavar="OPTION=VALUE", help="an option of mitmproxy")
    proxy.add_argument("--config", type=Path, metavar="DIR", help="the configuration folder (default: the platform's)")
    parser.set_defaults(command=command)


def command(arguments: argparse.Namespace) -> int:
    """Run until Ctrl-C. 1 where the proxy cannot start."""
    _log_to_terminal()
    config: Path = arguments.config or config_folder()
    certificates = config / "certificates"
    try:
        _make_folder(certificates)
        check_address(arguments.host, arguments.port)
        missing = next((path for path in arguments.rules if not path.exists()), None)
        if missing is not None:
            raise CannotStartError(f"no rules there: {missing}")

        def build() -> Engine:
            return build_engine(config, arguments.rules, builtin_rules=not arguments.no_builtin_rules)

        engine = build()
        addon = Unsponsor(build, (config, *arguments.rules), engine)
        asyncio.run(_serve(arguments, addon, certificates))
    except (CannotStartError, ValueError) as error:
        print(f"unsponsor: {error}", file=sys.stderr)
        return 1
    return 0


async def _serve(arguments: argparse.Namespace, addon: Unsponsor, certificates: Path) -> None:
    master = build_master(
        [addon],
        host=arguments.host,
        port=arguments.port,
        certificates=certificates,
        upstream=arguments.upstream,
        settings=arguments.set,
    )

    def greet() -> None:
        print(_greeting(arguments.host, arguments.port, certificates), file=sys.stderr, flush=True)

    await run(master, greet)
    print(f"unsponsor: stopped. {_summary(addon)}", file=sys.stderr)


def _port(text: str) -> int:
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise argparse.ArgumentTypeError(f"no port: {text}")
    return int(text)


def _greeting(host: str, port: int, certificates: Path) -> str:
    address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    return (
        f"unsponsor listens on {address}. Make it your browser's proxy for HTTP and HTTPS.\n"
        f"Certificate: {certificates / CERTIFICATE}\n"
        "  Trust it once: open http://mitm.it through the proxy, or import that file as an authority for web sites.\n"
        f"Settings and own rules: {certificates.parent}\n"
        "Stop with Ctrl-C."
    )


def _summary(addon: Unsponsor) -> str:
    counts = addon.counts
    return f"{counts['pages']} pages, {counts['removals']} removals on {counts['cleaned']}, {counts['faults']} faults."


def _make_folder(path: Path) -> None:
    try:
        path.mkdir(parents=True, exist_ok=True)
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
