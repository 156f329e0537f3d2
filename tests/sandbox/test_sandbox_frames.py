"""Frames: what jobs send comes out whole however it is cut, and nothing hostile gets further."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twosource.errors import LimitError, RefusedError
from twosource.ports import Limits
from twosource.sandbox import frames
from twosource.sandbox.frames import Budget, FrameTaker, budget_for, frame, frame_of, refusal_frame

ROOMY = Budget(frame=1 << 20, total=1 << 22)
plain = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63) | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=10,
)
finite = plain.filter(lambda value: "Infinity" not in json.dumps(value))
messages = st.lists(st.binary(max_size=200) | st.dictionaries(st.text(), finite, max_size=4), max_size=5)


def taken(data, budget=ROOMY):
    taker = FrameTaker(budget)
    return list(taker.take(data)), taker


@given(messages, st.integers(1, 50))
def test_messages_come_out_whole_and_in_order_however_the_pipe_cuts_them(sent, step):
    data = b"".join(frame_of(one) for one in sent) + frame(frames.END)
    taker, got = FrameTaker(ROOMY), []
    for start in range(0, len(data), step):
        got.extend(taker.take(data[start : start + step]))
    assert got == sent
    assert taker.is_ended
    assert taker.refused is None


@given(st.binary(max_size=300))
def test_any_bytes_give_messages_or_a_refusal_and_nothing_else(data):
    try:
        got, _ = taken(data)
    except RefusedError:
        return
    assert all(isinstance(one, bytes | dict) for one in got)


def test_nothing_is_taken_after_the_end():
    got, taker = taken(frame(frames.END) + frame_of(b"late"))
    assert got == []
    assert taker.is_ended


def test_a_length_is_refused_before_its_bytes_are_waited_for():
    with pytest.raises(LimitError) as refused:
        taken(b"J" + (ROOMY.frame + 1).to_bytes(4, "big"))
    assert refused.value.code == "output"


def test_many_small_messages_are_counted_together():
    with pytest.raises(LimitError):
        taken(frame_of(b"x" * 100) * 30, Budget(frame=1000, total=2000))


def test_a_message_that_unfolds_to_too_many_entries_is_refused_unopened(monkeypatch):
    monkeypatch.setattr(frames, "MAX_ENTRIES", 100)
    with pytest.raises(LimitError, match="entries"):
        taken(frame_of({"a": [[]] * 200}))
    assert taken(frame_of({"a": [1] * 50}))[0] == [{"a": [1] * 50}]


@pytest.mark.parametrize(
    "body",
    [
        b'{"a":' + b"[" * 50_000 + b"]" * 50_000 + b"}",
        b'{"a":1e999}x',
        b'{"a":Infinity}',
        b"\xff{}",
        b"7",
        b"",
    ],
)
def test_deep_broken_or_endless_json_is_refused(body):
    with pytest.raises(RefusedError):
        taken(frame(frames.OBJECT, body))


def test_a_refusal_keeps_its_sentences_and_loses_what_could_disturb_a_terminal():
    error = RefusedError("It is\x1b[31m locked\u202e.", remedy="Unlock\nit.", code="password")
    _, taker = taken(refusal_frame(error))
    assert taker.refused.happened == "It is [31m locked ."
    assert taker.refused.remedy_text == "Unlock it."
    assert taker.refused.code == "password"


def test_what_json_does_not_hold_is_the_jobs_mistake():
    with pytest.raises(ValueError, match="JSON"):
        frame_of({"a": float("nan")})
    with pytest.raises(TypeError):
        frame_of({"a": b"bytes"})


def test_room_grows_with_the_text_a_reader_may_give():
    small, large = budget_for(Limits(max_text=1000)), budget_for(Limits(max_text=10**9))
    assert small.total < large.total
    assert large.frame <= 0xFFFFFFFF
    assert budget_for(Limits(), total=7).total == 7
