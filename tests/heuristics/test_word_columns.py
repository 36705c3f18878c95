"""What elements say, counted by hand in a site's foot."""

import pytest

from .helpers import feature_of

DEPARTMENTS = {
    "department: labels": 0,
    "department: labels in the box around it": 0,
    "department: labels two boxes up": 2,  # the item, and the link in it
}


@pytest.mark.parametrize("name", DEPARTMENTS)
def test_labels_in_an_element_and_around_it(name: str) -> None:
    assert feature_of("#x", name) == pytest.approx(DEPARTMENTS[name])
