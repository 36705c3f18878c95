"""Where elements lead and what they load, counted by hand in a site's foot."""

import numpy as np
import pytest

from .helpers import feature_of

OF_LINK = {
    "links to other sites' home pages": 1,
    "links to other sites' home pages: share": 1,
    "links named after where they lead": 1,
    "links to services": 0,
    "text beside its links": 0,
    "text beside the links of the box around it": np.log1p(len("Words beside it")),
}
OF_FOOT = {
    "links to services": 1,
    "rel=license": 1,
    "different addresses among its links": 3 / 4,
    "pictures: addresses with the size of an ad": 1,
    "pictures: addresses that say they are paid": 1,
}


@pytest.mark.parametrize("name", OF_LINK)
def test_what_is_known_of_a_link(name: str) -> None:
    assert feature_of("#x", name) == pytest.approx(OF_LINK[name])


@pytest.mark.parametrize("name", OF_FOOT)
def test_what_is_known_of_the_box_around_it(name: str) -> None:
    assert feature_of("footer", name) == pytest.approx(OF_FOOT[name])
