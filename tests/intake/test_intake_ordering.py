"""What comes first: small things with words; what changes, vanishes or is huge stops nothing else."""

import errno
import os
from pathlib import Path

import pytest

from twosource.evidence.holdings import Holding
from twosource.ids import digest_of
from twosource.intake import IntakeSettings, receive, receiving
from twosource.intake.ordering import CONTAINERS, OTHERS, WORDS, soonest_first, wave_of
from twosource.intake.walking import Found, open_found
from twosource.terms import Status


def found(path: str, size: int = 0) -> Found:
    return Found(path=path, place=Path(path), size=size)


def paths(*items: Found, look_ahead: int = 100) -> list[str]:
    return [one.path for one in soonest_first(items, look_ahead)]


def test_small_things_with_words_come_before_pictures_and_these_before_containers():
    assert paths(
        found("a.zip", 1), found("b.jpg", 2), found("c.pdf", 900), found("d.eml", 30), found("e.mp4", 1)
    ) == ["d.eml", "c.pdf", "b.jpg", "a.zip", "e.mp4"]


@pytest.mark.parametrize(
    ("path", "wave"),
    [
        ("a.TXT", WORDS),
        ("a.docx", WORDS),
        ("a.msg", WORDS),
        ("a", OTHERS),
        ("a.png", OTHERS),
        ("a.pst", CONTAINERS),
        ("a.tar.gz", CONTAINERS),
        ("a.mbox", CONTAINERS),
    ],
)
def test_the_name_alone_says_how_early(path, wave):
    assert wave_of(path) == wave


def test_equal_files_are_told_apart_by_their_paths():
    """The order is the same on every machine, and so are the short names given by it."""
    assert paths(found("b.txt", 5), found("a.txt", 5)) == paths(found("a.txt", 5), found("b.txt", 5))


def test_no_more_than_the_look_ahead_is_held_back():
    taken = []

    def walk():
        for number in range(10):
            taken.append(number)
            yield found(f"{number}.txt", 10 - number)

    first = next(iter(soonest_first(walk(), 4)))
    assert first.path == "3.txt"
    assert len(taken) == 4


@pytest.fixture
def received(tmp_path, accession, kept):
    def run(**settings):
        outcomes = list(
            receive([tmp_path], accession=accession, originals=kept, settings=IntakeSettings(**settings))
        )
        shown = [value.path for one in outcomes for value in one.values if isinstance(value, Holding)]
        return outcomes, shown

    return run


def changing(monkeypatch, times: int, change):
    """Let a file change after it was opened, so many times."""
    left = [times]
    real = receiving.guarded

    def guarded(source, path, limit, at_end):
        if path == "log.txt" and left[0] > 0:
            left[0] -= 1
            change(source)
        return real(source, path, limit, at_end)

    monkeypatch.setattr(receiving, "guarded", guarded)


@pytest.mark.parametrize("change", ["grow", "shrink", "rewrite"])
def test_a_file_that_changes_all_the_time_is_not_kept_and_the_rest_goes_on(
    tmp_path, received, kept, monkeypatch, change
):
    (tmp_path / "log.txt").write_bytes(b"words" * 100)
    (tmp_path / "note.txt").write_bytes(b"other")
    clock = iter(range(1, 100))

    def happen(_source):
        size = (tmp_path / "log.txt").stat().st_size
        if change == "grow":
            (tmp_path / "log.txt").write_bytes(b"w" * (size + 7))
        elif change == "shrink":
            os.truncate(tmp_path / "log.txt", size - 7)
        else:
            os.utime(tmp_path / "log.txt", (next(clock), next(clock)))

    changing(monkeypatch, 99, happen)
    outcomes, shown = received()
    assert shown == ["note.txt"]
    (refused,) = [one for one in outcomes if one.status is Status.REFUSED]
    assert "log.txt changed while it was being read" in refused.failures[0].happened
    assert list(kept.content) == [digest_of(b"other")]


def test_a_file_that_changed_once_is_read_once_more(tmp_path, received, kept, monkeypatch):
    (tmp_path / "log.txt").write_bytes(b"words")
    changing(monkeypatch, 1, lambda _source: (tmp_path / "log.txt").write_bytes(b"more words"))
    _, shown = received()
    assert shown == ["log.txt"]
    assert b"more words" in kept.content.values()


def test_a_file_that_vanishes_is_told_and_the_rest_goes_on(tmp_path, received, monkeypatch):
    for name in ("a.txt", "log.txt"):
        (tmp_path / name).write_text(name)
    real = open_found

    def opening(one):
        if one.path == "log.txt":
            one.place.unlink()
        return real(one)

    monkeypatch.setattr(receiving, "open_found", opening)
    outcomes, shown = received()
    assert shown == ["a.txt"]
    assert "No such file" in outcomes[-1].failures[0].happened


def test_a_file_larger_than_the_limit_is_refused_before_it_is_read(tmp_path, received, kept):
    """Five gigabytes that are a hole on the disk: the size is known before the first byte is."""
    with open(tmp_path / "huge.bin", "wb") as target:
        target.truncate(5 << 30)
    (tmp_path / "note.txt").write_bytes(b"other")
    outcomes, shown = received(max_item_bytes=4 << 30)
    assert shown == ["note.txt"]
    assert "huge.bin holds more than 4.0 GiB" in outcomes[-1].failures[0].happened
    assert kept.n_puts == 1


def test_a_path_longer_than_the_system_opens_is_told(tmp_path, received):
    inner = tmp_path
    here = os.open(tmp_path, os.O_RDONLY)
    try:
        for _ in range(22):
            os.mkdir("d" * 200, dir_fd=here)
            deeper = os.open("d" * 200, os.O_RDONLY, dir_fd=here)
            os.close(here)
            here, inner = deeper, inner / ("d" * 200)
    finally:
        os.close(here)
    (tmp_path / "note.txt").write_bytes(b"other")
    outcomes, shown = received()
    assert shown == ["note.txt"]
    assert os.strerror(errno.ENAMETOOLONG) in outcomes[-1].failures[0].happened or len(outcomes) == 2
