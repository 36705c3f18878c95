"""Filter lists in the adblock syntax: parsing, and matching with the conditions of the rule language."""
