"""The tree is the one that browsers make, where libxml2 alone would make another."""

import pytest

from unsponsor.page.tree import Page


@pytest.mark.parametrize(
    ("source", "inside"),
    [
        (b'<p><span class="x"/>text</span> behind', "text"),
        (b"<body><div class=clear/>text", "text"),
        (b'<body><a name="top" />text</a>', "text"),
        (b'<body><svg><path id="x"/><text>behind</text></svg>', None),
        (b"<p><img src=x />text", None),
    ],
)
def test_a_slash_does_not_close_an_element_of_html(source: bytes, inside: str | None) -> None:
    page = Page(source)
    element = next(
        e for e in page.elements if (e is not None and e.attrib.keys()[1:] != []) or (e is not None and e.tag == "img")
    )
    assert element is not None
    assert "".join(element.itertext()) == (inside or "")


def test_a_slash_that_ends_a_value_stays_a_part_of_it() -> None:
    page = Page(b"<body><a href=https://site.example/a/>text</a>")
    link = page.elements[1]
    assert link is not None
    assert link.get("href") == "https://site.example/a/"
    assert link.text == "text"
