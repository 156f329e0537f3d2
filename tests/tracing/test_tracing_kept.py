"""What is kept of a text: the same value at less cost, and never more than was allowed."""

from hypothesis import given
from hypothesis import strategies as st

from twosource.tracing.kept import Kept


def test_a_value_is_made_once_and_let_go_when_others_need_the_room():
    """The one asked for last stays; a value larger than the whole is given and not kept."""
    made = []

    def of(name):
        return kept.get(name, lambda: made.append(name) or name)

    kept = Kept(5, len)
    assert [of(n) for n in ("aa", "bb", "aa", "ccc", "aa", "bb")] == ["aa", "bb", "aa", "ccc", "aa", "bb"]
    assert made == ["aa", "bb", "ccc", "bb"]
    assert of("eighteen letters..") == "eighteen letters.."
    assert of("eighteen letters..") == "eighteen letters.."
    assert made[4:] == ["eighteen letters.."] * 2


@given(st.lists(st.integers(0, 30), max_size=60), st.integers(0, 40))
def test_whatever_is_asked_for_in_whatever_order_is_what_it_is(asked, most):
    """Keeping changes no answer."""
    kept = Kept(most, lambda value: value)
    assert [kept.get(n, lambda n=n: n * 2) for n in asked] == [n * 2 for n in asked]
