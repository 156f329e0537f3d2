"""The optional embedder: not there without its weights, and never other bytes than were measured."""

import numpy as np
import pytest

from twosource.errors import IntegrityError
from twosource.tagging import EmbedderSettings, embedding, open_embedder
from twosource.tagging.pieces import Vocabulary


def test_without_its_package_there_is_none(monkeypatch):
    monkeypatch.setattr(embedding, "find_spec", lambda name: None)
    assert open_embedder() is None


def test_weights_that_are_not_there_give_none(tmp_path):
    assert open_embedder(EmbedderSettings(graph=tmp_path / "model.onnx")) is None


def test_other_bytes_are_refused(tmp_path):
    (tmp_path / "model.onnx").write_bytes(b"not the weights")
    with pytest.raises(IntegrityError, match="not the ones it was measured with"):
        open_embedder(EmbedderSettings(graph=tmp_path / "model.onnx"))


def test_the_numbers_of_the_pieces_are_those_pinned_and_one_per_piece():
    held = (embedding.HERE / embedding.NUMBERS).read_bytes()
    assert embedding.sha256(held).hexdigest() == embedding.NUMBERS_DIGEST
    numbers = np.load(embedding.HERE / embedding.NUMBERS, allow_pickle=False)
    pieces = (embedding.HERE / embedding.PIECES).read_text("utf-8").removesuffix("\n").split("\n")
    assert len(numbers) == len(pieces)
    assert (np.diff(numbers.astype(int)) > 0).all()
    assert numbers[pieces.index("[CLS]")] == 101


class Session:
    """Stands in for the graph: a row per piece that holds its number."""

    def run(self, outputs, given):
        ids = given["input_ids"]
        assert ids.shape == given["attention_mask"].shape == given["token_type_ids"].shape
        return [np.stack([ids, np.ones_like(ids)], axis=-1).astype(np.float32).repeat(192, axis=-1)]


@pytest.fixture(name="embedder")
def _embedder():
    pieces = ["[UNK]", "[CLS]", "[SEP]", "bread", "rises", "##s"]
    made = embedding.SentenceEmbedder.__new__(embedding.SentenceEmbedder)
    made._session, made._vocabulary = Session(), Vocabulary(pieces)
    made._numbers, made._threads = np.arange(100, 106, dtype=np.uint16), 1
    return made


def test_rows_have_unit_length_and_no_batch_changes_one(embedder):
    both = embedder.embed(["bread rises", "breads"])
    assert np.linalg.norm(both, axis=1) == pytest.approx([1.0, 1.0])
    assert (both[1] == embedder.embed(["breads"])[0]).all()
    embedder._threads = 2
    assert (embedder.embed(["bread rises", "breads"]) == both).all()


@pytest.mark.parametrize("text", ["", "   ", "الخبز يرتفع في حلب", "хлеб"])
def test_what_it_never_learnt_has_no_direction(embedder, text):
    assert not embedder.embed([text]).any()


def test_a_long_text_is_read_to_its_limit(embedder):
    assert np.isfinite(embedder.embed(["bread " * 5000])).all()
