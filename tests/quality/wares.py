"""What planted links say and where they lead: wares, phrases and host names, put together by chance.

About a third of the wares are everyday trades that the shipped vocabularies do not name: such links are given away by the shape
of the phrase, by a host named like the phrase, or by being hidden.
"""

import random
from collections.abc import Callable
from typing import NamedTuple


class Link(NamedTuple):
    """A planted link."""

    text: str
    href: str
    host: str


# Notorious wares: the text, as its trade would put it into a link, in many languages.
NOTORIOUS = (
    "online casino",
    "casino bonus no deposit",
    "real money slots",
    "sports betting sites",
    "football betting tips",
    "online poker",
    "viagra online",
    "generic cialis",
    "canadian pharmacy",
    "buy tramadol without prescription",
    "payday loans",
    "bad credit loans online",
    "instant cash advance",
    "replica watches",
    "replica rolex watches",
    "replica designer handbags",
    "essay writing service",
    "write my essay",
    "buy college essays",
    "buy backlinks",
    "link building services",
    "buy instagram followers",
    "escort service",
    "london escorts",
    "forex trading signals",
    "bitcoin casino",
    "crypto trading bot",
    "cheap vpn",
    "iptv subscription",
    "best iptv service",
    "weight loss pills",
    "keto diet pills",
    "local movers",
    "emergency plumber",
    "seo services",
    "hello world linksite",
    "adult webcams",
    "online casino ohne lizenz",
    "sportwetten bonus",
    "kredit ohne schufa",
    "backlinks kaufen",
    "potenzmittel rezeptfrei",
    "casino en ligne fiable",
    "paris sportifs en ligne",
    "viagra pas cher",
    "casino online sin licencia",
    "apuestas deportivas online",
    "préstamos rápidos online",
    "cassino online",
    "apostas esportivas",
    "siti scommesse",
    "casino non aams",
    "casino zonder cruks",
    "kasyno online",
    "pożyczki chwilówki",
    "casino utan licens",
    "nettikasino",
    "онлайн казино",
    "ставки на спорт",
    "купить диплом",
    "микрозаймы онлайн",
    "canlı bahis siteleri",
    "deneme bonusu veren siteler",
    "オンラインカジノ",
    "ブランドコピー",
    "카지노사이트",
    "토토사이트",
    "娱乐城",
    "nhà cái uy tín",
    "สล็อตเว็บตรง",
    "situs slot gacor",
    "judi bola online",
    "ऑनलाइन सट्टा",
    "مراهنات رياضية",
)
# Everyday trades. No term of the shipped vocabularies of wares and trades is in one (a test sees to that).
EVERYDAY = (
    "custom stickers", "dog training", "vape juice", "airport transfer", "scrap metal", "fence contractors", "logo design",
    "assignment help", "drain unblocking", "party bus hire", "rug shampoo", "solar panels", "stair lifts", "kitchen worktops",
    "artificial grass", "wedding photo booth", "office chairs", "golf carts", "forklift training", "hot tubs", "dental veneers",
    "cnc machining", "voice over artists", "certified translation", "yacht charter", "gutter guards", "window tinting",
    "asphalt paving", "septic tanks", "rubber stamps", "ice machines", "shipping containers", "bounce house", "skip bins",
    "wallpaper murals", "log cabins", "student housing", "laser engraving", "phone unlocking", "horse blankets",
)  # fmt: skip
SHAPES = (
    "best {} service", "best {} services", "cheap {} online", "affordable {} company", "top rated {} agency",
    "buy {} online", "best {} near me", "top 10 {} companies", "{} services near me", "cheapest {} deals",
    "professional {} service", "best {} in {city}", "hire {} experts online", "cheap {} {city}",
)  # fmt: skip
FOREIGN = (
    "meilleur service {}", "{} pas cher", "acheter {} en ligne", "{} günstig kaufen", "günstige {} online bestellen",
    "comprar {} barato", "mejor servicio de {}", "купить {} недорого", "заказать {} дешево", "tanie {} online",
    "najlepszy {} sklep", "goedkope {} kopen", "en ucuz {} satın al", "miglior {} prezzo", "comprar {} online",
)  # fmt: skip
FOREIGN_EVERYDAY = (
    "fenêtres pvc", "volets roulants", "rollrasen", "treppenlift", "gartenhaus", "colchones", "persianas", "шкафы купе",
    "кухонный гарнитур", "okna pcv", "meble ogrodowe", "zonwering", "perde", "materassi", "piscinas",
)  # fmt: skip
CITIES = ("austin", "denver", "leeds", "tampa", "perth", "dallas", "cork", "tulsa", "fresno", "dundee")
_SYLLABLES = ("ba", "zu", "ko", "ri", "ve", "mo", "ta", "ly", "xi", "qo", "ne", "du", "pra", "sto", "fle")
_DECORATION = ("pro", "hub", "24", "365", "online", "world", "king", "zone", "guru", "now")


def topic(chance: random.Random, avoid: Callable[[str], bool], *, plain: bool) -> Link:
    """A link on a ware of which the page does not speak. ``plain``: everyday trades may stand without a commercial phrase,
    for links that something else gives away."""
    for _ in range(50):
        text, joined = _phrase(chance, plain)
        if not avoid(text):
            break
    return _link(chance, text, joined)


def _phrase(chance: random.Random, plain: bool) -> tuple[str, bool]:
    """The text of a link, and whether its host must be named like it."""
    roll = chance.random()
    if roll < 0.67:
        text = chance.choice(NOTORIOUS)
        if text.isascii() and len(text.split()) < 3 and chance.random() < 0.3:
            text = f"best {text}" if not text.startswith(("buy", "best")) else text
        return _cased(chance, text), False
    if chance.random() < 0.2:
        return _cased(chance, chance.choice(FOREIGN).format(chance.choice(FOREIGN_EVERYDAY))), False
    ware = chance.choice(EVERYDAY)
    if plain and chance.random() < 0.5:
        return _cased(chance, f"{ware} {chance.choice(CITIES)}" if chance.random() < 0.5 else ware), False
    if chance.random() < 0.25:
        return f"{ware} {chance.choice(CITIES)}", True
    return _cased(chance, chance.choice(SHAPES).format(ware, city=chance.choice(CITIES))), False


def _cased(chance: random.Random, text: str) -> str:
    roll = chance.random()
    return text if roll < 0.6 else text.title() if roll < 0.85 else text[:1].upper() + text[1:]


def _link(chance: random.Random, text: str, joined: bool) -> Link:
    words = [word for word in text.lower().split() if word.isascii() and word.isalnum()]
    roll = chance.random()
    if words and (joined or roll < 0.35):
        name = ("" if joined or chance.random() < 0.6 else "-").join(words)
    elif words and roll < 0.6:
        name = chance.choice(words) + chance.choice(("", "-")) + chance.choice(_DECORATION)
    else:
        name = "".join(chance.choice(_SYLLABLES) for _ in range(chance.randint(2, 5)))
        name += chance.choice(("", "", str(chance.randint(1, 999))))
    host = f"{chance.choice(('', 'www.', ''))}{name[:60].strip('-')}.example"
    path = chance.choice(
        ("/", "/", "", f"/{'-'.join(words)}/" if words else "/p/", "/index.php?id=" + str(chance.randint(1, 99)))
    )
    return Link(text, f"https://{host}{path}", host)
