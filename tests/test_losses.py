"""What elements lose that may stay: edits for each attribute and class, with the findings that say so."""

from lxml import etree

from unsponsor.lists.procedure import Loss
from unsponsor.losses import Judged, each, lost, told
from unsponsor.page.edit import Action, Edit
from unsponsor.verdict import Finding, Verdict

from .rules.helpers import facts

ATTRIBUTES = Loss(lambda name: name.startswith("on"), of_classes=False)
CLASSES = Loss(lambda name: name.startswith("ad"), of_classes=True)
PAGE = facts("<div id=x class='ad box  ad-1 ad' onclick=a onload=b>c</div><p class=ad>d")
(BOX,) = PAGE.by_token["#x"]
(PARAGRAPH,) = PAGE.by_token["p"]


def finding(element: etree._Element, by: str) -> Finding:
    return Finding(element, "ad", 1.0, by, (by,), Action.ATTRIBUTE, guarded=False)


def test_each_attribute_and_class_is_an_edit_of_its_own() -> None:
    assert [edit.attribute for edit in lost(PAGE, BOX, ATTRIBUTES)] == ["onclick", "onload"]
    assert [edit.classes for edit in lost(PAGE, BOX, CLASSES)] == [("ad",), ("ad-1",)]
    assert all(edit.action is Action.ATTRIBUTE and edit.element is BOX for edit in lost(PAGE, BOX, CLASSES))


def test_an_element_without_a_start_tag_loses_nothing() -> None:
    body = BOX.getparent()
    assert body is not None
    assert list(lost(PAGE, body, ATTRIBUTES)) == []


def test_what_was_done_leads_back_to_what_was_asked_for() -> None:
    asked = list(lost(PAGE, BOX, CLASSES))
    done = asked[0]._replace(classes=("ad", "ad-1"), start=5, end=20)
    assert list(each(done)) == asked
    (attribute,) = [edit for edit in lost(PAGE, BOX, ATTRIBUTES) if edit.attribute == "onload"]
    assert list(each(attribute._replace(start=5, end=20))) == [attribute]


def test_what_is_done_is_told_with_its_finding() -> None:
    losses = {edit: finding(edit.element, edit.attribute) for edit in lost(PAGE, BOX, ATTRIBUTES)}
    losses |= {edit: finding(edit.element, " ".join(edit.classes)) for edit in lost(PAGE, PARAGRAPH, CLASSES)}
    html, done = Judged(Verdict([], []), losses).apply(PAGE.page)
    assert html == b"<div id=x class='ad box  ad-1 ad'>c</div><p>d"
    assert [(edit.attribute, found.by) for edit, found in done] == [
        ("onclick", "onclick"),
        ("onload", "onload"),
        ("class", "ad"),
    ]


def test_nothing_to_lose_gives_the_same_object() -> None:
    html, done = Judged(Verdict([], []), {}).apply(PAGE.page)
    assert html is PAGE.page.source
    assert done == []


def test_a_finding_says_what_is_taken_out() -> None:
    found = finding(BOX, "why")
    assert told(found, Edit(BOX, Action.ATTRIBUTE, attribute="onload")).evidence == ("why", "takes out the attribute onload")
    classes = Edit(BOX, Action.ATTRIBUTE, attribute="class", classes=("ad", "ad-1"))
    assert told(found, classes).evidence == ("why", "takes out the class ad ad-1")
    assert told(found, Edit(BOX, Action.REMOVE)) is found
