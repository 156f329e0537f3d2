"""Samples read before the first exhibit: each must be read by its reader, or it warms nothing."""

import io

import pytest

from twosource.ports import Limits
from twosource.reading import warming
from twosource.reading.inside import prepare
from twosource.reading.kinds import is_read_alone
from twosource.reading.registry import readers
from twosource.reading.settings import ReadSettings
from twosource.reading.warming import PDF, SAMPLES, sample_pdf, warm


@pytest.mark.parametrize("media_type", SAMPLES)
def test_every_sample_is_read_without_a_failure(media_type):
    """A sample that is refused would leave the way of a sound exhibit cold."""
    reading = readers(ReadSettings())[media_type].read(io.BytesIO(SAMPLES[media_type]), Limits())
    assert "".join(reading.untrusted_pages).strip()
    assert not reading.failures


def test_the_sample_pdf_has_a_text_layer_and_nothing_to_repair():
    reading = readers(ReadSettings())[PDF].read(io.BytesIO(sample_pdf()), Limits())
    assert "read before any exhibit" in reading.untrusted_pages[0]
    assert not reading.failures


def test_only_kinds_that_share_a_worker_have_a_sample():
    """A fresh sandbox reads one exhibit; a sample would be a second."""
    assert not [kind for kind in (PDF, *SAMPLES) if is_read_alone(kind)]


def test_a_kind_is_warmed_once(monkeypatch):
    """The process that forks gets ready once per kind and not for each exhibit."""
    looked_up = []
    monkeypatch.setattr(warming, "readers", lambda settings: looked_up.append(settings) or {})
    warm.cache_clear()
    for _ in range(3):
        prepare({"media_type": "text/plain", "is_recognising": False, "settings": {}})
    assert len(looked_up) == 1
    warm.cache_clear()


def test_getting_ready_for_a_kind_nobody_reads_does_nothing():
    assert prepare({"media_type": "text/unheard-of", "is_recognising": False}) is None
    assert prepare({}) is None
