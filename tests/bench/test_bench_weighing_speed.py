"""The speed of weighing is measured on what it says, and its peers must agree with it."""

import pytest

from bench import weighing_speed
from twosource.weighing import WeighSettings
from twosource.weighing.checks import problems
from twosource.weighing.network import build_network


def test_the_dossier_has_thirty_items_and_fifty_parties_and_can_be_weighed():
    question, elicitation = weighing_speed.large_case()
    assert len(elicitation.items) == 30
    assert len({v.party_id for v in elicitation.variables} - {""}) == 50
    assert problems(question, elicitation) == ()
    assert build_network(question, elicitation, WeighSettings()).plan.width <= 20


def test_the_dossier_is_the_same_for_everybody():
    assert weighing_speed.large_case() == weighing_speed.large_case()


def test_the_peers_agree_before_their_times_are_compared(monkeypatch):
    """The plain sum gives the posterior of the elimination; a peer that disagrees stops the run."""
    monkeypatch.setattr(weighing_speed, "REPEATS", 1)
    monkeypatch.setattr(weighing_speed, "TIMES", 1)
    monkeypatch.setattr(weighing_speed, "find_spec", lambda name: None)
    (result,) = weighing_speed.demonstration()
    assert (result.metric, result.n) == ("one exact sum, ms", 1728)
    assert result.ours > 0.0
    assert result.peer > 0.0
    monkeypatch.setattr(weighing_speed, "joint_sum", lambda network: network.prior)
    with pytest.raises(ValueError, match="the peers disagree"):
        weighing_speed.demonstration()
