"""Jobs that crash, hang, swell, lie or stay: each ends in a sentence, and the next one is served."""

import io

import pytest
from sandbox_samples import answer_of, request_for

from twosource.ports import Limits

QUICK = Limits(max_seconds=0.8, max_memory=512 << 20, max_text=1 << 20)
TIGHT = Limits(max_seconds=20.0, max_memory=128 << 20, max_text=1 << 20)


@pytest.fixture(autouse=True)
def serves_the_next_one(sandbox):
    """After whatever happened, the same sandbox serves the next exhibit."""
    yield
    assert answer_of(sandbox, request_for("echo", said="next")).untrusted_messages[0]["said"] == "next"


@pytest.mark.parametrize(
    ("job", "words"),
    [
        ("abort", "came to an end"),
        ("touch_nothing", "Segmentation fault"),
        ("leave", "status 3"),
    ],
)
def test_a_reader_that_dies_is_a_refusal_that_says_how(sandbox, job, words):
    refused = answer_of(sandbox, request_for(job)).refused
    assert refused.code == "crashed"
    assert words in refused.happened
    assert "original is kept" in refused.safe_text


def test_what_a_parser_raises_on_hostile_bytes_is_a_damaged_exhibit(sandbox):
    refused = answer_of(sandbox, request_for("fail")).refused
    assert refused.code == "damaged"
    assert "KeyError" in refused.happened


@pytest.mark.parametrize("job", ["hold_the_interpreter", "sleep"])
def test_a_job_is_stopped_at_its_time_even_in_the_middle_of_compiled_code(sandbox, job):
    refused = answer_of(sandbox, request_for(job, limits=QUICK)).refused
    assert refused.code == "time"
    assert "0.8 seconds" in refused.happened


def test_memory_beyond_the_limit_is_refused_as_memory(sandbox):
    assert answer_of(sandbox, request_for("take_memory", limits=TIGHT)).refused.code == "memory"


def test_more_than_a_job_may_send_is_refused_as_output(sandbox):
    assert answer_of(sandbox, request_for("send_too_much")).refused.code == "output"


@pytest.mark.parametrize(
    "garbage",
    [
        "ff" * 40,  # no kind of message
        "4a00000002" + "5b5d",  # a list is no object
        "4a00000003" + "7b7d20",  # something behind the object
        "4a0000000c" + b'{"a":NaN}   '.hex(),  # a number that is none
        "4affffffff",  # a length beyond every budget
        "5200000002" + "7b7d",  # a refusal without a reason
        "520000000e" + b'{"happened":1}'.hex(),  # a refusal that is no text
    ],
)
def test_garbage_instead_of_messages_is_a_refusal(sandbox, garbage):
    refused = answer_of(sandbox, request_for("send_raw", hex=garbage)).refused
    assert refused.code in {"crashed", "output"}


@pytest.mark.parametrize("half", ["4a", "4a000000", "4a00000064" + "7b22", "42000000ff00"])
def test_dying_half_way_through_a_message_is_a_refusal(sandbox, half):
    refused = answer_of(sandbox, request_for("send_raw", hex=half)).refused
    assert refused.code == "crashed"
    assert "status 0" in refused.happened


def test_a_process_left_behind_is_ended_with_its_job(sandbox):
    assert answer_of(sandbox, request_for("stay_as_a_process")).refused is None


def test_each_of_many_gets_its_own_answer_whatever_the_others_do(sandbox):
    jobs = ["echo", "abort", "echo", "fail", "leave", "echo", "refuse", "echo"] * 3
    requests = [request_for(job, source_id=str(number), said=number) for number, job in enumerate(jobs)]
    answers = list(sandbox.run_each(requests, lambda _: io.BytesIO(b"x")))
    assert [one.source_id for one in answers] == [str(number) for number in range(len(jobs))]
    for number, (job, answer) in enumerate(zip(jobs, answers, strict=True)):
        if job == "echo":
            assert answer.untrusted_messages[0]["said"] == number
        else:
            assert answer.refused is not None
