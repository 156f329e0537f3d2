"""The starter suggests and declares nothing; nothing a cache says can write into it."""

import re
import tomllib
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twosource.desk.declarations import Declarations, read_declarations
from twosource.desk.starter import MAX_PARTIES, Found, key_of, quoted, slug_of, starter
from twosource.evidence.claims import Claim, Matching
from twosource.evidence.lineage import OriginCount
from twosource.evidence.testimony import AttributionChain, Link, Made, Party, Statement
from twosource.terms import Action, PartyKind, Stance, Standing, Voice

MADE = Made(by="cues 1", standing=Standing.SUGGESTION)
HOSTILE = [
    'x"\n[claims.forged]\ntext = "planted"',
    "x\r\ntitle = 1",
    "back\\slash\\",
    "\u202eevil",
    "\u2028#",
    "a\x00b\x1b[31m",
    "'''",
    "]",
]
ANY_TEXT = st.text(max_size=40) | st.sampled_from(HOSTILE)
CLEAN_TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=40) | st.sampled_from(HOSTILE)


def _party(name, party_id="party-1", **more):
    return Party(party_id=party_id, name=name, kind=PartyKind.OUTLET, made=MADE, **more)


def _statement(exhibit_id, *party_ids):
    return Statement(
        statement_id=f"s-{exhibit_id}",
        passage_id="p",
        exhibit_id=exhibit_id,
        chain=AttributionChain(links=tuple(Link(party_id=p) for p in party_ids)),
        stance=Stance.ASSERTS,
        hedge=0,
        voice=Voice.ATTRIBUTED,
        made=MADE,
    )


def _claim(text="It was agreed.", claim_id="claim-7f"):
    return Claim(claim_id=claim_id, text=text, action=Action.AGREE, actor="one side", made=MADE)


def _same(statement, claim):
    return Matching(
        matching_id="m" + statement.statement_id,
        statement_id=statement.statement_id,
        claim_id=claim.claim_id,
        verdict="same",
        reasons=(),
        made=MADE,
    )


def _count(claim_id):
    return OriginCount(
        claim_id=claim_id,
        n_reports=2,
        n_statements=2,
        k=(0, 0.2, 0.8),
        kappa=(0, 1.0),
        kappa_trusted=(0, 1.0),
        trusted=(),
        chokepoints=(),
        origins=(),
        derivations=(),
        p_own=(),
        paths=(),
        n_samples=1,
        seed=1,
    )


def _found():
    statements = (_statement("e1", "party-1", "party-2"), _statement("e2", "party-3", "party-2"))
    claim = _claim()
    return Found(
        title="seed-case",
        parties=(_party("The Paper"), _party("The Broadcaster", "party-2"), _party("A blog", "party-3")),
        statements=statements,
        claims=(claim,),
        matchings=tuple(_same(s, claim) for s in statements),
        counts=(_count(claim.claim_id),),
        paths={"e1": "reports/1.html", "e2": "reports/2.html"},
    )


def _taken_over(text):
    """Return the file as if a person had removed every sign before an entry."""
    return re.sub(r"^#(?! )", "", text.split("# ---- The question")[0], flags=re.MULTILINE)


def test_an_untouched_starter_parses_and_declares_nothing():
    """A suggestion becomes a judgement by a person's hand only."""
    assert read_declarations(starter(_found()), source="case.toml") == Declarations(title="seed-case")


def test_taken_over_entries_become_declared_parties_and_claims():
    """Removing the signs is all it takes; parties get keys a person can type, claims keep their siglum."""
    declared = read_declarations(_taken_over(starter(_found())), source="case.toml")
    assert {p.party_id: p.name for p in declared.parties} == {
        "paper": "The Paper",
        "broadcaster": "The Broadcaster",
        "blog": "A blog",
    }
    (claim,) = declared.claims
    assert (claim.claim_id, claim.text, claim.actor) == ("claim-7f", "It was agreed.", "one side")
    assert claim.made.is_judgement


def test_it_says_whom_everybody_credits():
    """The hands come first: one name behind two exhibits."""
    text = starter(_found())
    assert '# "The Broadcaster" is credited in 2 exhibits.' in text
    assert '# in "reports/1.html"\n#[parties.paper]' in text


def test_who_is_named_most_comes_first():
    """More exhibits first, then more often within them."""
    statements = (*_found().statements, _statement("e1", "party-1", "party-4"))
    parties = tuple(_party(f"name {n}", f"party-{n}") for n in (4, 3, 2, 1))
    text = starter(Found(title="t", parties=parties, statements=statements))
    assert re.findall(r"^#\[parties\.(.+)\]", text, flags=re.MULTILINE) == [
        "name_2",
        "name_1",
        "name_3",
        "name_4",
    ]


def test_it_says_how_many_reports_and_hands_each_claim_has():
    """The count is read off the tracing, and a claim that was not traced says so."""
    assert "# 2 reports, most probably 2 starting points and 1 pair of hands\n#[claims.7f]" in starter(
        _found()
    )
    assert "# 0 reports, not traced" in starter(Found(title="t", claims=(_claim(),)))


