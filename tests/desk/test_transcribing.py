"""Transcribing: people's readings are kept, compared, preferred where whole, and survive every re-reading."""

import struct
import zlib
from pathlib import Path

import pytest

from twosource.desk import Desk
from twosource.desk.anchoring import anchors, annotations, decide_anchor
from twosource.desk.layering import Pinned, lay_beside, settle
from twosource.desk.reading import read_exhibits
from twosource.desk.transcribing import Transcript, export_layer, import_layer, layers, transcribe
from twosource.errors import NothingMatchedError, UsageError
from twosource.evidence.holdings import Exhibit, Rendition
from twosource.evidence.layouts import PageLayout
from twosource.evidence.outcome import Fate
from twosource.evidence.passages import Passage
from twosource.evidence.testimony import Made, Party
from twosource.evidence.transcripts import HumanReading
from twosource.reading.interchange import export_pages
from twosource.store.rebuilding import rebuild
from twosource.terms import PartyKind, RenditionKind, Standing, Status

HUDA, SALIM = "Huda the reader", "Salim the second"
REPORT = "The guns left the town at nigth.\nNobody saw who drove them out.\n"


def picture() -> bytes:
    """A small blank grey PNG."""

    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    rows = b"".join(b"\0" + b"\xff" * 40 for _ in range(30))
    header = struct.pack(">IIBBBBB", 40, 30, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


@pytest.fixture
def case(desk, tmp_path):
    """A desk over a report of two lines (E1) and a blank picture (E2), both read."""
    cache = tmp_path / "pile"
    cache.mkdir()
    (cache / "a-report.txt").write_text(REPORT, "utf-8")
    (cache / "b-letter.png").write_bytes(picture())
    desk.receive([cache])
    read_exhibits(desk.work)
    return desk


def given(text, **more):
    return Transcript(**{"text": text, "by": HUDA, "language": "en", **more})


def preferred(desk, name="E1"):
    found = desk.store.all(Rendition, about=desk.store.by_siglum(name))
    return [one for one in found if one.is_preferred]


def fate(desk, name):
    return desk.store.get(Fate, desk.store.by_siglum(name))


class TestTranscribing:
    def test_a_picture_that_somebody_read_is_read(self, case):
        before = fate(case, "E2")
        assert before.status in {Status.WAITING, Status.PARTLY_READ}
        answer = transcribe(case.work, "E2", given("صدر الأمر", language="ar"))
        assert (answer.n_kept, answer.layers.status) == (1, "read")
        assert fate(case, "E2").failures == ()
        (chosen,) = preferred(case, "E2")
        assert (chosen.maker, chosen.made_by_person, chosen.text) == (HUDA, True, "صدر الأمر")

    def test_the_case_is_sound_after_every_reading(self, case):
        transcribe(case.work, "E1", given("line one", line=1))
        assert case.verify() == ()
        transcribe(case.work, "E2", given("a letter"))
        assert case.verify() == ()

    def test_a_whole_reading_stands_in_place_of_the_machines_and_is_found(self, case):
        transcribe(case.work, "E1", given(REPORT.replace("nigth", "night")))
        assert [one.maker for one in preferred(case)] == [HUDA]
        assert case.store.search("night")
        assert case.store.search("nigth") == []
        machine = [
            r for r in case.store.all(Rendition, about=case.store.by_siglum("E1")) if not r.made_by_person
        ]
        assert machine[0].text == REPORT.rstrip() or machine[0].text == REPORT

    def test_one_line_stands_beside_until_every_line_is_read(self, case):
        answer = transcribe(case.work, "E1", given("The guns left the town at night.", line=1))
        assert not answer.layers.layers[-1].is_preferred or not answer.layers.layers[0].is_by_person
        transcribe(case.work, "E1", given("Nobody saw who drove them out.", line=2))
        assert [one.maker for one in preferred(case)] == [HUDA]

    def test_a_correction_supersedes_by_reference_and_nothing_is_overwritten(self, case):
        transcribe(case.work, "E2", given("first wrods"))
        answer = transcribe(case.work, "E2", given("first words"))
        assert answer.n_superseding == 1
        earlier, later = case.store.all(HumanReading)
        assert (earlier.text, later.supersedes) == ("first wrods", earlier.reading_id)
        assert [one.text for one in preferred(case, "E2")] == ["first words"]

    def test_the_same_words_again_change_nothing(self, case):
        transcribe(case.work, "E2", given("words"))
        size = case.store.ledger.size
        answer = transcribe(case.work, "E2", given("words"))
        assert (answer.n_kept, answer.n_unchanged) == (0, 1)
        assert case.store.ledger.size == size

    def test_each_reading_is_one_entry_of_the_ledger_that_names_its_person(self, case):
        transcribe(case.work, "E2", given("words"))
        entries = [e for e in case.store.ledger.entries() if e.body.get("record") == "human-reading"]
        assert [entry.body["value"]["by"] for entry in entries] == [HUDA]

    def test_what_lay_before_the_person_is_told(self, case):
        transcribe(case.work, "E1", given("The guns", line=1, is_beside=True))
        (reading,) = case.store.all(HumanReading)
        assert case.store.get(Rendition, reading.over_rendition).text.startswith("The guns")

    def test_a_translation_does_not_make_a_picture_read(self, case):
        transcribe(case.work, "E2", given("the order", kind=RenditionKind.TRANSLATION))
        assert fate(case, "E2").status is Status.PARTLY_READ

    def test_a_blank_page_can_be_read_as_blank(self, case):
        answer = transcribe(case.work, "E2", given("", is_blank=True))
        assert answer.layers.status == "read"

    @pytest.mark.parametrize(
        ("change", "sentence"),
        [
            ({"text": " "}, "No words were given."),
            ({"is_blank": True}, "said to be blank"),
            ({"by": " "}, "Nobody is named"),
            ({"language": "English"}, "is no language code"),
            ({"page": 2}, "has no page 2"),
            ({"page": 0}, "has no page 0"),
            ({"line": -1}, "There is no line -1"),
            ({"text": "a\nb", "line": 1}, "more than one line"),
            ({"text": "a\0b"}, "NUL"),
            ({"kind": RenditionKind.TEXT}, "gives no text"),
            ({"is_second": True}, "Nobody read page 1"),
        ],
    )
    def test_what_cannot_be_a_reading_is_refused_with_a_sentence(self, case, change, sentence):
        with pytest.raises(UsageError) as error:
            transcribe(case.work, "E1", given(**{"text": "words", **change}))
        assert sentence in error.value.sentences()
        assert case.store.count(HumanReading) == 0

    def test_an_unknown_exhibit_is_refused(self, case):
        with pytest.raises(NothingMatchedError):
            transcribe(case.work, "E99", given("x"))


class TestSecondReading:
    def test_both_are_kept_and_compared_word_by_word(self, case):
        transcribe(case.work, "E2", given("the guns left at night"))
        answer = transcribe(case.work, "E2", given("the guns left at noon", by=SALIM, is_second=True))
        (found,) = answer.layers.agreements
        assert (found.first, found.second, found.share) == (HUDA, SALIM, 0.8)
        (variant,) = found.collation.variants
        assert (variant.first, variant.second, variant.word) == ("night", "noon", 5)
        assert [one.maker for one in preferred(case, "E2")] == [HUDA]

    def test_nobody_reads_a_second_time_after_themselves(self, case):
        transcribe(case.work, "E2", given("words"))
        with pytest.raises(UsageError, match="somebody else"):
            transcribe(case.work, "E2", given("words", is_second=True))

    def test_a_correction_of_the_first_reading_changes_the_agreement(self, case):
        transcribe(case.work, "E2", given("the guns left at night"))
        transcribe(case.work, "E2", given("the guns left at noon", by=SALIM, is_second=True))
        answer = transcribe(case.work, "E2", given("the guns left at noon"))
        assert answer.layers.agreements[0].share == 1.0


class TestKeeping:
    def test_layers_survive_reading_again(self, case):
        transcribe(case.work, "E2", given("a letter"))
        before = preferred(case, "E2")
        case.store.forget("read")
        read_exhibits(case.work)
        assert preferred(case, "E2") == before
        assert fate(case, "E2").status is Status.READ
        assert case.verify() == ()

    def test_layers_are_made_again_from_the_ledger_alone(self, case, tmp_path):
        transcribe(case.work, "E1", given("The guns left the town at night.\nNobody saw."))
        transcribe(case.work, "E2", given("a letter"))
        transcribe(case.work, "E2", given("a lettre", by=SALIM, is_second=True))
        before = sorted(case.store.all(Rendition), key=lambda one: one.rendition_id)
        with Desk.open(Desk.new(tmp_path / "again")) as again:
            rebuild(case.store, again.store)
            for digest in case.work.originals.digests():
                with case.work.originals.open(digest) as source:
                    again.work.originals.put(source)
            read_exhibits(again.work)
            after = sorted(again.store.all(Rendition), key=lambda one: one.rendition_id)
            assert after == before
            assert again.verify() == ()

    def test_laying_beside_twice_changes_nothing(self, case):
        transcribe(case.work, "E2", given("a letter"))
        exhibit_id = case.store.by_siglum("E2")
        before = list(case.store.all(Rendition)), fate(case, "E2")
        with case.store.transaction():
            settle(case.work, exhibit_id, lay_beside(case.work, exhibit_id, Pinned(case.work)))
        assert (list(case.store.all(Rendition)), fate(case, "E2")) == before

    def test_an_earlier_layer_that_was_cited_stays(self, case):
        transcribe(case.work, "E2", given("the ordre was given"))
        cited = case.cite("E2", "the ordre")
        transcribe(case.work, "E2", given("the order was given"))
        kept = case.store.get(Rendition, cited.rendition_id)
        assert (kept.text, kept.is_preferred) == ("the ordre was given", False)
        assert case.verify() == ()

    def test_an_earlier_layer_that_nobody_cited_is_made_anew(self, case):
        transcribe(case.work, "E2", given("the ordre"))
        transcribe(case.work, "E2", given("the order"))
        texts = [
            r.text for r in case.store.all(Rendition, about=case.store.by_siglum("E2")) if r.made_by_person
        ]
        assert texts == ["the order"]

    def test_statements_are_taken_from_the_person_once_they_read_it_whole(self, case):
        case.analyse()
        transcribe(case.work, "E1", given("Channel Nine said that the guns left the town."))
        case.analyse()
        passages = case.store.get_many(Passage, [s.passage_id for s in _statements(case, "E1")])
        renditions = {case.store.get(Rendition, p.rendition_id).maker for p in passages.values()}
        assert renditions <= {HUDA}
        assert renditions
        assert case.verify() == ()


def _statements(desk, name):
    from twosource.evidence.testimony import Statement

    return list(desk.store.all(Statement, about=desk.store.by_siglum(name)))


class TestInterchange:
    @pytest.mark.parametrize("form", ["alto", "page", "hocr"])
    def test_a_layer_goes_out_and_comes_in_again_as_the_same_words(self, case, tmp_path, form):
        transcribe(case.work, "E1", given(REPORT))
        out = export_layer(case.work, "E1", form)
        assert (out.by, out.n_hidden, len(out.documents)) == (HUDA, 0, 1)
        path = tmp_path / "layer.xml"
        path.write_text(out.documents[0], "utf-8")
        answer = import_layer(case.work, "E1", path, given("", by=SALIM))
        assert answer.n_kept == 1
        assert [r.text for r in case.store.all(HumanReading)][-1] == REPORT.strip()

    def test_boxes_of_a_document_stay_with_its_words(self, case, tmp_path):
        rendition, layout = _boxed(case)
        path = tmp_path / "layer.alto.xml"
        path.write_text(export_pages(rendition, [layout], "alto", at=case.work.clock())[0], "utf-8")
        answer = import_layer(case.work, "E2", path, given(""))
        assert answer.layers.layers[0].n_boxes == 2
        transcribe(case.work, "E2", given("two worlds"))
        (chosen,) = preferred(case, "E2")
        (kept,) = case.store.all(PageLayout, about=chosen.rendition_id)
        assert [chosen.text[w.start : w.end] for w in kept.words] == ["two", "worlds"]

    def test_a_machines_layer_can_be_chosen_by_its_number(self, case):
        transcribe(case.work, "E1", given(REPORT))
        machine = next(one for one in layers(case.work, "E1").layers if not one.is_by_person)
        assert "nigth" in export_layer(case.work, "E1", "alto", machine.number).documents[0]
        with pytest.raises(NothingMatchedError):
            export_layer(case.work, "E1", "alto", 9)

    def test_protected_names_do_not_leave(self, case):
        protected = Party(
            party_id="p", name="Huda Karam", label="a reader", kind=PartyKind.PERSON, is_protected=True,
            made=Made(by="person:x", standing=Standing.JUDGEMENT),
        )  # fmt: skip
        case.store.put([protected])
        transcribe(case.work, "E2", given("Huda Karam saw the guns", by="Huda Karam"))
        out = export_layer(case.work, "E2", "page")
        assert out.n_hidden > 0
        assert "Karam" not in "".join(out.documents) + out.by

    def test_a_damaged_document_is_not_taken_as_a_reading(self, case, tmp_path):
        path = tmp_path / "cut.xml"
        transcribe(case.work, "E1", given(REPORT))
        whole = export_layer(case.work, "E1", "alto").documents[0]
        path.write_text(whole[: whole.index("Nobody")], "utf-8")
        with pytest.raises(UsageError, match="damaged"):
            import_layer(case.work, "E1", path, given("", by=SALIM))
        assert case.store.count(HumanReading) == 1


def _boxed(case):
    from twosource.evidence.holdings import Page
    from twosource.evidence.layouts import WordBox

    text = "two words"
    exhibit = next(case.store.all(Exhibit))
    rendition = Rendition(
        rendition_id="r", exhibit_id=exhibit.exhibit_id, kind=RenditionKind.TRANSCRIPTION, text=text,
        pages=(Page(number=1, start=0, end=9),),
    )  # fmt: skip
    words = (
        WordBox(start=0, end=3, left=1, top=1, right=9, bottom=5),
        WordBox(start=4, end=9, left=10, top=1, right=30, bottom=5),
    )
    return rendition, PageLayout(layout_id="l", rendition_id="r", page=1, width=40, height=30, words=words)


class TestAnchors:
    def cited(self, case):
        passage = case.cite("E1", "The guns left the town at nigth.")
        transcribe(case.work, "E1", given("A heading.\n" + REPORT.replace("nigth", "night")))
        return passage

    def test_a_new_reading_proposes_and_moves_nothing(self, case):
        passage = self.cited(case)
        size = case.store.ledger.size
        (found,) = anchors(case.work, "E1").proposals
        assert (found.passage_id, found.now) == (passage.passage_id, "The guns left the town at night.")
        assert case.store.get(Passage, passage.passage_id) == passage
        assert case.store.ledger.size == size

    def test_accepting_makes_a_new_passage_and_an_entry_in_the_ledger(self, case):
        passage = self.cited(case)
        decided = decide_anchor(case.work, "E1", 1, accept=True, by=HUDA)
        new = case.store.get(Passage, case.store.by_siglum(decided.new_passage))
        assert new.text == "The guns left the town at night."
        assert case.store.get(Passage, passage.passage_id) == passage
        last = list(case.store.ledger.entries())[-1]
        assert (last.body["record"], last.body["value"]["by"]) == ("anchor-decision", HUDA)
        assert anchors(case.work, "E1").proposals == ()
        assert case.verify() == ()

    def test_what_was_rejected_is_not_proposed_again(self, case):
        self.cited(case)
        decided = decide_anchor(case.work, "E1", 1, accept=False, by=HUDA, why="another sentence")
        assert decided.new_passage == ""
        answer = anchors(case.work, "E1")
        assert (answer.proposals, len(answer.lost)) == ((), 1)

    def test_accepted_passages_are_there_again_after_reading_again(self, case):
        self.cited(case)
        decided = decide_anchor(case.work, "E1", 1, accept=True, by=HUDA)
        new = case.store.by_siglum(decided.new_passage)
        case.store.remove(Passage, [new])
        case.store.forget("read")
        read_exhibits(case.work)
        assert case.store.get(Passage, new) is not None

    @pytest.mark.parametrize(
        ("number", "by", "error"), [(2, HUDA, NothingMatchedError), (1, " ", UsageError)]
    )
    def test_a_decision_needs_a_proposal_and_a_person(self, case, number, by, error):
        self.cited(case)
        with pytest.raises(error):
            decide_anchor(case.work, "E1", number, accept=True, by=by)

    def test_passages_leave_as_web_annotations(self, case):
        passage = self.cited(case)
        (annotation,) = annotations(case.work, "E1")
        assert annotation["target"][0]["selector"][0]["exact"] == passage.text


def test_a_layer_document_is_named_by_a_path(case, tmp_path):
    with pytest.raises(OSError, match="nowhere"):
        import_layer(case.work, "E1", Path(tmp_path / "nowhere.xml"), given(""))


def test_the_log_names_who_read(case):
    transcribe(case.work, "E2", given("a letter"))
    read = [entry for entry in case.log(10) if "human-reading" in entry.sentence]
    assert [entry.by for entry in read] == [HUDA]


CASE = """
schema = "twosource-case/1"
[parties.outlet]
name = "The Outlet"
kind = "outlet"
[claims.guns]
text = "The guns left"
action = "withdraw"
[[statements]]
exhibit = "a-report.txt"
quote = "The guns left the town"
claim = "guns"
chain = [{ party = "outlet" }]
"""


def test_a_quote_that_stands_in_the_machines_and_the_persons_reading_stands_once(case):
    """An exhibit read twice says its words once: a declared quote is taken from the preferred reading."""
    (case.work.folder.declarations).write_text(CASE, "utf-8")
    transcribe(case.work, "E1", given(REPORT))
    _, warnings = case.analyse()
    assert warnings == ()
    judged = [s for s in _statements(case, "E1") if s.made.is_judgement]
    passages = case.store.get_many(Passage, [s.passage_id for s in judged]).values()
    assert [case.store.get(Rendition, p.rendition_id).maker for p in passages] == [HUDA]


def test_a_quote_that_only_the_machine_read_is_still_found(case):
    (case.work.folder.declarations).write_text(
        CASE.replace("left the town", "left the town at nigth"), "utf-8"
    )
    transcribe(case.work, "E1", given(REPORT.replace("nigth", "night")))
    _, warnings = case.analyse()
    assert warnings == ()


def test_words_are_cited_from_the_preferred_reading(case):
    transcribe(case.work, "E1", given("Heading.\n" + REPORT))
    cited = case.cite("E1", "The guns left")
    assert case.store.get(Rendition, cited.rendition_id).maker == HUDA
