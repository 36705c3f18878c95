"""Tag soup: the DOM of the cleaned page is that of the original without the element, or with it hidden."""

import html
import json
import re
from collections.abc import Callable

import pytest

from unsponsor import Engine

from .conftest import Lab, answer, only_test_rules

pytestmark = [pytest.mark.browser, pytest.mark.once]

AD = "class=test-ad"
# What can be cut.
CUT = {
    "well-formed": f"<p>a<div {AD}>Buy<b>!</b></div><p>z",
    "unclosed p": f"<div>\n<p>a\n<p {AD}>Buy <i>now</i>\n<p>z\n</div>",
    "unclosed p, last of its parent": f"<div><p>a<p {AD}>Buy\n</div>\n<p>z",
    "unclosed li": f"<ul>\n<li>a\n<li {AD}>Buy<ul><li>b<li>c</ul>\n<li>z</ul>",
    "unclosed li, last of the list": f"<ul><li>a<li {AD}><a href=/x>Buy</a>\n</ul><p>z",
    "unclosed dt and dd": f"<dl><dt>a<dd {AD}>Buy<dt>z<dd>y</dl>",
    "unclosed cells and rows": f"<table><tr><td>a<td {AD}>Buy<tr {AD}><td>Buy<tr><td>z</table>",
    "unclosed to the end": f"<p>a</p><section {AD}><p>Buy",
    "misnested formatting inside": f"<p>a<span {AD}><b>Buy<i>now</b>!</i></span>z",
    "formatting that is closed inside": f"<p><b>a<span {AD}>Buy</b>b</span>z</p>y",
    "foster-parented": f"<table><div {AD}>Buy</div><tr><td>a</table>z",
    "foster-parented between texts": f"a<table>b<div {AD}>Buy</div>c<tr><td>d</td>e</tr></table>z",
    "in something foster-parented": f"<table><tr><div>a<p {AD}>Buy</p>b</div><td>c</table>z",
    "stray end tags": f"a</span><div {AD}>Buy</p></em></div></b>z",
    "end tags in a comment and a script": f"a<div {AD}>Buy<!-- </div> --><script>'</div>'</script>now</div>z",
    "an option": f"<select><option>a<option {AD}>Buy<option>z</select>",
}
# What has a part in how the rest of the page is read, and can only be hidden.
HIDDEN = {
    "formatting that leaks out": f"<div {AD}><b>Buy</div>a<p>z</p>",
    "a link that leaks out of a list": f"<ul><li>a<li {AD}><a href=/x>Buy</ul><p>z",
    "a block in formatting": f"<b>a<div {AD}>Buy</b>now</div>z",
    "formatting itself": f"<p>a<b {AD}>Buy<p>now</b>z",
    "nested links": f"<a href=/1>a<div {AD}>Buy<a href=/2>now</a></div>y</a>z",
    "a table that content is moved out of": f"a<table {AD}><p>b</p><tr><td>Buy</table>z",
    "a form in a form": f"<form id=a><div {AD}><form id=b>Buy</form></div><input>z",
}
SOUP = CUT | HIDDEN
PATHS = {name: f"/{number}" for number, name in enumerate(SOUP)}
# Scripts of the page, which the original gets: they do in the DOM what unsponsor does in the bytes.
LEAVE = "document.currentScript.remove();"
EACH = LEAVE + "addEventListener('DOMContentLoaded', () => document.querySelectorAll('.test-ad').forEach(ad => {%s}));"
REMOVE = EACH % "ad.remove()"
HIDE = (
    EACH
    % """
    const own = [...ad.attributes];
    for (const {name} of own) ad.removeAttribute(name);
    ad.setAttribute('hidden', '');
    ad.setAttribute('style', 'display:none!important');
    for (const {name, value} of own) ad.setAttribute(name, value);"""
)


# A page with all of them in frames, which writes down what the browser has made of each.
FRAMES = (
    "<!doctype html><body>"
    + "".join(f"<iframe src={path}></iframe>" for path in PATHS.values())
    + "<script src=/all.js></script>"
)
COLLECT = b"""addEventListener('load', () => {
    const doms = [...document.querySelectorAll('iframe')].map(frame => frame.contentDocument.documentElement.outerHTML);
    document.body.replaceChildren(Object.assign(document.createElement('output'), {textContent: JSON.stringify(doms)}));
});"""

Doms = dict[str, str]


def look(lab: Lab, build: Callable[[], Engine] | None, cut: str, hidden: str) -> Doms:
    """The DOM of each page. Those to be cut have one script, those to be hidden another."""
    script = "text/javascript"
    flows = [
        answer("/", FRAMES.encode()),
        answer("/all.js", COLLECT, script),
        answer("/cut.js", cut.encode(), script),
        answer("/hidden.js", hidden.encode(), script),
    ]
    for name, soup in SOUP.items():
        own = "cut.js" if name in CUT else "hidden.js"
        page = f"<!doctype html><title>{name}</title><script src=/{own}></script><body>{soup}"
        flows.append(answer(PATHS[name], page.encode()))
    with lab.browser(flows, build) as browser:
        found = re.search(r"<output>(.*)</output>", browser.dom("/"))
    assert found
    return dict(zip(SOUP, json.loads(html.unescape(found[1])), strict=True))


@pytest.fixture(scope="module")
def original(lab: Lab) -> Doms:
    return look(lab, None, REMOVE, HIDE)


@pytest.fixture(scope="module")
def cleaned(lab: Lab) -> Doms:
    return look(lab, only_test_rules, LEAVE, LEAVE)


@pytest.mark.xdist_group("soup")
@pytest.mark.parametrize("name", SOUP)
def test_the_rest_of_the_page_is_what_it_was(original: Doms, cleaned: Doms, name: str) -> None:
    dom = cleaned[name]
    assert ("Buy" in dom, "test-ad" in dom) == ((False, False) if name in CUT else (True, True))
    assert dom == original[name]
