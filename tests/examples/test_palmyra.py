"""The demonstration holds together: facts add up, quotes stand where they should, nothing pretends."""

import csv
import email
import email.policy
import re
import unicodedata
from collections import Counter
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest
from PIL import Image

from twosource.dates import parse_span
from twosource.desk.declarations import read_declarations
from twosource.desk.patterns import find_exhibits
from twosource.desk.resolving import find_unmatched, resolve_custody, resolve_elicitations, resolve_statements
from twosource.evidence.claims import Matching
from twosource.evidence.holdings import Holding, Rendition
from twosource.evidence.testimony import Statement
from twosource.terms import RenditionKind, Stance, Status

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "palmyra"
CACHE = EXAMPLE / "cache"
FILES = sorted(path for path in CACHE.rglob("*") if path.is_file())
REPORTS = [path for path in FILES if path.parent.name == "reports"]
LETTERS = [f"letter-{n}" for n in (1, 2, 3)]
NOTICES = (
    "reconstruction for demonstration",
    "reconstitution pour démonstration",
    "نسخة مُعاد إنشاؤها للعرض",
    "written for the demonstration",
)
MONTHS = {"كانون الثاني": 1, "آذار": 3, "تشرين الثاني": 11, "january": 1, "march": 3, "november": 11}


class _Words(HTMLParser):
    def __init__(self):
        super().__init__()
        self.words, self.skipped = [], 0

    def handle_starttag(self, tag, attrs):
        self.skipped += tag == "head"
        self.words.append("\n")

    def handle_endtag(self, tag):
        self.skipped -= tag == "head"

    def handle_data(self, data):
        if not self.skipped:
            self.words.append(data)


def _text(path):
    raw = path.read_text("utf-8")
    if path.suffix == ".html":
        parser = _Words()
        parser.feed(raw)
        return "".join(parser.words)
    if path.suffix == ".eml":
        return email.message_from_string(raw, policy=email.policy.default).get_content()
    return raw


def _shown(path):
    return str(path.relative_to(CACHE))


def _rendition(path, kind=RenditionKind.TEXT):
    return Rendition(
        rendition_id=f"r-{_shown(path)}", exhibit_id=_shown(path), kind=kind, text=_text(path), pages=()
    )


def _renditions_of(exhibit_id):
    path = CACHE / exhibit_id
    if path.suffix != ".png":
        return [_rendition(path)]
    transcription, translation = (
        path.with_name(f"{path.stem}.{end}") for end in ("transcription.ar.txt", "translation.en.txt")
    )
    return [
        _rendition(transcription, RenditionKind.TRANSCRIPTION),
        _rendition(translation, RenditionKind.TRANSLATION),
    ]


HOLDINGS = [
    Holding(holding_id=f"h-{_shown(path)}", accession_id="a", exhibit_id=_shown(path), path=_shown(path))
    for path in FILES
]


@pytest.fixture(scope="module")
def declared():
    return read_declarations((EXAMPLE / "case.toml").read_text("utf-8"), source="case.toml")


@pytest.fixture(scope="module")
def outcomes(declared):
    return list(resolve_statements(declared, HOLDINGS, _renditions_of))


@pytest.fixture(scope="module")
def statements(outcomes):
    """Return (claim id, statement) of everything declared."""
    values = [value for outcome in outcomes for value in outcome.values]
    claim_of = {m.statement_id: m.claim_id for m in values if isinstance(m, Matching)}
    return [(claim_of[s.statement_id], s) for s in values if isinstance(s, Statement)]


def test_case_toml_parses_and_speaks_of_everything_promised(declared):
    """Parties, ties, custody, claims, statements, one question with its answers."""
    assert len(declared.questions) == len(declared.elicitations) == 1
    assert {claim.claim_id for claim in declared.claims} >= {
        "claim-weapons_out",
        "claim-agreed",
        "claim-oil_trade",
        "claim-evacuation_before_bombing",
        "claim-contested",
        "claim-pair_fights",
    }
    assert [(tie.from_party, tie.to_party, tie.p) for tie in declared.ties] == [
        ("defector_1", "handover_group", 0.6),
        ("defector_2", "handover_group", 0.6),
    ]


