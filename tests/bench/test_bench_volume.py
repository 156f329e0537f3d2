"""The generated delivery: what it holds is read, every exhibit differs, and it is the same every time."""

import io
from collections import Counter

import pytest
from bench.volume import MIXTURE, write_delivery

from twosource.intake import identify
from twosource.ports import Limits
from twosource.reading.registry import readers
from twosource.reading.settings import ReadSettings

WORDLESS = {"png", "zip"}


@pytest.mark.parametrize(("suffix", "make"), [(suffix, make) for _, suffix, make in MIXTURE])
def test_every_generated_exhibit_is_what_its_name_says_and_is_read(suffix, make):
    """An exhibit that is refused costs less than one that is read, and would flatter the figures."""
    content = make(7)
    identified = identify(content[:4096], io.BytesIO(content), f"x.{suffix}")
    reading = readers(ReadSettings())[identified.media_type].read(io.BytesIO(content), Limits())
    assert bool("".join(reading.untrusted_pages).strip()) == (suffix not in WORDLESS)


def test_the_shares_of_the_mixture_make_a_hundred():
    assert sum(share for share, _, _ in MIXTURE) == 100


def test_a_delivery_is_the_same_every_time_and_no_two_exhibits_are_alike(tmp_path):
    for name in ("one", "two"):
        write_delivery(tmp_path / name, 200)
    one, two = (
        {path.relative_to(tmp_path / name): path.read_bytes() for path in (tmp_path / name).rglob("*.*")}
        for name in ("one", "two")
    )
    assert one.keys() == two.keys()
    assert len(set(one.values())) == 200
    suffixes = Counter(path.suffix for path in one)
    assert suffixes[".txt"] == 60
    assert all(one[path] == two[path] for path in one if path.suffix not in {".docx", ".zip"})
