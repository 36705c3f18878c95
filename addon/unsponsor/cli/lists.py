"""``unsponsor lists``: the filter lists to which one subscribes."""

import argparse
import sys
import time
from pathlib import Path
from typing import Any

from tqdm import tqdm

from unsponsor.lists.catalogue import for_languages, known_lists, languages
from unsponsor.lists.store import Store, Subscription, name_for
from unsponsor.lists.syntax import parse
from unsponsor.lists.updating import Update, is_address, update
from unsponsor.rules.problems import nearest
from unsponsor.settings import lists_folder

from .options import config_of

_DAY = 86400


def add_command(commands: Any) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser("lists", help="show, add, remove and update filter lists")
    parser.add_argument("--config", type=Path, default=argparse.SUPPRESS, metavar="DIR", help="the configuration folder")
    actions = parser.add_subparsers(title="actions", metavar="")
    parser.set_defaults(command=_shown)
    add = actions.add_parser("add", help="subscribe to lists, and fetch them")
    add.add_argument("lists", nargs="+", metavar="NAME|URL|FILE", help="a well-known name, an address, or a file")
    add.set_defaults(command=_added)
    remove = actions.add_parser("remove", help="end subscriptions")
    remove.add_argument("lists", nargs="+", metavar="NAME|URL")
    remove.set_defaults(command=_removed)
    renew = actions.add_parser("update", help="fetch what has expired")
    renew.add_argument("--force", action="store_true", help="fetch all lists anew, expired or not")
    renew.set_defaults(command=_updated)


def _store(arguments: argparse.Namespace) -> Store:
    return Store(lists_folder(config_of(arguments)))


def _shown(arguments: argparse.Namespace) -> int:
    """The subscriptions with their state, then what else there is for the user's languages."""
    store = _store(arguments)
    subscribed = store.subscriptions()
    width = max((len(item.name) for item in subscribed), default=0)
    for item in subscribed:
        print(f"{item.name:<{width}}  {_state(store, item)}")
    if not subscribed:
        print("no filter lists: built-in rules and detectors do the work")
    names = {item.name for item in subscribed}
    others = [known for known in for_languages(languages()) if known.name not in names]
    if others:
        print(f"for your languages: {', '.join(f'{known.name} ({known.title})' for known in others)}")
    more = [name for name in known_lists() if name not in names and name not in {known.name for known in others}]
    print(f"others by name: {', '.join(more)}")
    return 0


def _state(store: Store, item: Subscription) -> str:
    path = store.path(item)
    if not path.is_file():
        return f"not fetched yet{f': {item.problem}' if item.problem else ''}  {item.url}"
    found = parse(path.read_bytes().decode("utf-8", "replace"), item.name)
    days = int((time.time() - item.updated) // _DAY)
    age = "today" if days < 1 else "yesterday" if days == 1 else f"{days} days ago"
    filters = len(found.elements) + len(found.network)
    return f"{found.name}, {filters:,} filters, updated {age}{f'; last try failed: {item.problem}' if item.problem else ''}"


def _added(arguments: argparse.Namespace) -> int:
    """Subscribe to each list and fetch it. 1 where one is not known, is there already, or cannot be fetched (it stays
    subscribed, and is tried again)."""
    store = _store(arguments)
    status = 0
    for given in arguments.lists:
        try:
            store.add(*_named(given))
        except (OSError, ValueError) as error:
            print(f"unsponsor: {error}", file=sys.stderr)
            status = 1
    return max(status, _run(store, force=False))


def _named(given: str) -> tuple[str, str]:
    """The name and the address of a list that is given by a well-known name, an address or a file."""
    known = known_lists().get(given)
    if known is not None:
        return known.name, known.url
    if is_address(given):
        return name_for(given), given
    path = Path(given)
    if path.is_file():
        return name_for(path.name), path.resolve().as_uri()
    raise ValueError(f"no well-known list, address or file: {given}{nearest(given, known_lists())}")


def _removed(arguments: argparse.Namespace) -> int:
    store = _store(arguments)
    status = 0
    for given in arguments.lists:
        try:
            removed = store.remove(given)
            print(f"{removed.name} removed")
        except (OSError, ValueError) as error:
            print(f"unsponsor: {error}", file=sys.stderr)
            status = 1
    return status


def _updated(arguments: argparse.Namespace) -> int:
    return _run(_store(arguments), force=arguments.force)


def _run(store: Store, *, force: bool) -> int:
    """Update with a progress bar, and say what became of each list. 1 where one failed."""
    try:
        with tqdm(total=len(store.subscriptions()), unit="list", disable=not sys.stderr.isatty(), leave=False) as bar:

            def told(result: Update) -> None:
                bar.set_postfix_str(result.subscription.name)
                bar.update()

            results = update(store, force=force, told=told)
    except OSError as error:
        print(f"unsponsor: {error}", file=sys.stderr)
        return 1
    for result in results:
        print(f"{result.subscription.name}: {result.outcome}{f': {result.reason}' if result.reason else ''}")
    return int(any(result.outcome == "failed" for result in results))
