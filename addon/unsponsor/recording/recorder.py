"""Records what origins sent, before anything is taken out of it."""

import logging
from pathlib import Path

from mitmproxy import http

from unsponsor.proxy.addon import KEEP

from . import har

logger = logging.getLogger(__name__)


class Recorder:
    """An addon that keeps every exchange and writes a recording at the end. It must stand before the cleaning addon in the
    list, and holds all bodies in memory."""

    def __init__(self, path: Path) -> None:
        """``path``: the ``.har.gz`` file to write."""
        self.path = path
        self.flows: list[http.HTTPFlow] = []

    def responseheaders(self, flow: http.HTTPFlow) -> None:
        """A streamed body would not be there to be kept."""
        flow.metadata[KEEP] = True

    def response(self, flow: http.HTTPFlow) -> None:
        """Keep the exchange as it is now."""
        self.flows.append(flow.copy())

    def done(self) -> None:
        """Write the recording."""
        try:
            har.write(self.path, self.flows)
        except OSError as error:
            logger.error("the recording could not be written: %s", error)
