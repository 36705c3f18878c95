"""Is this response a page? Everything else passes through the proxy as it is."""

from mitmproxy import http

from .decoding import LARGEST

# Where a browser says what it wants a response for, only these become a page.
_DOCUMENTS = frozenset({"document", "iframe", "frame", "fencedframe", "embed", "object"})
_PAGE_TYPES = frozenset({"text/html", "application/xhtml+xml"})
# Content encodings that can be undone here.
CONTENT_ENCODINGS = frozenset({"", "identity", "gzip", "x-gzip", "deflate", "br", "zstd"})


def is_page(flow: http.HTTPFlow) -> bool:
    """Whether a response, of which the headers have come, is a whole HTML or XHTML document for a window or frame."""
    request, response = flow.request, flow.response
    if response is None or request.method not in ("GET", "POST"):
        return False
    if response.status_code < 200 or response.status_code in (204, 205, 206, 304):
        return False
    if media_type(response) not in _PAGE_TYPES or content_encoding(response) not in CONTENT_ENCODINGS:
        return False
    if _header(response, "content-disposition").startswith("attachment"):
        return False
    length = _header(response, "content-length")
    if length.isdecimal() and int(length) > LARGEST:
        return False
    return _wanted_as_document(request)


def media_type(response: http.Response) -> str:
    """The response's media type in lower case, without parameters."""
    return _header(response, "content-type").split(";")[0].rstrip()


def content_encoding(response: http.Response) -> str:
    """The response's content encoding in lower case; more than one stay a list, which nothing here can undo."""
    return _header(response, "content-encoding")


def _wanted_as_document(request: http.Request) -> bool:
    if "sec-fetch-dest" in request.headers:
        return _header(request, "sec-fetch-dest") in _DOCUMENTS
    # Old browsers and other programs do not say; scripts that ask for a piece of HTML mostly do.
    return _header(request, "x-requested-with") != "xmlhttprequest"


def _header(message: http.Message, name: str) -> str:
    return str(message.headers.get(name, "")).strip().lower()
