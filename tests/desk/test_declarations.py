"""What a person declares in case.toml becomes evidence values with that person's name on them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twosource.desk.declarations import Declarations, read_declarations
from twosource.desk.starter import quoted
from twosource.errors import DeclarationError
from twosource.evidence.codec import from_line, to_line
from twosource.terms import Access, Action, Channel, PartyKind, RenditionKind, Stance, Standing, Voice

CASE = """
schema = "twosource-case/1"
title = "Two letters"
note = "An example."

[parties.paper]
name = "The Paper"
kind = "outlet"
aliases = ["Paper Online"]

[parties.witness]
name = "Somebody"
kind = "placeholder"
label = "a witness"
protected = true

[parties.group]
name = "the group"
kind = "group"
trusted = true

[[ties]]
from = "witness"
to = "group"
kind = "introduced by"
p = 0.6
why = "the group arranged the meeting"

[[custody]]
exhibits = ["letters/*"]
from = "group"
to = "paper"
action = "handed over"
at = "2016"
could_alter = false
n_searched = 0
note = "copies only"

[[publishers]]
exhibits = ["reports/01*"]
party = "paper"
at = "2016-05-02"

[claims.out]
text = "Heavy weapons were ordered out."
action = "order"
span = "2016-03"
cues = ["ordered out"]

[claims.agreed]
text = "It was agreed."
action = "agree"

[[entailments]]
from = "agreed"
to = "out"
why = "for the example"

[[statements]]
exhibit = "interviews/1.txt"
quote = "it was agreed"
nth = 2
rendition = "text"
claim = "agreed"
stance = "doubts"
hedge = 3
said = "2016-05"
why = "his words"
chain = [
  { party = "paper", channel = "publication", access = "was told" },
  { party = "witness", cue = "told", channel = "speech", access = "did" },
]

