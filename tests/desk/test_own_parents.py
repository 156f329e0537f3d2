"""Nobody is their own parent, neither at once nor through others; the circle is named."""

from itertools import pairwise

import pytest

from twosource.desk.declarations import read_declarations
from twosource.errors import DeclarationError

PARTIES = 'schema = "twosource-case/1"\n' + "".join(
    f'[parties.{name}]\nname = "{name}"\nkind = "group"\n' for name in "abc"
)


def ties(*pairs, kind="introduced by"):
    text = PARTIES + "".join(
        f'[[ties]]\nfrom = "{one}"\nto = "{other}"\nkind = "{kind}"\np = 0.5\nwhy = "said so"\n'
        for one, other in pairs
    )
    return read_declarations(text, source="case.toml").ties


def complaint(*pairs, **options):
    with pytest.raises(DeclarationError) as caught:
        ties(*pairs, **options)
    return caught.value.happened


def test_a_tie_of_a_party_to_itself_is_refused():
    assert '"to" is "a", which the tie comes from too' in complaint(("a", "a"))
    assert "ties number 2" in complaint(("a", "b"), ("c", "c"), kind="same as")


def test_a_circle_of_ties_is_named_at_the_tie_that_closes_it():
    said = complaint(("a", "b"), ("b", "c"), ("c", "a"))
    assert "ties number 3" in said
    ring = said.split(": ")[-1].rstrip(".").split(" -> ")
    assert ring[0] == ring[-1]
    assert set(ring) == {"a", "b", "c"}
    assert all(step in {("a", "b"), ("b", "c"), ("c", "a")} for step in pairwise(ring))


def test_ties_that_branch_or_go_both_ways_by_nature_are_read():
    assert len(ties(("a", "b"), ("a", "c"), ("b", "c"))) == 3
    assert len(ties(("a", "b"), ("b", "a"), kind="same as")) == 2
