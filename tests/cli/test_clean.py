import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from unsponsor.cli import main

PAGE = b'<p>News \xff</p><ins class="adsbygoogle" data-ad-client="ca-pub-1">Buy now</ins>'
LEFT = b"<p>News \xff</p>"


@pytest.fixture(autouse=True)
def _own_configuration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("unsponsor.cli.options.config_folder", lambda: tmp_path / "config")


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.html"
    path.write_bytes(PAGE)
    return path


def test_a_file_to_standard_output(page: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["clean", str(page)]) == 0
    out, errors = capfdbinary.readouterr()
    assert out == LEFT
    assert b"ad" in errors
    assert b"adsense-unit" in errors
    assert b"Buy now" in errors
    assert b"1 removed" in errors


def test_a_report(page: Path, tmp_path: Path) -> None:
    report, out = tmp_path / "report.json", tmp_path / "out.html"
    assert main(["clean", str(page), "--url", "https://a.example/", "-o", str(out), "--report", str(report)]) == 0
    assert out.read_bytes() == LEFT
    read = json.loads(report.read_text())
    assert read["url"] == "https://a.example/"
    (removal,) = read["removals"]
    assert PAGE[removal["start"] : removal["end"]] == PAGE[len(LEFT) :]
    assert (removal["category"], removal["by"], removal["action"]) == ("ad", "adsense-unit", "remove")
    assert removal["evidence"]
    assert removal["text"] == "Buy now"


def test_a_filter_list(page: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "mine.txt").write_text("! Title: Mine\nnews.example##p\n")
    out = tmp_path / "out.html"
    arguments = ["clean", str(page), "--url", "https://news.example/", "-o", str(out)]
    assert main([*arguments, "--list", str(tmp_path / "mine.txt")]) == 0
    assert out.read_bytes() == b""
    assert "news.example##p (Mine)" in capsys.readouterr().err
    page.write_bytes(LEFT + b"<b onclick=x class=go>Buy now</b>")
    (tmp_path / "mine.txt").write_text("! Title: Mine\n##b:remove-attr(onclick)\n##b:remove-class(go)\n")
    assert main([*arguments, "--list", str(tmp_path / "mine.txt")]) == 0
    assert out.read_bytes() == LEFT + b"<b>Buy now</b>"
    assert capsys.readouterr().err.count("[attribute]") == 2
    assert main([*arguments, "--list", str(tmp_path / "none.txt")]) == 1
    assert "no filter list there" in capsys.readouterr().err


def test_standard_input() -> None:
    done = subprocess.run([sys.executable, "-m", "unsponsor", "clean", "-"], input=PAGE, capture_output=True, check=False)
    assert (done.returncode, done.stdout) == (0, LEFT)


def test_nothing_to_remove(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    path = tmp_path / "page.html"
    path.write_bytes(b"<p>News</p>")
    assert main(["clean", str(path)]) == 0
    assert capfdbinary.readouterr() == (b"<p>News</p>", b"nothing to remove\n")


class Pages(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path == "/moved":
            self.send_response(302)
            self.send_header("location", "/page")
            self.end_headers()
            return
        found = self.path in ("/page", "/gone")
        self.send_response(200 if self.path == "/page" else 404)
        self.send_header("content-type", "text/html" if found else "application/json")
        self.end_headers()
        self.wfile.write(PAGE if found else b"{}")

    def log_message(self, *_: object) -> None: ...


@pytest.fixture
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("path", ["/page", "/moved", "/gone"])
def test_a_url(site: str, path: str, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["clean", site + path]) == 0
    assert capfdbinary.readouterr()[0] == LEFT


@pytest.mark.parametrize(
    ("source", "words"),
    [("none.html", b"No such file"), ("http://127.0.0.1:1/", b"refused"), ("http://[", b"unsponsor:")],
)
def test_what_cannot_be_read_is_one_line(source: str, words: bytes, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["clean", source]) == 1
    out, errors = capfdbinary.readouterr()
    assert out == b""
    assert words in errors
    assert errors.count(b"\n") == 1


def test_a_url_without_a_page(site: str, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["clean", site + "/other"]) == 1
    assert b"404" in capfdbinary.readouterr()[1]


def test_an_output_that_cannot_be_written(page: Path, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["clean", str(page), "-o", str(tmp_path / "none" / "out.html")]) == 1
    assert b"none" in capfdbinary.readouterr()[1]


def test_an_explanation_of_every_block_considered(page: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["clean", str(page), "--explain"]) == 0
    out, _ = capfdbinary.readouterr()
    told = out.decode()
    assert "removed  [ad, by adsense-unit, 0.95]" in told
    assert '"Buy now"' in told
    assert "1 removed" in told
    assert "<p>" not in told
