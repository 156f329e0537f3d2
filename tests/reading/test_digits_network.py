"""The network: exact arithmetic, weights that cannot run anything, and a card that fits its file."""

import json
import pickle
from hashlib import sha256
from importlib.resources import files
from io import BytesIO

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from twosource.errors import TwosourceError
from twosource.reading.ocr.digits import WeightsError
from twosource.reading.ocr.digits.features import ALONE, AROUND_HIGH, AROUND_WIDE, SIZES, Seen
from twosource.reading.ocr.digits.network import (
    convolved,
    log_softmax,
    read_weights,
    scores,
    shipped,
)
from twosource.reading.ocr.digits.numbers import CLASSES

HERE = files("twosource.reading.ocr.digits")


def card():
    return json.loads(HERE.joinpath("digits.json").read_text("utf-8"))


def weights():
    return HERE.joinpath("digits.npz").read_bytes()


def plain_convolution(given_, kernel, bias, side, step):
    """Return a rectified convolution written out as sums, for comparison."""
    n, height, width, channels = given_.shape
    half = side // 2
    padded = np.pad(given_, ((0, 0), (half, half), (half, half), (0, 0)))
    kernel = kernel.reshape(side, side, channels, -1)
    out = []
    for y in range(0, height, step):
        for x in range(0, width, step):
            field = padded[:, y : y + side, x : x + side]
            out.append(np.einsum("nijc,ijco->no", field, kernel) + bias)
    shape = (n, -(-height // step), -(-width // step), kernel.shape[-1])
    return np.maximum(np.stack(out, axis=1), 0).reshape(shape)


@settings(max_examples=30, deadline=None)
@given(
    st.integers(1, 3),
    st.integers(3, 9),
    st.integers(3, 9),
    st.integers(1, 3),
    st.sampled_from([(3, 1), (3, 2), (5, 2)]),
    st.integers(0, 2**31),
)
def test_a_convolution_is_what_the_sums_say(n, height, width, channels, shape, seed):
    rng = np.random.default_rng(seed)
    pictures = rng.normal(size=(n, height, width, channels)).astype(np.float32)
    kernel = rng.normal(size=(shape[0] ** 2 * channels, 4)).astype(np.float32)
    bias = rng.normal(size=4).astype(np.float32)
    np.testing.assert_allclose(
        convolved(pictures, kernel, bias, shape),
        plain_convolution(pictures, kernel, bias, *shape),
        rtol=1e-3,
        atol=1e-3,
    )


@settings(max_examples=40, deadline=None)
@given(arrays(np.float32, (3, 5), elements=st.floats(-200, 200, width=32)))
def test_log_probabilities_add_up_to_one_however_large_the_scores(values):
    np.testing.assert_allclose(np.exp(log_softmax(values)).sum(axis=1), 1, rtol=1e-4)


def test_the_weights_file_is_the_one_its_card_describes():
    assert sha256(weights()).hexdigest() == card()["sha256"]


def test_the_weights_are_plain_arrays_under_a_megabyte():
    assert len(weights()) < 1_000_000
    with np.load(BytesIO(weights()), allow_pickle=False) as arrays_:
        assert all(arrays_[name].dtype == np.float16 for name in arrays_.files)


def test_a_weights_file_that_was_changed_is_refused_with_a_sentence():
    changed = bytearray(weights())
    changed[len(changed) // 2] ^= 1
    with pytest.raises(WeightsError) as caught:
        read_weights(bytes(changed), card())
    assert isinstance(caught.value, TwosourceError)
    assert "differ" in caught.value.sentences()


class Trap:
    def __reduce__(self):
        return (exec, ("raise SystemExit('a weights file ran code')",))


def test_a_weights_file_that_holds_a_program_is_not_run():
    held = BytesIO()
    np.savez(held, trap=np.array([Trap()], dtype=object))
    assert pickle.dumps(Trap())
    with pytest.raises(ValueError, match="pickle"):
        read_weights(held.getvalue(), {**card(), "sha256": sha256(held.getvalue()).hexdigest()})


def test_the_card_says_what_a_reader_needs_to_judge():
    told = card()
    assert tuple(told["classes"]) == CLASSES
    assert told["temperature"] > 0
    assert len(told["calibration"]) == 2
    assert all(one.startswith("python -m training.digits.train") for one in told["commands"])
    families = told["families"]
    assert set(families) == {"training", "tuning", "held out"}
    parts = [set(names) for names in families.values()]
    assert all(parts)
    assert sum(map(len, parts)) == len(set().union(*parts)), "a family stands in two parts"


def test_scores_do_not_depend_on_the_other_candidates():
    rng = np.random.default_rng(8)
    given_ = Seen(
        rng.integers(0, 255, (5, ALONE, ALONE), np.uint8),
        rng.integers(0, 255, (5, 2, AROUND_HIGH, AROUND_WIDE), np.uint8),
        rng.normal(size=(5, SIZES)).astype(np.float32),
    )
    third = Seen(given_.alone[2:3], given_.around[2:3], given_.sizes[2:3])
    np.testing.assert_allclose(
        scores(shipped(), given_)[2], scores(shipped(), third)[0], rtol=1e-3, atol=1e-3
    )


def test_no_candidates_have_no_scores():
    none = Seen(
        np.zeros((0, ALONE, ALONE), np.uint8),
        np.zeros((0, 2, AROUND_HIGH, AROUND_WIDE), np.uint8),
        np.zeros((0, SIZES), np.float32),
    )
    assert scores(shipped(), none).shape == (0, len(CLASSES))
