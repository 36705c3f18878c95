"""Which filters of lists apply to which pages. The ids of the elements that are found."""

import gzip
import random
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser, SelectolaxError

from unsponsor.lists.collection import collection
from unsponsor.lists.index import ElementIndex, count
from unsponsor.lists.operators import is_procedural
from unsponsor.lists.switches import Switches
from unsponsor.lists.syntax import FilterList, Kind, parse
from unsponsor.page.tree import NUMBER, Page
from unsponsor.rules.facts import Facts

from ..rules.helpers import facts

SHARED = Path(__file__).resolve().parents[3] / "shared"
HTML = "<body><main><h1>News</h1></main><div id=a class='ad-box x'><b id=b>Lamps</b></div><a id=c href='https://ads.example/1'>l</a>"
URL = "https://www.news.example/politics/1?page=2"
FOUND = {
    "a class for every page": ("##.ad-box", "a"),
    "an id for every page": ("###b", "b"),
    "a piece of an address": ('##a[href^="https://ads.example/"]', "c"),
    "a site": ("news.example##.x", "a"),
    "an entity": ("news.*##.x", "a"),
    "an expression for sites": (r"/^www\.n\w+\./##.x", "a"),
    "another site": ("shop.example##.x", ""),
    "all sites but one": ("~news.example##.x", ""),
    "all sites but another": ("~shop.example##.x", "a"),
    "a site but a part of it": ("news.example,~www.news.example##.x", ""),
    "a path": ("[$path=/politics/]##.x", "a"),
    "another path": ("[$path=/sports/]##.x", ""),
    "an expression for paths": (r"[$path=/^\/pol\w+\//]##.x", "a"),
    "an exception for a site": ("##.x\nnews.example#@#.x", ""),
    "an exception for another site": ("##.x\nshop.example#@#.x", "a"),
    "an exception for all": ("##.x\nnews.example##.x\n#@#.x", ""),
    "an exception for another path": ("news.example##.x\n[$path=/sports]news.example#@#.x", "a"),
    "an exception for the path": ("news.example##.x\n[$path=/politics]news.example#@#.x", ""),
    "an exception for all sites but one": ("##.x\n~news.example#@#.x", "a"),
    "an exception for all sites but another": ("##.x\n~shop.example#@#.x", ""),
    "an exception for sites that are an expression": ("##.x\n/news/#@#.x", ""),
    "an exception for other sites that are an expression": ("##.x\n/^shop/#@#.x", "a"),
    "a broken path beside another filter": ("##b\n[$path=/(/]##.x", "b"),
    "a broken site beside another filter": ("##b\n/(/##.x\n~/(/##.x", "a b"),
    "one that is nested too deep beside another": ("##b\n##a" + ":has(a" * 1500 + ")" * 1500, "b"),
    "nothing that is selected": ("##^\n##:remove()", ""),
    "no selector, but what an element has": ('##:matches-attr("href")', "c"),
    "generic filters are off": ("##.x\nnews.example##b\n@@||news.example^$generichide", "b"),
    "generic filters are off, in short": ("##.x\n@@||news.example^$ghide", ""),
    "generic filters are off on a path": ("##.x\n@@||news.example/politics/$generichide", ""),
    "generic filters are off on another path": ("##.x\n@@||news.example/sports/$generichide", "a"),
    "specific filters are off": ("##.x\nnews.example##b\n@@||news.example^$specifichide", "a"),
    "element filters are off": ("##.x\nnews.example##b\n@@||news.example^$elemhide", ""),
    "the page is let alone": ("##.x\n@@||news.example^$document", ""),
    "one that leads up": ("news.example##b:has-text(Lamps):upward(div)", "a"),
    "HTML as AdGuard writes it": ('news.example$$b[tag-content="Lam"]', "b"),
    "HTML as AdGuard writes it, with quotes": ('news.example$$b[tag-content="La""m"]', ""),
    "HTML by a pattern": ('news.example$$div[wildcard="*l?mps*"]\nnews.example$$div[wildcard="*l*ps*"]', "a"),
    "HTML by its length": ('news.example$$b[min-length="3"][max-length="5"]', "b"),
    "HTML that is too long": ('news.example$$b[max-length="4"]', ""),
    "HTML by its text": ("news.example$$b:contains(Lamps)", "b"),
    "an exception of HTML": ("news.example$$b:contains(Lamps)\nnews.example$@$b:contains(Lamps)", ""),
    "a scriptlet does nothing": ("news.example##+js(x)\nnews.example#%#x()", ""),
    "one that cannot be understood": ("news.example##:foo(\nnews.example##.x", "a"),
    "what takes attributes away takes no elements": ("news.example##.x:remove-attr(onclick)", ""),
}


def found(text: str, url: str = URL) -> list[str]:
    index = index_of(parse(text, "little"))
    return sorted(element.get("id") or element.tag for element, _, loss in index.find(facts(HTML, url)) if loss is None)


