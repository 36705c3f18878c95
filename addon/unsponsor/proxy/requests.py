"""Requests as filter lists speak of them, and answers to those that are blocked."""

import hashlib
import hmac
import html
import secrets
from urllib.parse import quote, urlsplit

from mitmproxy import http

from unsponsor.lists.network import Decision
from unsponsor.lists.resources import for_kind

# What a browser says it wants a response for, as lists call that.
_KINDS = {
    "document": "document",
    **dict.fromkeys(("iframe", "frame", "fencedframe"), "subdocument"),
    **dict.fromkeys(("script", "worker", "sharedworker", "serviceworker", "audioworklet", "paintworklet"), "script"),
    "style": "stylesheet",
    "image": "image",
    "font": "font",
    **dict.fromkeys(("audio", "video", "track"), "media"),
    **dict.fromkeys(("embed", "object"), "object"),
    "empty": "xmlhttprequest",
    "report": "other",
}
# Where it does not say: by what it accepts.
_ACCEPTED = (
    ("text/html", "document"),
    ("text/css", "stylesheet"),
    ("image/", "image"),
    ("video/", "media"),
    ("audio/", "media"),
)
_ENDINGS = {
    "js": "script",
    "mjs": "script",
    "css": "stylesheet",
    "gif": "image",
    "png": "image",
    "jpg": "image",
    "webp": "image",
}
# The parameter with which a reader goes on to a page that a list blocks. Nobody else can make its value.
GO_ON = "unsponsor-go-on"
_secret = secrets.token_bytes(16)


def kind_of(request: http.Request) -> str:
    """What a request is for, as in the options of lists."""
    if request.headers.get("upgrade", "").lower() == "websocket":
        return "websocket"
    wanted = request.headers.get("sec-fetch-dest", "").strip().lower()
    if wanted:
        return _KINDS.get(wanted, "other")
    if request.headers.get("x-requested-with", "").lower() == "xmlhttprequest":
        return "xmlhttprequest"
    accepted = request.headers.get("accept", "").lower()
    by_type = next((kind for part, kind in _ACCEPTED if accepted.startswith(part)), None)
    return by_type or _ENDINGS.get(urlsplit(request.path).path.rpartition(".")[2].lower(), "other")


def source_of(request: http.Request, kind: str) -> str:
    """The address of the page that asks: a page's own where it is the page, or where nobody says."""
    if kind == "document":
        return request.pretty_url
    for name in ("referer", "origin"):
        said = str(request.headers.get(name, ""))
        if said.startswith(("http://", "https://")):
            return said
    return request.pretty_url


def answer(decision: Decision, kind: str, url: str, origin: str | None) -> http.Response:
    """What is answered instead of a blocked request. ``origin``: the request's ``Origin``, which may read the answer."""
    if kind == "document":
        return http.Response.make(
            403, blocked_page(url, decision.by or ""), {**_FRESH, "content-type": "text/html; charset=utf-8"}
        )
    resource = decision.resource or for_kind(kind)
    headers = {**_FRESH, "content-type": resource.content_type}
    if origin:
        headers |= {"access-control-allow-origin": origin, "access-control-allow-credentials": "true"}
    return http.Response.make(200, resource.body, headers)


_FRESH = {"cache-control": "no-store", "x-unsponsor": "blocked"}


def token(host: str) -> str:
    """The value of the parameter that lets a reader go on to a host."""
    return hmac.new(_secret, host.encode(), hashlib.sha256).hexdigest()[:24]


def goes_on(request: http.Request) -> bool:
    """Whether a reader goes on to a blocked page; takes the parameter that says so out of the request."""
    given = request.query.get(GO_ON)
    if given is None:
        return False
    del request.query[GO_ON]
    return hmac.compare_digest(given, token(request.pretty_host))


def blocked_page(url: str, by: str) -> str:
    """The page that a reader sees instead of one that a list blocks."""
    parts = urlsplit(url)
    on = parts._replace(
        query=(f"{parts.query}&" if parts.query else "") + f"{GO_ON}={quote(token(parts.hostname or ''))}"
    ).geturl()
    return _PAGE.format(host=html.escape(parts.hostname or url), by=html.escape(by), url=html.escape(url), on=html.escape(on))


_PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="referrer" content="no-referrer">
<title>Blocked: {host}</title>
<style>
:root {{ color-scheme: light dark; font: 1.05rem/1.5 system-ui, sans-serif }}
body {{ max-width: 40rem; margin: 12vh auto; padding: 0 1.5rem }}
code {{ display: block; padding: .8rem 1rem; border: 1px solid; border-radius: .4rem; overflow-wrap: anywhere }}
</style>
<h1>{host} is blocked</h1>
<p>A filter of one of your lists blocks this page:</p>
<code>{by}</code>
<p>The address was:</p>
<code>{url}</code>
<p><a href="{on}" rel="nofollow">Go on to it all the same</a>, until the proxy is started again.</p>
</html>
"""