def test_every_pattern_means_something_in_the_cache(declared):
    """No custody, publisher or item speaks of nothing."""
    assert find_unmatched(declared, HOLDINGS) == ()
    assert all(item.exhibit_ids for item in resolve_elicitations(declared, HOLDINGS)[0].items)


def test_every_declared_quote_stands_exactly_once(declared, outcomes):
    """None needs an nth: each is found, and found once."""
    assert [f.happened for o in outcomes for f in o.failures] == []
    assert {o.status for o in outcomes} == {Status.READ}
    assert {one.nth for one in declared.statements} == {0}


def test_statements_have_different_ids(statements):
    """No declared statement hides another."""
    assert len({s.statement_id for _, s in statements}) == len(statements)


@pytest.mark.parametrize("claim_id", ["claim-agreed", "claim-weapons_out"])
def test_each_of_twelve_reports_carries_both_main_claims(statements, claim_id):
    """Twelve reports, and one asserting statement of each at least."""
    carrying = {s.exhibit_id for c, s in statements if c == claim_id and s.stance is Stance.ASSERTS}
    assert {_shown(path) for path in REPORTS} <= carrying
    assert len(REPORTS) == 12


def test_exactly_two_reports_are_second_hand(statements):
    """They credit a newspaper, and nobody else; all others credit the broadcaster."""
    credited = {}
    for claim_id, statement in statements:
        if statement.exhibit_id.startswith("reports/") and claim_id in {"claim-agreed", "claim-weapons_out"}:
            credited.setdefault(statement.exhibit_id, set()).add(statement.chain.links[1].party_id)
    second_hand = {exhibit: parties for exhibit, parties in credited.items() if parties != {"kestrel"}}
    assert second_hand == {
        "reports/06-ferryman-post.html": {"daily_tarn"},
        "reports/07-eastgate-review.html": {"orontes_courier"},
    }


def test_every_report_names_whom_it_credits_in_its_own_words(declared, statements):
    """A chain that the words do not show would be our invention."""
    names = {p.party_id: (p.name, *p.aliases) for p in declared.parties}
    names["kestrel"] += ("قناة كيستريل",)
    for _, statement in statements:
        if statement.exhibit_id.startswith("reports/"):
            text = _text(CACHE / statement.exhibit_id)
            for link in statement.chain.credited[:1]:
                assert any(name in text for name in names[link.party_id]), statement.exhibit_id


def test_every_cue_stands_in_its_exhibit(statements):
    """The words that name a link are words of the page."""
    for _, statement in statements:
        text = " ".join(" ".join(r.text.split()) for r in _renditions_of(statement.exhibit_id))
        for link in statement.chain.links:
            assert link.cue in text, (statement.exhibit_id, link.cue)


def test_the_shared_error_is_in_one_tabloid_and_its_followers_only(statements):
    """ "Among" the 22,000 files: whoever says so has read the tabloid; the broadcaster says otherwise."""
    by_stance = {}
    for claim_id, statement in statements:
        if claim_id == "claim-among_the_files":
            by_stance.setdefault(statement.stance, set()).add(statement.exhibit_id)
    assert by_stance[Stance.ASSERTS] == {
        "reports/02-daily-tarn.html",
        "reports/06-ferryman-post.html",
        "reports/09-unquiet-reader-blog.html",
    }
    assert by_stance[Stance.DENIES] == {"broadcaster/report.html"}


