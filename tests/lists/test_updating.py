"""Subscriptions, kept up to date from a server that serves full lists, patches, nothing new, errors, and broken answers."""

import base64
import hashlib
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from unsponsor.lists.store import Store, Subscription, name_for, write
from unsponsor.lists.updating import apply_patch, due, lifetime, update

LIST = "! Title: Little list\n! Expires: 2 days\n##.x\n||ads.example^\n"


class Served(ThreadingHTTPServer):
    """What the server answers by path: a status, headers, and a body; and what it was asked."""

    answers: dict[str, tuple[int, dict[str, str], bytes]]
    asked: list[tuple[str, dict[str, str]]]


class Handler(BaseHTTPRequestHandler):
    server: Served

    def do_GET(self) -> None:
        self.server.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
        status, headers, body = self.server.answers.get(self.path, (404, {}, b""))
        if status == 200 and headers.get("ETag") and self.headers.get("If-None-Match") == headers["ETag"]:
            status, body = 304, b""
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Tests say what went wrong."""


@pytest.fixture
def server() -> Iterator[Served]:
    served = Served(("127.0.0.1", 0), Handler)
    served.answers, served.asked = {}, []
    thread = threading.Thread(target=served.serve_forever, daemon=True)
    thread.start()
    yield served
    served.shutdown()
    served.server_close()


@pytest.fixture
def store(tmp_path: Path, server: Served) -> Store:
    made = Store(tmp_path / "lists")
    made.add("little", f"http://127.0.0.1:{server.server_port}/little.txt")
    return made


def serve(server: Served, text: str, path: str = "/little.txt", status: int = 200, **headers: str) -> None:
    server.answers[path] = status, {name.replace("_", "-"): value for name, value in headers.items()}, text.encode()


def outcome(store: Store, *, force: bool = False) -> str:
    (result,) = update(store, force=force)
    return f"{result.outcome}: {result.reason}" if result.reason else result.outcome


def held(store: Store) -> str:
    (file,) = store.files()
    return file.read_text("utf-8")


def expire(store: Store) -> None:
    known = store.subscriptions()
    known[0].checked = 0.0
    store.save(known)


def test_a_list_is_fetched_and_known(store: Store, server: Served) -> None:
    serve(server, LIST)
    assert outcome(store) == "updated"
    assert held(store) == LIST
    (item,) = store.subscriptions()
    assert (item.title, item.expires, item.problem) == ("Little list", 2 * 86400, "")


def test_a_fresh_list_is_not_asked_for(store: Store, server: Served) -> None:
    serve(server, LIST)
    update(store)
    assert outcome(store) == "fresh"
    assert len(server.asked) == 1


def test_an_expired_list_that_has_not_changed(store: Store, server: Served) -> None:
    serve(server, LIST, ETag='"1"', Last_Modified="Mon, 30 Nov 2026 07:00:00 GMT")
    update(store)
    expire(store)
    assert outcome(store) == "unchanged"
    assert server.asked[1][1]["if-none-match"] == '"1"'
    assert server.asked[1][1]["if-modified-since"] == "Mon, 30 Nov 2026 07:00:00 GMT"
    assert held(store) == LIST


def test_force_asks_for_the_whole(store: Store, server: Served) -> None:
    serve(server, LIST, ETag='"1"')
    update(store)
    serve(server, f"{LIST}##.y\n", ETag='"1"')
    assert outcome(store, force=True) == "updated"
    assert held(store).endswith("##.y\n")


BROKEN = {
    "an error": ({"status": 503}, "503 Service Unavailable"),
    "a web page": ({"text": "<!DOCTYPE html><title>Log in</title>"}, "the answer is a web page, no filter list"),
    "nothing": ({"text": ""}, "the answer is empty"),
    "no filters": ({"text": "! Title: x\n! words\n"}, "the answer has no filters"),
    "half of it": ({"text": LIST, "Content_Length": "5000"}, "the answer broke off"),
    "a checksum that does not fit": (
        {"text": "! Checksum: AAAAAAAAAAAAAAAAAAAAAA\n" + LIST},
        "the checksum does not fit: the list is not whole",
    ),
}


@pytest.mark.parametrize(("answer", "reason"), BROKEN.values(), ids=BROKEN.keys())
def test_the_last_good_list_stays(store: Store, server: Served, answer: dict[str, object], reason: str) -> None:
    serve(server, LIST)
    update(store)
    serve(server, **{"text": "", **answer})  # type: ignore[arg-type]
    assert outcome(store, force=True) == f"failed: {reason}"
    assert held(store) == LIST
    (item,) = store.subscriptions()
    assert item.problem == reason


def test_a_server_that_is_not_there(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.add("gone", "http://127.0.0.1:9/list.txt")
    assert outcome(store).startswith("failed: ")
    assert store.files() == []


def test_a_checksum_that_fits(store: Store, server: Served) -> None:
    digest = base64.b64encode(hashlib.md5(LIST.encode(), usedforsecurity=False).digest()).decode().rstrip("=")
    serve(server, f"! Checksum: {digest}\n{LIST}")
    assert outcome(store) == "updated"


def test_a_file_is_a_source_as_well(tmp_path: Path) -> None:
    source = tmp_path / "mine.txt"
    source.write_text(LIST, "utf-8")
    store = Store(tmp_path / "lists")
    store.add("mine", source.as_uri())
    assert outcome(store) == "updated"
    assert held(store) == LIST


FIRST = "! Title: Little list\n! Diff-Path: patches/1.patch#little\n##.x\n##.y\n"
SECOND = "! Title: Little list\n! Diff-Path: patches/2.patch#little\n##.x\n##.z\n"


def patch(*commands: str, makes: str) -> str:
    digest = hashlib.sha1(makes.encode(), usedforsecurity=False).hexdigest()
    return f"diff name:other lines:1\nd1 1\ndiff name:little checksum:{digest[:10]} lines:{len(commands)}\n" + "\n".join(
        commands
    )


CHANGES = ("d2 1", "a2 1", "! Diff-Path: patches/2.patch#little", "d4 1", "a4 1", "##.z")


def test_a_list_is_patched(store: Store, server: Served) -> None:
    serve(server, FIRST)
    update(store)
    expire(store)
    serve(server, patch(*CHANGES, makes=SECOND), "/patches/1.patch")
    assert outcome(store) == "patched"
    assert held(store) == SECOND
    assert [path for path, _ in server.asked] == ["/little.txt", "/patches/1.patch", "/patches/2.patch"]


def test_a_patch_for_another_text_is_none(store: Store, server: Served) -> None:
    serve(server, FIRST)
    update(store)
    expire(store)
    serve(server, patch(*CHANGES, makes="something else"), "/patches/1.patch")
    serve(server, SECOND)
    assert outcome(store) == "updated"
    assert held(store) == SECOND


def test_what_a_list_includes_is_put_in_its_place(store: Store, server: Served) -> None:
    serve(server, "! Title: Little list\n##.x\n!#include parts/more.txt\n##.z\n")
    serve(server, "##.y\n", "/parts/more.txt")
    assert outcome(store) == "updated"
    assert held(store) == "! Title: Little list\n##.x\n##.y\n##.z\n"


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("!#include none.txt", "404 Not Found"),
        ("!#include https://other.example/a.txt", "https://other.example/a.txt cannot be included"),
        ("!#include deep/1.txt", "4.txt cannot be included"),
        ("!#include page.txt", "page.txt is a web page, no filter list"),
    ],
)
def test_what_cannot_be_included_leaves_the_list_as_it_was(store: Store, server: Served, line: str, reason: str) -> None:
    serve(server, LIST)
    update(store)
    serve(server, f"{LIST}{line}\n")
    serve(server, "<!doctype html>", "/page.txt")
    for depth in range(1, 4):
        serve(server, f"!#include {depth + 1}.txt\n", f"/deep/{depth}.txt")
    assert outcome(store, force=True) == f"failed: {reason}"
    assert held(store) == LIST


def test_what_a_condition_rules_out_is_not_asked_for(store: Store, server: Served) -> None:
    text = f"{LIST}!#if env_firefox\n!#include none.txt\n!#else\n{{}}!#endif\n"
    serve(server, text.format("!#include parts/more.txt\n"))
    serve(server, "##.y\n", "/parts/more.txt")
    assert outcome(store) == "updated"
    assert held(store) == text.format("##.y\n")


def test_each_list_that_is_included_comes_once(store: Store, server: Served) -> None:
    serve(server, f"{LIST}!#include little.txt\n!#include parts/more.txt\n!#include parts/more.txt\n")
    serve(server, "##.y\n!#include ../little.txt\n!#include more.txt\n##.w", "/parts/more.txt")
    assert outcome(store) == "updated"
    assert [line for line in held(store).splitlines() if line] == [*LIST.splitlines(), "##.y", "##.w"]


@pytest.mark.parametrize("name", ["../secret.txt", "/etc/hostname"])
def test_a_list_from_a_file_includes_nothing_above_it(store: Store, tmp_path: Path, name: str) -> None:
    (tmp_path / "secret.txt").write_text("##.secret\n", "utf-8")
    (tmp_path / "sub").mkdir()
    file = tmp_path / "sub" / "l.txt"
    file.write_text(f"! Title: L\n##.a\n!#include {name}\n", "utf-8")
    store.save([Subscription("l", file.as_uri())])
    assert outcome(store) == f"failed: {name} cannot be included"


def test_a_list_from_the_web_names_no_file_as_its_patch(store: Store, server: Served, tmp_path: Path) -> None:
    changed = f"{LIST}##.from-disk\n"
    (tmp_path / "a.patch").write_text(patch("a4 1", "##.from-disk", makes=changed), "utf-8")
    first = LIST.replace("##.x", f"! Diff-Path: {(tmp_path / 'a.patch').as_uri()}#little\n##.x")
    serve(server, first)
    update(store)
    expire(store)
    assert outcome(store) == "unchanged"
    assert held(store) == first


@pytest.mark.parametrize("broken", ["", "a1", "x1 1\n", "a9 1\n##.a", "d2 1\nd1 1", "diff name:other lines:0\n"])
def test_what_is_no_patch_says_so(broken: str) -> None:
    if broken == "":
        assert apply_patch("a\nb\n", broken) == "a\nb\n"
    else:
        with pytest.raises(ValueError, match=r"patch"):
            apply_patch("a\nb\n", broken, "little" if broken.startswith("diff") else "")


@pytest.mark.parametrize(
    ("said", "days"),
    [("4 days", 4), ("1 day (update frequency)", 1), ("12 hours", 0.5), ("", 4), ("900 days", 14), ("0", 1 / 24)],
)
def test_lifetimes(said: str, days: float) -> None:
    assert lifetime(said) == days * 86400


def test_a_list_is_due_when_its_time_is_over(store: Store) -> None:
    (item,) = store.subscriptions()
    item.checked, item.expires = 1000.0, 100.0
    assert not due([item], 1099.0)
    assert due([item], 1100.0)


def test_subscriptions_come_and_go(tmp_path: Path) -> None:
    store = Store(tmp_path / "lists")
    store.add("a", "https://a.example/a.txt")
    with pytest.raises(ValueError, match="there already"):
        store.add("a", "https://b.example/b.txt")
    with pytest.raises(ValueError, match="there already"):
        store.add("b", "https://a.example/a.txt")
    store.remove("https://a.example/a.txt")
    assert store.subscriptions() == []
    with pytest.raises(ValueError, match="no list is called a"):
        store.remove("a")


def test_a_damaged_index_is_put_aside(tmp_path: Path) -> None:
    (tmp_path / "subscriptions.json").write_text("{", "utf-8")
    assert Store(tmp_path).subscriptions() == []
    assert (tmp_path / "subscriptions.damaged").read_text("utf-8") == "{"


def test_a_file_is_written_as_a_whole_or_not_at_all(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", "one")
    with pytest.raises(UnicodeEncodeError):
        write(tmp_path / "a.txt", "\ud800")
    assert [(file.name, file.read_text("utf-8")) for file in tmp_path.iterdir()] == [("a.txt", "one")]


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://a.example/lists/My%20List.txt?x=1", "my-20list"),
        ("https://a.example/filters.min.txt", "filters"),
        ("https://a.example/", "a"),
    ],
)
def test_names_for_addresses(url: str, name: str) -> None:
    assert name_for(url) == name
