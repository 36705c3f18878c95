"""The mitmproxy addon: pages are held and cleaned, all else streams through."""

import asyncio
import logging
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from mitmproxy import ctx, http

from unsponsor.engine import Cleaned, Engine

from . import gate, requests
from .reload import keep_up_to_date, watch
from .workers import Workers

logger = logging.getLogger(__name__)

_PAGE = "unsponsor_page"
# Set by an addon that needs the whole of a response that is no page.
KEEP = "unsponsor_keep"
# Headers that speak of the bytes of the body as the origin sent them.
_OF_THE_BODY = ("content-encoding", "content-md5", "digest", "content-digest", "repr-digest", "accept-ranges")
# With these a browser would ask whether the page has changed, and go on showing what older rules made of it.
_VALIDATORS = ("etag", "last-modified")


class Unsponsor:
    """Takes promotion out of pages. On any error the page goes on as the origin sent it."""

    def __init__(
        self,
        build: Callable[[], Engine],
        watched: tuple[Path, ...] = (),
        engine: Engine | None = None,
        update_lists: Callable[[], bool] | None = None,
    ) -> None:
        """``build`` makes the engine, again each time a file under ``watched`` changes; ``engine`` is one made already.
        ``update_lists`` brings the filter lists up to date and says whether any has changed; it is called now and then."""
        self._update_lists = update_lists
        self._tasks: list[asyncio.Task[None]] = []
        self.build = build
        self.watched = watched
        self.counts: Counter[str] = Counter()
        # Hosts to whose pages the reader went on, though a list blocks them.
        self._let_on: set[str] = set()
        self._engine = engine
        self._workers: Workers | None = None

    def running(self) -> None:
        """The proxy is up: start the workers, and watch the rule files."""
        if self._workers is None:
            self._engine = self._engine or self.build()
            try:
                self._engine.prepare()
            except Exception:
                logger.warning("goes on without filter lists", exc_info=True)
                self._engine.lists = []
            _connect_lazily(self._engine)
            self._workers = Workers(self._engine)
            if self.watched:
                self._tasks.append(asyncio.create_task(watch(self.watched, self.reload)))
            if self._update_lists is not None:
                self._tasks.append(asyncio.create_task(keep_up_to_date(self._update_lists, self.reload)))

    def done(self) -> None:
        """The proxy ends."""
        for task in self._tasks:
            task.cancel()
        if self._workers is not None:
            self._workers.stop()

    async def reload(self) -> None:
        """Build the engine anew from what stands in the files now; where that fails, say why and keep the one there is."""
        try:
            engine = await asyncio.to_thread(self._built)
        except Exception as error:
            self.counts["broken reloads"] += 1
            unexpected = not isinstance(error, ValueError | OSError)
            logger.error("rules not taken over, the last good ones stay:\n%s", error, exc_info=unexpected)
            return
        self._engine = engine
        _connect_lazily(engine)
        if self._workers is not None:
            self._workers.replace(engine)
        logger.info("rules taken over: %d", len(engine.rule_ids))

    def _built(self) -> Engine:
        engine = self.build()
        engine.prepare()  # here, not on the loop
        return engine

    def requestheaders(self, flow: http.HTTPFlow) -> None:
        """A request that no list speaks of streams through."""
        if self._is_answered(flow):
            return
        if "content-length" in flow.request.headers or "transfer-encoding" in flow.request.headers:
            flow.request.stream = True
        # A dictionary that the browser has and this proxy has not would make the answer unreadable here.
        flow.request.headers.pop("available-dictionary", None)

    def _is_answered(self, flow: http.HTTPFlow) -> bool:
        """Whether a list blocks or changes a request. A blocked one is answered here, and nobody is asked."""
        engine = self._engine
        if engine is None or not engine.lists:
            return False
        request = flow.request
        kind = requests.kind_of(request)
        if kind == "document" and requests.goes_on(request):
            self._let_on.add(request.pretty_host)
        decision = engine.request(request.pretty_url, source=requests.source_of(request, kind), kind=kind)
        if decision.action == "rewrite" and decision.url is not None:
            request.url = decision.url
            self.counts["rewritten"] += 1
        if decision.action not in ("block", "redirect") or (kind == "document" and request.pretty_host in self._let_on):
            return False
        self.counts["blocked"] += 1
        logger.debug("blocked %s: %s", request.pretty_url, decision.by)
        flow.response = requests.answer(decision, kind, request.pretty_url, request.headers.get("origin"))
        return True

    def responseheaders(self, flow: http.HTTPFlow) -> None:
        """Hold a page, stream the rest."""
        if flow.response is None:
            return
        self._change_headers(flow)
        if gate.is_page(flow):
            flow.metadata[_PAGE] = True
        elif not flow.metadata.get(KEEP):
            flow.response.stream = True

    def _change_headers(self, flow: http.HTTPFlow) -> None:
        """Add and take out what lists say of the headers of an answer."""
        if self._engine is None or not self._engine.lists or flow.response is None:
            return
        request = flow.request
        kind = requests.kind_of(request)
        for change in self._engine.headers(request.pretty_url, source=requests.source_of(request, kind), kind=kind):
            if change.value is None:
                flow.response.headers.pop(change.name, None)
            else:
                # Of several policies, each has to be met.
                flow.response.headers.add(change.name, change.value)

    async def response(self, flow: http.HTTPFlow) -> None:
        """Clean a page that is there as a whole."""
        response = flow.response
        if response is None or not response.raw_content or self._workers is None:
            return
        # Replayed answers and those that other addons made come here without their headers having been seen.
        if not flow.metadata.get(_PAGE) and not gate.is_page(flow):
            return
        self.counts["pages"] += 1
        url = flow.request.pretty_url
        cleaned = await self._workers.clean(
            response.raw_content, gate.content_encoding(response), url, response.headers.get("content-type")
        )
        if cleaned is None:
            return
        if cleaned.fault is not None:
            self.counts["faults"] += 1
            logger.warning("left as it was: %s (%s)", flow.request.pretty_host, cleaned.fault)
            return
        self._replace(response, cleaned)
        self.counts["cleaned"] += 1
        self.counts["removals"] += len(cleaned.removals)
        kinds = Counter(removal.category for removal in cleaned.removals)
        logger.info(
            "%s%s: %s",
            flow.request.pretty_host,
            flow.request.path.partition("?")[0],
            ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items())),
        )

    @staticmethod
    def _replace(response: http.Response, cleaned: Cleaned) -> None:
        # Not compressed again: the browser is on this machine, and compressing costs more than the cleaning did.
        for name in (*_OF_THE_BODY, *_VALIDATORS):
            response.headers.pop(name, None)
        response.raw_content = cleaned.html
        response.headers.pop("transfer-encoding", None)
        response.headers["content-length"] = str(len(cleaned.html))


def _connect_lazily(engine: Engine) -> None:
    """Ask no origin for a connection before a request to it is let through: the host of a blocked one learns nothing."""
    if engine.lists:
        ctx.options.connection_strategy = "lazy"