@pytest.mark.parametrize(
    ("copy", "source", "rare"),
    [
        ("08-small-desk-blog.html", "01-meridian-wire.eml", "a dry quartermaster's tongue"),
        ("09-unquiet-reader-blog.html", "02-daily-tarn.html", "a moonlit handshake between butchers"),
    ],
)
def test_two_blogs_copy_rare_wording_and_come_later(declared, copy, source, rare):
    """The wording stands in the copied report and its copy, and nowhere else."""
    holders = {path.name for path in FILES if path.suffix != ".png" and rare in " ".join(_text(path).split())}
    assert holders == {copy, source}
    at = {}
    for publisher in declared.publishers:
        for exhibit_id in find_exhibits(publisher.patterns, HOLDINGS):
            at[exhibit_id] = publisher.at_span
    assert at[f"reports/{source}"].is_before(at[f"reports/{copy}"])


def test_all_reports_are_published_on_two_days_as_declared_and_as_they_say(declared):
    """2 and 3 May 2016, in case.toml and on the page."""
    for publisher in declared.publishers:
        for exhibit_id in find_exhibits(publisher.patterns, HOLDINGS):
            if exhibit_id.startswith("reports/"):
                raw = (CACHE / exhibit_id).read_text("utf-8")
                assert publisher.at_span.start in {date(2016, 5, 2), date(2016, 5, 3)}
                day = publisher.at_span.start
                assert f"{day:%Y-%m-%d}" in raw or f"{day.day} {day:%b %Y}" in raw, exhibit_id


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.name)
def test_reports_are_short(path):
    """80 to 200 words, as an outlet would carry them."""
    assert 80 <= len(_text(path).split()) <= 200


@pytest.mark.parametrize(
    "path", [p for p in FILES if p.suffix not in {".png", ".csv"}], ids=lambda path: path.name
)
def test_every_text_says_on_its_face_that_it_was_made(path):
    """In the first lines a reader sees, in the language of the page."""
    opening = unicodedata.normalize("NFC", _text(path)[:400].lower())
    assert any(notice in opening for notice in NOTICES)


@pytest.mark.parametrize("letter", LETTERS)
def test_every_page_image_is_small_and_says_that_it_was_made(letter):
    """The notice is part of the transcription, which is what the image was drawn from."""
    path = CACHE / "letters" / f"{letter}.png"
    assert path.stat().st_size < 120_000
    with Image.open(path) as image:
        assert image.size == (1000, 1400)
        assert image.convert("L").getextrema()[0] < 80
    words = path.with_name(f"{letter}.transcription.ar.txt").read_text("utf-8")
    assert "نسخة مُعاد إنشاؤها للعرض · RECONSTRUCTION FOR DEMONSTRATION" in words


def _numbers_and_months(text):
    lowered = text.lower()
    folded = "".join(str(unicodedata.digit(c)) if c.isdigit() else c for c in lowered)
    return Counter(int(n) for n in re.findall(r"\d+", folded)), Counter(
        number for name, number in MONTHS.items() for _ in range(lowered.count(name))
    )


@pytest.mark.parametrize("letter", LETTERS)
def test_translation_agrees_with_transcription_in_numbers_and_dates(letter):
    """Figures and months are the same, paragraph by paragraph."""
    folder = CACHE / "letters"
    arabic = (folder / f"{letter}.transcription.ar.txt").read_text("utf-8").split("\n\n")
    english = (folder / f"{letter}.translation.en.txt").read_text("utf-8").split("\n\n")
    assert len(arabic) == len(english)
    for original, translated in zip(arabic, english, strict=True):
        assert _numbers_and_months(original) == _numbers_and_months(translated)


def test_only_the_second_letter_carries_a_date_and_it_is_the_announced_day():
    """24 November 2013, in the letter and in the claim."""
    dated = [name for name in LETTERS if "24 November 2013" in _translation(name)]
    assert dated == ["letter-2"]


def _translation(letter):
    return (CACHE / "letters" / f"{letter}.translation.en.txt").read_text("utf-8")


