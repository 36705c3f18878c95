"""Links planted into some real pages are gone after cleaning, and nothing else is; what is planted says something new."""

from itertools import chain

import pytest

import unsponsor
from unsponsor.heuristics.data import vocabulary
from unsponsor.rules.vocabulary import folded

from ..conftest import needs_corpus
from .plant import outcomes
from .wares import EVERYDAY, FOREIGN_EVERYDAY
from .ways import WAYS

GONE = 0.9
TOUCHED = 0.03


@pytest.mark.corpus
@needs_corpus
def test_planted_links_go_and_nothing_else() -> None:
    found = list(outcomes(lambda page, url: unsponsor.clean(page, url).html, every=80, seed=1, ways=list(WAYS)))
    assert len(found) > 50
    assert sum(outcome.gone for outcome in found) >= GONE * len(found), [o.way for o in found if not o.gone]
    assert sum(bool(outcome.lost) for outcome in found) <= TOUCHED * len(found), [o.lost for o in found if o.lost]


def test_everyday_wares_are_in_no_shipped_vocabulary() -> None:
    """Else the measure would say how well the vocabularies know themselves."""
    terms = {*vocabulary("spam-words").terms, *vocabulary("spam-trade").terms}
    wares = [f" {folded(ware)} " for ware in chain(EVERYDAY, FOREIGN_EVERYDAY)]
    assert [(ware, term) for ware in wares for term in terms if f" {term} " in ware] == []