[[matchings]]
statement = "S8"
claim = "out"
verdict = "different"
why = "another town"
"""


def _read(text=CASE):
    return read_declarations(text, source="case.toml")


def _complaint(text):
    with pytest.raises(DeclarationError) as caught:
        _read(text)
    assert caught.value.exit_code == 2
    return caught.value.happened


def test_an_empty_case_declares_nothing():
    """The schema alone is a valid file."""
    assert _read('schema = "twosource-case/1"') == Declarations()


def test_parties_are_read_with_protection_and_trust():
    """The key is the id; a protected party prints by its label only."""
    declared = _read()
    paper, witness, group = declared.parties
    assert (paper.party_id, paper.kind, paper.aliases) == ("paper", PartyKind.OUTLET, ("Paper Online",))
    assert (witness.is_protected, witness.shown) == (True, "a witness")
    assert (group.party_id, declared.trusted) == ("group", ("group",))


def test_everything_declared_is_a_judgement_made_by_case_toml():
    """A person stands behind every value, with the reason given."""
    declared = _read()
    made = [v.made for v in (*declared.parties, *declared.ties, *declared.claims, *declared.entailments)]
    assert {(m.by, m.standing) for m in made} == {("case.toml", Standing.JUDGEMENT)}
    assert declared.ties[0].made.why == "the group arranged the meeting"


def test_ties_custody_and_publishers_are_read_as_written():
    """Probabilities, dates and what could be altered come through unchanged; n_searched 0 is unknown."""
    declared = _read()
    tie, custody, publisher = declared.ties[0], declared.custody[0], declared.publishers[0]
    assert (tie.from_party, tie.to_party, tie.kind, tie.p) == ("witness", "group", "introduced by", 0.6)
    assert (custody.patterns, custody.could_alter, custody.n_searched) == (("letters/*",), False, None)
    assert (custody.from_party, custody.to_party, custody.at_span.edtf()) == ("group", "paper", "2016")
    assert (publisher.party_id, publisher.at_span.start) == ("paper", date(2016, 5, 2))


def test_claims_and_entailments_share_ids():
    """A claim declared as agreed has the id claim-agreed wherever it is named."""
    declared = _read()
    out, agreed = declared.claims
    assert (out.claim_id, out.action, out.cues) == ("claim-out", Action.ORDER, ("ordered out",))
    assert (declared.entailments[0].from_claim, declared.entailments[0].to_claim) == (
        agreed.claim_id,
        out.claim_id,
    )


def test_a_statement_is_read_with_its_chain_from_the_publisher_inwards():
    """Whoever knows stands last, with how they know."""
    one = _read().statements[0]
    assert (one.number, one.exhibit, one.quote, one.nth) == (1, "interviews/1.txt", "it was agreed", 2)
    assert (one.claim_id, one.stance, one.hedge) == ("claim-agreed", Stance.DOUBTS, 3)
    assert (one.rendition, one.voice, one.said_span.edtf()) == (RenditionKind.TEXT, None, "2016-05")
    assert [(link.party_id, link.channel, link.access) for link in one.links] == [
        ("paper", Channel.PUBLICATION, Access.WAS_TOLD),
        ("witness", Channel.SPEECH, Access.DID),
    ]


def test_a_verdict_of_a_person_keeps_the_name_of_the_statement_as_written():
    """Sigla are turned into ids when the case is at hand."""
    matching = _read().matchings[0]
    assert (matching.statement_id, matching.claim_id, matching.verdict) == ("S8", "claim-out", "different")
    assert matching.made.is_judgement


def test_declared_values_survive_the_codec():
    """What was declared can be kept and read back."""
    declared = _read()
    for value in (*declared.parties, *declared.ties, *declared.claims, *declared.matchings):
        assert from_line(to_line(value)) == value


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("title =", "titel =", 'case.toml, at the top holds the unknown key "titel". The nearest key known'),
        ('aliases = ["Paper Online"]', "alias = []", 'parties.paper holds the unknown key "alias"'),
        ("could_alter = false", "could_alter = 0", '"could_alter" must be true or false'),
        ('kind = "outlet"', 'kind = "newspaper"', '"kind" is "newspaper", which is not one of its words.'),
        ("p = 0.6", "p = 1.6", 'ties number 1: "p" must be 0 to 1, not 1.6.'),
        ('kind = "introduced by"', 'kind = "knows"', '"kind" is "knows", which is not one of its words.'),
        (
            'to = "group"\nkind',
            'to = "grup"\nkind',
            'the party "grup", which is not declared. The nearest is "group"',
        ),
        (
            'claim = "agreed"',
            'claim = "agree"',
            'the claim "agree", which is not declared. The nearest is "agreed"',
        ),
        (
            'action = "agree"',
            'action = "agree"\naccess_class = "secret"',
            '"access_class" is "secret", which is not',
        ),
        ("hedge = 3", "hedge = 9", '"hedge" must be 0 to 6, not 9.'),
        ("nth = 2", "nth = -1", '"nth" must be 0 or more, not -1.'),
        ('verdict = "different"', 'verdict = "maybe"', 'matchings number 1: "verdict" is "maybe"'),
        ('at = "2016-05-02"', 'at = "May"', 'publishers number 1: "at" is "May", which is no date.'),
        ('quote = "it was agreed"', 'quote = ""', 'statements number 1: "quote" is empty.'),
        ('access = "did"', 'access = "heard"', 'statements number 1.chain number 2: "access" is "heard"'),
        ("twosource-case/1", "twosource-case/9", '"schema" is "twosource-case/9"'),
        ('schema = "twosource-case/1"', "", '"schema" is missing.'),
        ("[parties.paper]", "[parties.paper", "case.toml is not valid TOML"),
        (
            '[claims.agreed]\ntext = "It was agreed."',
            "[claims]\nagreed = 1\n[claims.x]",
            "claims.agreed must be a table",
        ),
    ],
)
def test_what_is_wrong_is_named(old, new, complaint):
    """Every complaint says where, which key and what is nearest."""
    assert old in CASE
    assert complaint in _complaint(CASE.replace(old, new, 1))


def test_a_complaint_says_what_is_safe_and_what_to_do():
    """Three sentences: what happened, what is safe, what to do."""
    with pytest.raises(DeclarationError) as caught:
        _read('schema = "twosource-case/1"\n[[ties]]\nfrom = "a"')
    assert caught.value.sentences() == (
        'case.toml, ties number 1: "from" names the party "a", which is not declared. '
        "Nothing in the case was changed. Mend the name, or declare it under [parties.a]."
    )


def test_a_byte_order_mark_is_no_part_of_the_file():
    """Some editors of Windows write one."""
    assert _read("\ufeff" + CASE) == _read()


def test_a_chain_without_a_voice_leaves_the_voice_open():
    """A stated voice is kept; a missing one is settled when the chain is known."""
    said = CASE.replace('said = "2016-05"', 'said = "2016-05"\nvoice = "own"')
    assert (_read(said).statements[0].voice, _read().statements[0].voice) == (Voice.OWN, None)


@given(st.text(max_size=60))
def test_whatever_stands_in_an_unfinished_entry_ends_in_a_sentence(text):
    """No text is met with anything but a complaint that names the file."""
    with pytest.raises(DeclarationError) as caught:
        _read(f'schema = "twosource-case/1"\n[[ties]]\n{text}')
    assert caught.value.happened.startswith("case.toml")


@given(st.text(st.characters(exclude_categories=("Cs",)), min_size=1).filter(lambda t: t.strip()))
def test_any_name_comes_through_unchanged(name):
    """Names in any script, with any mark, are data."""
    text = f'schema = "twosource-case/1"\n[parties.a]\nname = {quoted(name)}\nkind = "person"'
    assert _read(text).parties[0].name == name


@pytest.mark.parametrize("key", ["yusuf", "witness_YUSUF", "yúsuf_1"])
def test_a_key_may_not_hold_a_word_of_a_protected_name(key):
    """Keys stand in JSON and in the ledger; a name in one would leave the desk."""
    text = (
        'schema = "twosource-case/1"\n'
        f'[parties."{key}"]\nname = "Yusuf al-Haddad"\nkind = "person"\nlabel = "a driver"\nprotected = true\n'
    )
    with pytest.raises(DeclarationError, match="protected name"):
        read_declarations(text, source="case.toml")


def test_a_key_that_names_nobody_is_fine_for_a_protected_party():
    text = (
        'schema = "twosource-case/1"\n'
        '[parties.defector_1]\nname = "defector 1"\nkind = "placeholder"\nlabel = "defector 1"\nprotected = true\n'
    )
    assert read_declarations(text, source="case.toml").parties[0].is_protected


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("Farouk Qassar", 'declare it under [parties."Farouk Qassar"].'),
        ("N27", "N27 is the program's short name"),
    ],
)
def test_the_way_out_of_an_undeclared_name_can_be_typed(given, told):
    """[parties.Farouk Qassar] is no TOML, and [parties.N27] would be a second party beside N27."""
    text = f'schema = "twosource-case/1"\n[[publishers]]\nexhibits = ["*"]\nparty = "{given}"\n'
    with pytest.raises(DeclarationError) as refused:
        read_declarations(text, source="case.toml")
    assert told in refused.value.sentences()


def test_a_key_unlike_any_known_one_is_given_no_other_in_its_place():
    with pytest.raises(DeclarationError) as refused:
        read_declarations('schema = "twosource-case/1"\nwords = 1\n', source="case.toml")
    assert "nearest" not in refused.value.sentences()
    assert 'known there are "schema"' in refused.value.sentences()