def test_no_letter_names_an_agreement_to_withdraw_and_two_do_not_name_the_government():
    """What the letters say and what others say they mean are kept apart."""
    assert [name for name in LETTERS if "regime" in _translation(name)] == ["letter-3"]
    assert [name for name in LETTERS if "agree" in _translation(name)] == ["letter-2"]
    assert "evacuation point that was agreed" in _translation("letter-2")


def _record():
    with (CACHE / "record" / "ucdp_palmyra_2016.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_the_record_adds_up_to_the_published_figures():
    """64 rows; events and deaths per month; 62 of government against IS."""
    rows = _record()
    events = Counter(row["date_start"][:7] for row in rows)
    deaths = Counter()
    for row in rows:
        deaths[row["date_start"][:7]] += int(row["deaths_best"])
    assert events == {"2016-01": 18, "2016-02": 11, "2016-03": 30, "2016-04": 5}
    assert deaths == {"2016-01": 60, "2016-02": 39, "2016-03": 348, "2016-04": 16}
    assert sum(row["side_a"] == "Government of Syria" and row["side_b"] == "IS" for row in rows) == 62
    assert len({row["id"] for row in rows}) == len(rows) == 64


def test_the_record_holds_facts_and_no_sentences():
    """Places to the district or better, ordered figures, sources by name, no headline or article."""
    for row in _record():
        assert int(row["where_prec"]) <= 3
        assert int(row["deaths_low"]) <= int(row["deaths_best"]) <= int(row["deaths_high"])
        assert max(len(value) for value in row.values()) <= 40
    assert not {"source_article", "source_headline"} & set(_record()[0])


def test_the_note_about_the_record_says_what_the_record_says():
    """The note is declared as evidence, so its figures are checked against the rows."""
    rows, note = _record(), " ".join(_text(CACHE / "record" / "about-the-extract.txt").split())
    sources = Counter(row["source_original"] for row in rows)
    assert sources == {"SOHR": 51, "Waha Report": 11, "SOHR/Waha Report": 2}
    assert "for 51 events Syrian Observatory for Human Rights (SOHR) alone" in note
    assert "for 11 events Waha Report alone, for 2 events both" in note
    assert "March 2016 alone has 30 events and 348 deaths" in note


def test_letters_pass_through_the_handover_group_and_the_archive_does_not(declared):
    """Two custodians: that is what makes the oil trade the only claim with a second pair of hands."""
    hands = {}
    for event in resolve_custody(declared, HOLDINGS):
        for exhibit_id in event.exhibit_ids:
            hands.setdefault(exhibit_id, set()).update({event.from_party, event.to_party})
    assert {exhibit: "handover_group" in parties for exhibit, parties in hands.items()} == {
        "letters/letter-1.png": True,
        "letters/letter-2.png": True,
        "letters/letter-3.png": True,
        "archive/oil-files-note.txt": False,
    }


def test_people_nobody_named_stay_unnamed(declared):
    """Defectors are protected placeholders, and nobody in the case is a named person."""
    protected = {party.party_id for party in declared.parties if party.is_protected}
    assert protected == {"defector_1", "defector_2"}
    assert not [party for party in declared.parties if party.kind == "person"]


def test_answers_are_those_of_the_worked_example(declared):
    """The figures that the whole result rests on, as designed."""
    elicitation = declared.elicitations[0]
    group = next(v for v in elicitation.variables if v.name == "handover_group")
    assert group.rows[0].p == (0.40, 0.35, 0.10, 0.15)
    assert (group.track_record.n, group.track_record.unseen) == (3, 0.5)
    assert [item.name for item in elicitation.items] == [
        "letter_1",
        "letter_2",
        "letter_3",
        "defectors",
        "town_contested",
        "pair_fights",
    ]
    assert len(elicitation.possible_findings) == 6
    assert parse_span("2013-11-24") == next(
        c.span for c in declared.claims if c.claim_id == "claim-evacuation_before_bombing"
    )
