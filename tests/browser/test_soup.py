"""Tag soup: the DOM of the cleaned page is that of the original without the element."""

from collections.abc import Iterator

import pytest

from .conftest import Browser, Lab, answer, only_test_rules

pytestmark = pytest.mark.browser

AD = "class=test-ad"
SOUP = {
    "well-formed": f"<p>a<div {AD}>Buy<b>!</b></div><p>z",
    "unclosed p": f"<div>\n<p>a\n<p {AD}>Buy <i>now</i>\n<p>z\n</div>",
    "unclosed p, last of its parent": f"<div><p>a<p {AD}>Buy\n</div>\n<p>z",
    "unclosed li": f"<ul>\n<li>a\n<li {AD}>Buy<ul><li>b<li>c</ul>\n<li>z</ul>",
    "unclosed li, last of the list": f"<ul><li>a<li {AD}><a href=/x>Buy</ul><p>z",
    "unclosed dt and dd": f"<dl><dt>a<dd {AD}>Buy<dt>z<dd>y</dl>",
    "unclosed cells and rows": f"<table><tr><td>a<td {AD}>Buy<tr {AD}><td>Buy<tr><td>z</table>",
    "unclosed to the end": f"<p>a</p><section {AD}><p>Buy",
    "misnested formatting inside": f"<p>a<span {AD}><b>Buy<i>now</b>!</i></span>z",
    "formatting that closes inside": f"<p><b>a<span {AD}>Buy</b>now</span>z</p>y",
    "formatting that leaks out": f"<div {AD}><b>Buy</div>a<p>z</p>",
    "a block in formatting": f"<b>a<div {AD}>Buy</b>now</div>z",
    "an ad that is formatting": f"<p>a<b {AD}>Buy<p>now</b>z",
    "nested links": f"<a href=/1>a<div {AD}>Buy<a href=/2>now</a></div>y</a>z",
    "foster-parented": f"<table><div {AD}>Buy</div><tr><td>a</table>z",
    "foster-parented text around": f"a<table>b<div {AD}>Buy</div>c<tr><td>d</td>e</tr></table>z",
    "foster parent's child": f"<table><tr><div>a<p {AD}>Buy</p>b</div><td>c</table>z",
    "a table that is the foster parent": f"a<table {AD}><p>b</p><tr><td>Buy</table>z",
    "stray end tags": f"a</span><div {AD}>Buy</p></em></div></b>z",
    "an end tag in a comment": f"a<div {AD}>Buy<!-- </div> --><script>'</div>'</script>now</div>z",
    "an option": f"<select><option>a<option {AD}>Buy<option>z</select>",
    "a form in a form": f"<form id=a><div {AD}><form id=b>Buy</form></div><input>z",
}
REMOVE = b"document.currentScript.remove(); for (const ad of document.querySelectorAll('.test-ad')) ad.remove();"
HIDE = b"""document.currentScript.remove();
for (const ad of document.querySelectorAll('.test-ad')) {
    const own = [...ad.attributes].map(one => [one.name, one.value]);
    for (const [name] of own) ad.removeAttribute(name);
    for (const [name, value] of [['hidden', ''], ['style', 'display:none!important'], ...own]) ad.setAttribute(name, value);
}"""
