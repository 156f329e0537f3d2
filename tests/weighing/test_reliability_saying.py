"""A figure that is rounded must not contradict the sentence it stands in."""

from twosource.weighing.reliability.posterior import Posterior
from twosource.weighing.reliability.saying import letter_sentence


def test_a_record_just_short_of_a_letter_is_not_said_to_be_worth_as_much_as_one_takes():
    """“Worth 2.0 items; a letter takes 2” under the letter F was read as a mistake of the program."""
    found = Posterior(mean=0.59, variance=0.04, low=0.26, high=0.88)
    assert letter_sentence("F", found, 1.97, True) == (
        "Its record is worth a little less than the 2.0 separate, fully checked items that a letter takes. "
        "F is no bad grade: it says that nobody can tell."
    )
    assert "worth 1.9 separate, fully checked items; a letter takes 2" in letter_sentence(
        "F", found, 1.9, True
    )
