"""Level 0: jobs run where they are asked for; a fault or an endless loop still costs one exhibit only."""

import io
import time

import pytest

from twosource.errors import LimitError
from twosource.ports import Limits, SealedRequest
from twosource.sandbox import Unsealed
from twosource.sandbox.unsealed import at_most


def counting(source, arguments, limits):
    """A job: say how many bytes there are, as often as asked."""
    for _ in range(arguments["times"]):
        source.seek(0)
        yield {"n": len(source.read())}


def broken(source, arguments, limits):
    """A job that falls over as parsers do."""
    raise KeyError("secret words of the exhibit")
    yield {}


def endless(source, arguments, limits):
    """A job that never ends."""
    while True:
        pass
    yield {}


def request(job, **arguments):
    return SealedRequest(
        job=f"{__name__}:{job}", source_id="abc", arguments=arguments, limits=Limits(max_seconds=0.2)
    )


def answers(*requests):
    return list(Unsealed().run_each(requests, lambda source_id: io.BytesIO(source_id.encode())))


def test_every_request_is_answered_in_order_with_all_its_messages():
    found = answers(request("counting", times=2), request("counting", times=0))
    assert [one.untrusted_messages for one in found] == [({"n": 3}, {"n": 3}), ()]
    assert [one.refused for one in found] == [None, None]


@pytest.mark.parametrize(("job", "code"), [("broken", "damaged"), ("endless", "time")])
def test_a_job_that_fails_costs_its_own_exhibit_and_tells_nothing_of_its_words(job, code):
    failed, after = answers(request(job), request("counting", times=1))
    assert failed.refused.code == code
    assert "secret" not in failed.refused.happened
    assert after.untrusted_messages == ({"n": 3},)


def test_a_stream_gives_messages_as_they_come():
    with Unsealed().stream(request("counting", times=2), io.BytesIO(b"four")) as messages:
        assert next(messages) == {"n": 4}


def test_it_says_that_nothing_seals_it():
    assert (Unsealed().level, Unsealed().level_of(alone=True)) == (0, 0)
    assert "own process" in Unsealed().how


def test_what_does_not_end_is_stopped_with_a_sentence():
    def never_ending():
        with at_most(0.05):
            while True:
                pass

    with pytest.raises(LimitError, match="longer than"):
        never_ending()


def test_the_limit_is_lifted_afterwards():
    with at_most(0.05):
        pass
    time.sleep(0.08)
