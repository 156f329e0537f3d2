"""Which word counts: the latest of each person, the latest of all, and none that was taken back."""

import shutil
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from review_cases import BY_RULES, open_case, saying

from twosource.desk import Desk
from twosource.desk.case import CaseFolder
from twosource.desk.correcting import Correction
from twosource.desk.reviewed import Reviewed, as_earlier, is_earlier, same_name, standing_words
from twosource.desk.reviewing import accept, correct, reject, undo_review
from twosource.errors import UsageError
from twosource.evidence.reviews import Review, Verdict, review_id
from twosource.evidence.testimony import AttributionChain, Link, Made, Statement
from twosource.terms import Stance, Standing, Voice

PEOPLE = ("Nadia", "Salim", "Huda")
START = datetime(2026, 11, 23, tzinfo=UTC)


def word(item, verdict, by, minute):
    at = START + timedelta(minutes=minute)
    return Review(
        review_id=review_id(item, verdict, by, at),
        item_kind="statement",
        item_id=item,
        item="",
        verdict=verdict,
        by=by,
        at=at,
    )


@st.composite
def histories(draw):
    steps = st.tuples(st.sampled_from(["a", "b"]), st.sampled_from(list(Verdict)), st.sampled_from(PEOPLE))
    given = draw(st.lists(steps, max_size=14))
    return [word(*step, minute) for minute, step in enumerate(given)]


@given(histories())
def test_the_latest_word_of_each_person_stands(history):
    """Held against the plainest telling: go back through time, one word a person, none that is withdrawn."""
    for item in ("a", "b"):
        seen, expected = set(), []
        for review in reversed(history):
            if review.item_id == item and review.by not in seen:
                seen.add(review.by)
                if review.verdict is not Verdict.WITHDRAWN:
                    expected.append(review)
        assert standing_words(history).get(item, ()) == tuple(reversed(expected))


@given(histories(), st.sampled_from(PEOPLE))
def test_a_word_given_and_taken_back_leaves_what_others_said(history, by):
    if any(r.by == by and r.item_id == "a" for r in history):
        history = [r for r in history if r.by != by]
    given_and_taken = [
        *history,
        word("a", Verdict.REJECTED, by, 90),
        word("a", Verdict.WITHDRAWN, by, 91),
    ]
    assert standing_words(given_and_taken) == standing_words(history)


@given(histories())
def test_items_do_not_touch_one_another(history):
    own = [r for r in history if r.item_id == "a"]
    assert standing_words(own).get("a") == standing_words(history).get("a")


@given(histories(), st.integers(0, 14))
def test_every_word_can_be_told_again_in_parts(history, at):
    """What stands depends on the order of words, not on when they were read from the store."""
    later = standing_words([*history[:at], *history[at:]])
    assert later == standing_words(iter(history))


def test_names_are_compared_composed_and_without_case():
    assert same_name("Ze\u0301 \n Pereira") == same_name("ZÉ PEREIRA")
    assert same_name("هدى  خ") == same_name("هدى خ")


def statement(by="rules 2"):
    return Statement(
        statement_id="s", passage_id="p", exhibit_id="e",
        chain=AttributionChain(links=(Link(party_id="x"),)),
        stance=Stance.ASSERTS, hedge=0, voice=Voice.OWN,
        made=Made(by=by, standing=Standing.SUGGESTION),
    )  # fmt: skip


def test_an_earlier_reading_is_marked_once():
    once = as_earlier(statement())
    assert is_earlier(once)
    assert as_earlier(once) == once
    assert not is_earlier(statement())


# -- the same through the desk


@pytest.fixture(scope="module")
def read(tmp_path_factory):
    folder = tmp_path_factory.mktemp("read")
    with open_case(folder) as desk:
        siglum = saying(desk, "Kestrel Television reported").siglum
    return folder / "case", siglum


VERBS = {
    "accept": lambda work, name, by: accept(work, name, by=by),
    "reject": lambda work, name, by: reject(work, name, by=by),
    "correct": lambda work, name, by: correct(
        work, name, Correction(hedge=1 + PEOPLE.index(by)), by=by, why="x"
    ),
    "undo": lambda work, name, by: undo_review(work, name, by=by),
}


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.tuples(st.sampled_from(sorted(VERBS)), st.sampled_from(PEOPLE)), max_size=6))
def test_in_any_order_the_latest_counts_and_undoing_all_restores(read, tmp_path, steps):
    """A model in a few lines (a stack of the people's last words) against the desk over a real case."""
    source, siglum = read
    case = tmp_path / "case"
    shutil.rmtree(case, ignore_errors=True)
    shutil.copytree(source, case)
    words: dict[str, str] = {}
    with Desk.open(CaseFolder(case), settings=BY_RULES) as desk:
        before = {s.siglum: s for s in desk.statements()}
        for verb, by in steps:
            if verb == "undo" and by not in words:
                with pytest.raises(UsageError):
                    VERBS[verb](desk.work, siglum, by)
                continue
            VERBS[verb](desk.work, siglum, by)
            words.pop(by, None)
            if verb != "undo":
                words[by] = verb
        now = {s.siglum: s for s in desk.statements()}
        last = list(words.items())[-1] if words else None
        assert (siglum in now) is (last is None or last[1] == "accept")
        extra = set(now) - set(before)
        assert len(extra) == (1 if last and last[1] == "correct" else 0)
        if extra:
            (corrected,) = extra
            assert now[corrected].hedge == 1 + PEOPLE.index(last[0])
        for by in list(words):
            undo_review(desk.work, siglum, by=by)
        assert {s.siglum: s for s in desk.statements()} == before
        assert desk.verify() == ()
        assert Reviewed(desk.store).words == {}


@pytest.mark.parametrize("n_before", range(4))
def test_a_death_between_the_writes_of_a_correction_keeps_nothing_of_it(
    read, tmp_path, monkeypatch, n_before
):
    """Statement, passage, party, supersession and word are one commit: all or none."""
    source, siglum = read
    case = tmp_path / "case"
    shutil.copytree(source, case)
    with Desk.open(CaseFolder(case), settings=BY_RULES) as desk:
        size, held = desk.store.ledger.size, desk.statements(everything=True)
        engine, usual, calls = desk.store.engine, desk.store.engine.keep, []

        class DiedError(BaseException):
            pass

        def keep(lines):
            for at, line in enumerate(lines):
                if at == n_before:
                    raise DiedError
                calls.append(line)
                usual([line])

        monkeypatch.setattr(engine, "keep", keep)
        with pytest.raises(DiedError):
            correct(
                desk.work, siglum, Correction(speaker="a guard", new_kind="placeholder"), by="Nadia", why="x"
            )
        assert len(calls) == n_before
        monkeypatch.setattr(engine, "keep", usual)
    with Desk.open(CaseFolder(case), settings=BY_RULES) as desk:
        assert desk.store.ledger.size == size
        assert desk.statements(everything=True) == held
        assert desk.verify() == ()