def test_nothing_found_is_said_and_still_parses():
    """An empty case has a starter too."""
    text = starter(Found(title="t"))
    assert "Nobody is credited" in text
    assert read_declarations(text, source="case.toml").title == "t"


def test_the_question_is_a_template_without_a_single_figure():
    """The program never invents a probability."""
    question = starter(_found()).split("# ---- The question")[1]
    assert "something_else" in question
    assert not re.search(r"\d", question)


def test_the_template_filled_in_by_a_person_is_a_valid_question():
    """What the template asks for is what the program reads."""
    text = starter(_found())
    head, question = text.split("#[question.main]")
    question = re.sub(r"^#(?! )", "", "#[question.main]" + question, flags=re.MULTILINE)
    for gap in ('words = { first = "???"', ', second = "???" }'):
        question = question.replace(gap, gap.replace("???", "likely"))
    question = question.replace('"???"', '"words of mine"').replace("???", "1")
    party = '[parties."words of mine"]\nname = "A keeper"\nkind = "person"\n'
    declared = read_declarations(head + party + question, source="case.toml")
    (read,), (answered,) = declared.questions, declared.elicitations
    assert [v.party_id for v in answered.variables] == ["words of mine"]
    assert [item.name for item in answered.items] == ["first_item", "second_item"]
    assert [finding.name for finding in answered.possible_findings] == ["first_finding"]
    assert [h.name for h in read.hypotheses] == ["first", "second", "something_else"]


def test_a_protected_party_is_written_by_its_label_only():
    """A name that must not leave the desk does not stand in a file either."""
    text = starter(
        Found(title="t", parties=(_party("Real Name", is_protected=True, label="a driver", aliases=("RN",)),))
    )
    assert "Real Name" not in text
    assert "RN" not in text
    assert read_declarations(_taken_over(text), source="case.toml").parties[0].is_protected


def test_what_is_not_listed_is_counted():
    """A long list is cut, and says by how much."""
    parties = tuple(_party(f"P{n}", f"party-{n:03}") for n in range(MAX_PARTIES + 5))
    assert "# 5 more parties are not listed here." in starter(Found(title="t", parties=parties))


@given(ANY_TEXT, ANY_TEXT, ANY_TEXT, ANY_TEXT)
def test_no_name_from_a_cache_can_add_a_line_or_a_key(title, name, text, path):
    """Hostile names are data: an untouched starter with them still declares nothing but its title."""
    found = _found()
    hostile = Found(
        title=title,
        parties=(_party(name, aliases=(text,)), _party(text, path)),
        statements=found.statements,
        claims=(_claim(text, f"claim-{name}"),),
        counts=found.counts,
        paths={"e1": path},
    )
    written = starter(hostile)
    assert set(tomllib.loads(written)) == {"schema", "title"}
    assert all(line == line.strip("\x00\x1b\u202e\u2028\x85\r") for line in written.split("\n"))


@given(CLEAN_TEXT.filter(lambda t: t.strip()))
def test_hostile_names_taken_over_come_back_letter_by_letter(name):
    """The round trip is exact for every text that a UTF-8 file can hold."""
    text = _taken_over(starter(Found(title="t", parties=(_party(name),))))
    (party,) = read_declarations(text, source="case.toml").parties
    assert party.name == name


@given(st.lists(ANY_TEXT, max_size=8))
def test_keys_are_plain_and_no_two_are_alike(names):
    """A key is what a person types; two parties never share one."""
    taken = set()
    slugs = [slug_of(name, taken, "party") for name in names]
    assert len(set(slugs)) == len(slugs)
    assert all(re.fullmatch(r"[a-z0-9_]+", slug) for slug in slugs)


@given(ANY_TEXT)
def test_a_quoted_text_is_one_line_without_hidden_characters(text):
    """What an editor shows is what stands there."""
    line = quoted(text)
    assert len(line.splitlines()) == 1
    assert line.isprintable()
    assert tomllib.loads(f"a = {line}")["a"] == re.sub("[\ud800-\udfff]", "\ufffd", text)


@pytest.mark.parametrize(
    ("name", "written"), [("a-b_1", "a-b_1"), ("a.b", '"a.b"'), ("", '""'), ("ب", '"ب"')]
)
def test_a_key_is_bare_only_where_toml_allows_it(name, written):
    """Dots and other scripts are quoted, so that they stay one key."""
    assert key_of(name) == written


def test_entries_bear_the_short_names_under_which_commands_print_them():
    """Somebody who read C2 in a list looks for C2 here, not for a key of thirty-two letters."""
    text = starter(replace(_found(), sigla={"claim-7f": "C2", "party-1": "N1"}))
    assert re.search(r"^# C2: 2 reports.*\n#\[claims\.7f\]", text, re.MULTILINE)
    assert re.search(r"^# N1: in .*\n#\[parties\.paper\]", text, re.MULTILINE)
