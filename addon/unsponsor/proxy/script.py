"""For those who run mitmproxy themselves: ``mitmdump -s …/unsponsor/proxy/script.py`` (or ``mitmweb -s …``)."""

from unsponsor.proxy.addon import Unsponsor
from unsponsor.settings import config_folder
from unsponsor.user import build_engine

addons = [Unsponsor(lambda: build_engine(config_folder()), (config_folder(),))]