def index_of(*lists: FilterList) -> ElementIndex:
    return ElementIndex(collection(lists), Switches((item.text, found.name) for found in lists for item in found.network))


@pytest.mark.parametrize(("text", "wanted"), FOUND.values(), ids=FOUND.keys())
def test_what_filters_find(text: str, wanted: str) -> None:
    assert found(text) == wanted.split()


def test_a_filter_is_told_with_its_list() -> None:
    ((_, listed, _),) = index_of(parse("! Title: Little list\n##.x")).find(facts(HTML, URL))
    assert str(listed) == "##.x (Little list)"
    assert listed.filter.line == 2


def test_each_element_is_found_once() -> None:
    assert found("##.x\n##.ad-box\nnews.example##div") == ["a"]


LOSING = {
    "a site": ("news.example##.x:remove-attr(class)", "a"),
    "every page": ("##.x:remove-attr(class)", "a"),
    "one that goes as well": ("##.x\n##.x:remove-attr(class)\n##div:remove-class(x)", "a a"),
    "several alternatives": ("news.example##.x, #b:remove-attr(id)", "a b"),
    "another site": ("shop.example##.x:remove-attr(class)", ""),
    "an exception": ("##.x:remove-attr(class)\nnews.example#@#.x:remove-attr(class)", ""),
    "an exception of another": ("##.x:remove-attr(class)\nnews.example#@#.x:remove-attr(id)\n#@#.x", "a"),
    "element filters are off": ("##.x:remove-attr(class)\n@@||news.example^$elemhide", ""),
    "as AdGuard writes HTML": ("news.example$$b:contains(Lamps):remove-attr(id)", "b"),
}


@pytest.mark.parametrize(("text", "wanted"), LOSING.values(), ids=LOSING.keys())
def test_which_elements_lose_something(text: str, wanted: str) -> None:
    found = index_of(parse(text, "little")).find(facts(HTML, URL))
    assert sorted(element.get("id") or "" for element, _, loss in found if loss is not None) == wanted.split()


def test_what_becomes_of_filters_is_counted() -> None:
    text = "##.x\n##^.y\na.example##+js(x)\na.example##.x:matches-css(a: b)\n#@#.z\n##:foo(\na.example##.x:remove-attr(b)"
    counts, failures = count([parse(text, "l")])
    assert counts == {
        "applies: cosmetic": 2,
        "applies: HTML": 1,
        "not applicable: scriptlet": 1,
        "not applicable: :matches-css()": 1,
        "exception: cosmetic": 1,
        "cannot be understood": 1,
    }
    ((name, written, reason),) = failures
    assert (name, written.line) == ("l", 6)
    assert reason


@pytest.fixture(scope="module")
def published() -> list[FilterList]:
    files = sorted((SHARED / "lists").glob("*.txt.gz"))
    if not files:
        pytest.skip("no filter lists beside the checkout")
    return [parse(gzip.decompress(file.read_bytes()).decode("utf-8"), file.stem) for file in files]


@pytest.mark.corpus
def test_nearly_all_of_published_lists_is_understood(published: list[FilterList]) -> None:
    counts, failures = count(published)
    assert len(failures) <= 0.001 * sum(counts.values()), failures


@pytest.mark.corpus
def test_plain_filters_select_what_an_html5_parser_selects(published: list[FilterList]) -> None:
    pages = sorted((SHARED / "corpus" / "pages").glob("*.html.gz"))[::5][:50]
    if not pages:
        pytest.skip("no corpus beside the checkout")
    plain = list(
        dict.fromkeys(
            item.body
            for found in published
            for item in found.elements
            if item.kind is Kind.HIDE and not item.exception and not is_procedural(item.body) and ":" not in item.body
        )
    )
    chance = random.Random(7)
    different: list[tuple[str, str]] = []
    asked = 0
    for path in pages:
        page = Page(gzip.decompress(path.read_bytes()))
        known = Facts(page, "https://page.example/")
        tree = LexborHTMLParser(page.numbered())
        names = {token[1:] for token in known.by_token if token[0] in ".#"}
        # All that name something of the page, and some that do not.
        likely = [body for body in plain if any(name in names for name in body.replace(".", " ").replace("#", " ").split())]
        for body in (*likely, *chance.sample(plain, 200)):
            # What has no start tag (an end tag of a paragraph makes one) is no element that a filter could take.
            try:
                wanted = {node.attributes.get(NUMBER) for node in tree.css(body)} - {None}
            except SelectolaxError:
                continue  # lexbor does not know all selectors
            asked += 1
            # What is in a template stands apart from the page; scripts make elements of it, and filters take it as well.
            chosen = {e.get(NUMBER) for e in known.selected(body) if next(e.iterancestors("template"), None) is None} - {None}
            different += [(path.name, body)] if chosen != wanted else []
    assert asked > 200 * len(pages)
    assert different == []
