"""A question is read whole or not at all: no hole in a table is filled with a guess."""

import re

import pytest

from twosource.desk.declarations import read_declarations
from twosource.errors import DeclarationError
from twosource.evidence.codec import from_line, to_line
from twosource.terms import vocabulary

CASE = """
schema = "twosource-case/1"
[parties.group]
name = "the group"
kind = "group"
[claims.agreed]
text = "It was agreed."
action = "agree"

[question.contact]
text = "Was there contact?"
prior = { deal = 1, none = 2, something_else = 0.5 }
prior_why = "a guess of ours"
contamination = 0.02
[question.contact.hypotheses]
deal = "a deal"
none = "no contact"
something_else = "something else"
[question.contact.variables.group]
text = "how the group works"
party = "group"
states = ["honest", "forger"]
failed = ["forger"]
merged = { forger = ["salting", "crude"] }
rows = [ { p = [0.75, 0.10, 0.15] } ]
track_record = { n = 3, unseen = 0.5, genuine_rate = [1, 1, 0.4] }
why = "three earlier leaks"
[question.contact.variables.letter]
text = "is the letter genuine?"
states = ["genuine", "forged"]
rows = [ { when = { group = "forger" }, p = [0.3, 0.7] }, { p = [0.97, 0.03] } ]
why = "papers are seldom forged"
[[question.contact.items]]
name = "letter"
text = "the letter says so"
claim = "agreed"
exhibits = ["letters/*"]
chokepoint = "the group"
opposite = "a letter that says the reverse"
why = "orders are routine"
answers = [
  { when = { letter = "forged" }, p = 0.6 },
  { when = { group = ["honest", "forger"] }, words = { deal = "likely", none = "unlikely" } },
  { words = { deal = "very likely", none = "likely" } },
]
[[question.contact.findings]]
name = "archive"
text = "another archive speaks of deals"
hours = 40
risks_people = true
why = "other hands"
answers = [ { words = { deal = "likely", none = "very unlikely" } } ]
"""


def _read(text=CASE):
    return read_declarations(text, source="case.toml")


def test_a_question_carries_its_hypotheses_in_order():
    """Something else is always among them, and never named among the weighed ones."""
    question = _read().questions[0]
    assert (question.question_id, question.is_exhaustive) == ("question-contact", True)
    assert [h.name for h in question.named] == ["deal", "none"]


def test_prior_weights_stay_as_given():
    """Relative weights are the person's; sums are the machine's."""
    elicitation = _read().elicitations[0]
    assert elicitation.prior == {"deal": 1.0, "none": 2.0, "something_else": 0.5}
    assert (elicitation.prior_why, elicitation.contamination) == ("a guess of ours", 0.02)


def test_variables_keep_rows_over_the_finer_states():
    """A merged state has one figure per finer state, in order."""
    group, letter = _read().elicitations[0].variables
    assert group.rows[0].p == (0.75, 0.10, 0.15)
    assert (group.merged, group.failed, group.party_id) == (
        {"forger": ("salting", "crude")},
        ("forger",),
        "group",
    )
    assert (group.track_record.n, group.track_record.genuine_rate) == (3, (1.0, 1.0, 0.4))
    assert letter.rows[0].when == (("group", ("forger",)),)
    assert letter.rows[1].when == ()


def test_items_carry_answers_claims_and_patterns():
    """Words or one figure, under conditions; exhibits stay patterns until they are held."""
    declared = _read()
    item = declared.elicitations[0].items[0]
    assert (item.claim_id, item.chokepoint, item.exhibit_ids) == ("claim-agreed", "the group", ())
    assert (item.answers[0].p, item.answers[0].words) == (0.6, {})
    assert item.answers[1].when == (("group", ("honest", "forger")),)
    assert item.answers[2].words == {"deal": "very likely", "none": "likely"}
    assert declared.item_exhibits[0].patterns == ("letters/*",)


def test_possible_findings_carry_cost_and_risk():
    """Hours and risk to people are part of what to look for next."""
    finding = _read().elicitations[0].possible_findings[0]
    assert (finding.name, finding.hours, finding.risks_people) == ("archive", 40.0, True)


def test_questions_and_elicitations_survive_the_codec():
    """What was answered can be kept and read back."""
    declared = _read()
    for value in (*declared.questions, *declared.elicitations):
        assert from_line(to_line(value)) == value


def test_hypotheses_without_something_else_are_refused_with_the_line_to_add():
    """The truth may be none of the named."""
    with pytest.raises(DeclarationError) as caught:
        _read(CASE.replace('something_else = "something else"\n', ""))
    assert 'leave out "something_else"' in caught.value.happened
    assert 'Add something_else = "something else"' in caught.value.remedy_text
    assert caught.value.exit_code == 2


def test_a_word_outside_the_scale_is_refused_with_all_seven():
    """One table of likelihood words in the whole product."""
    with pytest.raises(DeclarationError) as caught:
        _read(CASE.replace('deal = "very likely"', 'deal = "probable"'))
    assert 'items number 1 (letter).answers number 3.words: "deal" is "probable"' in caught.value.happened
    assert all(word in caught.value.remedy_text for word in vocabulary("likelihood").values())


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ('none = "no contact"\n', "", "fewer than two hypotheses"),
        ("prior = { deal = 1, none = 2,", "prior = { deal = 1,", 'prior: "none" is missing.'),
        ("deal = 1, none = 2,", "deal = 0, none = 0,", "gives no named hypothesis any weight"),
        ("none = 2, something", "none = 2, other = 1, something", 'unknown key "other"'),
        ('prior_why = "a guess of ours"\n', "", '"prior_why" is missing.'),
        ('deal = "likely", none = "unlikely" }', 'deal = "likely" }', 'words: "none" is missing.'),
        ('deal = "likely", none = "unlikely"', 'deal = "likely", nine = "likely"', 'unknown key "nine"'),
        ("p = [0.3, 0.7]", "p = [0.3, 0.8]", "2 figures that add up to 1"),
        ("p = [0.75, 0.10, 0.15]", "p = [0.75, 0.25]", "must hold 3 figures"),
        ("genuine_rate = [1, 1, 0.4]", "genuine_rate = [1, 0.4]", "must hold 3 shares"),
        ('failed = ["forger"]', 'failed = ["forgery"]', 'is "forgery", which is none of its states'),
        (
            '{ letter = "forged" }',
            '{ lettre = "forged" }',
            'no variable declared above it. The nearest is "letter"',
        ),
        ('{ letter = "forged" }', '{ letter = "fake" }', 'is "fake", which is none of its states'),
        (
            'when = { group = "forger" }, p',
            'when = { letter = "forged" }, p',
            'makes "letter" its own parent',
        ),
        (", { p = [0.97, 0.03] } ]", " ]", "must end with a row without conditions"),
        ('{ words = { deal = "likely", none = "very unlikely" } }', "", "must end with an answer without"),
        (
            "p = 0.6",
            'p = 0.6, words = { deal = "likely", none = "likely" }',
            "exactly one of the two is needed",
        ),
        (", p = 0.6 }", " }", "exactly one of the two is needed"),
        ("p = 0.6", "p = 0.0", '"p" must be 0.01 to 0.99, not 0.'),
        ('states = ["honest", "forger"]', 'states = ["honest", "honest"]', "two or more different states"),
        ("hours = 40\n", "", '"hours" is missing.'),
        ('party = "group"\n', 'party = "gruop"\n', 'names the party "gruop", which is not declared'),
        ("[[question.contact.findings]]", "[[question.contact.finding]]", 'unknown key "finding"'),
        ('why = "orders are routine"\n', "", 'items number 1 (letter): "why" is missing.'),
    ],
)
def test_a_hole_or_a_slip_is_refused_and_named(old, new, complaint):
    """A table that is not whole would still give a number, and nobody would see why."""
    assert old in CASE
    with pytest.raises(DeclarationError) as caught:
        _read(CASE.replace(old, new, 1))
    assert complaint in caught.value.happened


def test_two_items_cannot_share_a_name():
    """A flip names an item; a name must mean one thing."""
    item = CASE[CASE.index("[[question.contact.items]]") : CASE.index("[[question.contact.findings]]")]
    with pytest.raises(DeclarationError, match="which an earlier one has already"):
        _read(CASE + item)


TEMPLATED = (
    CASE[: CASE.index("[question.contact.variables.group]")]
    + """
[question.contact.variables.group]
template = "keeper"
party = "group"
track_record = { n = 3, unseen = 0.5 }
[question.contact.variables.circle]
template = "same circle"
[question.contact.variables.witness]
template = "witness"
keeper = "group"
circle = "circle"
[question.contact.variables.letter]
template = "authenticity"
keeper = "group"
layers = ["stationery", "fill_in_text"]
[question.contact.variables.outlet]
template = "carrier"
states = ["faithful", "misread"]
rows = [ { p = [0.9, 0.1] } ]
text = "does the outlet read it rightly?"
why = "it has no Arabic"
"""
    + CASE[CASE.index("[[question.contact.items]]") :].replace('"honest", "forger"', '"honest", "selective"')
)


def test_templates_stand_for_their_rows():
    """What nobody writes out comes from the reviewed tables; what somebody writes goes before them."""
    group, circle, witness, letter, maker, stationery, text, outlet = (
        _read(TEMPLATED).elicitations[0].variables
    )
    assert group.states == ("honest", "selective", "forger")
    assert group.rows[0].p == (0.40, 0.35, 0.10, 0.15)
    assert group.track_record.genuine_rate == (1.0, 1.0, 1.0, 0.4)
    assert "judged" in group.made.why
    assert circle.rows[0].p == (0.60, 0.40)
    assert witness.rows[0].when == (("circle", ("yes",)), ("group", ("honest",)))
    assert letter.rows[0].when == (("group", ("forger",)),)
    assert (maker.name, stationery.name, text.name) == (
        "letter_maker",
        "letter_stationery",
        "letter_fill_in_text",
    )
    assert stationery.rows[0].when == (("letter_maker", ("the office",)),)
    assert (outlet.states, outlet.failed, outlet.rows[0].p) == (
        ("faithful", "misread"),
        ("misread",),
        (0.9, 0.1),
    )
    assert (outlet.text, outlet.made.why) == ("does the outlet read it rightly?", "it has no Arabic")


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ('template = "keeper"', 'template = "keepr"', 'is "keepr", which is none. The nearest is "keeper"'),
        (
            'keeper = "group"\ncircle',
            'keeper = "circle"\ncircle',
            "no variable declared above with the states",
        ),
        ('keeper = "group"\ncircle', "circle", "without the keeper whose circle it is"),
        (
            'template = "carrier"',
            'template = "carrier"\nkeeper = "group"',
            'no role of the template "carrier"',
        ),
        (
            '["faithful", "misread"]',
            '["faithful", "so so", "misread"]',
            "must be 2, in the order of the template",
        ),
        ('"stationery", "fill', '"watermark", "fill', 'name "watermark", which is none'),
        ('template = "same circle"', 'template = "same circle"\nlayers = ["date"]', "belong to the template"),
        ('template = "authenticity"\n', "", "belongs to a template, and no template is named"),
        (
            "variables.outlet]",
            "variables.contact]",
            'belongs to a variable called "contact", as a question is',
        ),
    ],
)
def test_a_template_used_wrongly_is_refused_and_named(old, new, complaint):
    assert old in TEMPLATED
    with pytest.raises(DeclarationError) as caught:
        _read(TEMPLATED.replace(old, new, 1))
    assert complaint in caught.value.happened


SECOND = """
[question.fall]
text = "How did the town fall?"
prior = { handed_over = 1, taken = 1, something_else = 1 }
prior_why = "flat"
joined = ["contact"]
[question.fall.hypotheses]
handed_over = "it was handed over"
taken = "it was taken by force"
something_else = "something else"
[[question.fall.items]]
name = "battle"
text = "a battle was recorded"
why = "partners spare each other"
n_searched = 40
facts = ["the dead of March"]
answers = [
  { when = { contact = "deal", group = "forger" }, p = 0.002 },
  { when = { fall = "taken" }, p = 0.4 },
  { words = { handed_over = "very unlikely", taken = "likely" } },
]
[question.fall.projections.what_readers_ask]
text = "deal, or battle?"
cells = [
  { name = "deal", text = "handed over by a deal", when = { fall = "handed_over", contact = "deal" } },
  { name = "other", text = "anything else" },
]
"""


def test_a_joined_question_speaks_of_the_other_and_of_its_variables():
    """Names of questions in conditions become their ids; the variables of the first are not declared twice."""
    first, second = _read(CASE + SECOND).elicitations
    assert (first.joined, second.joined) == ((), ("question-contact",))
    assert second.variables == ()
    assert second.items[0].answers[0].when == (("question-contact", ("deal",)), ("group", ("forger",)))
    assert second.items[0].answers[1].when == (("question-fall", ("taken",)),)
    assert (second.items[0].n_searched, second.items[0].facts) == (40, ("the dead of March",))
    (projection,) = second.projections
    assert projection.cells[0].when == (("question-fall", ("handed_over",)), ("question-contact", ("deal",)))
    assert projection.cells[1].when == ()


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ('joined = ["contact"]', 'joined = ["contacts"]', 'names "contacts", which is no other question'),
        ('joined = ["contact"]', 'joined = ["fall"]', 'names "fall", which is no other question'),
        ('joined = ["contact"]\n', "", "no variable declared above it. The nearest is"),
        ("n_searched = 40\n", "", '"p" must be 0.01 to 0.99, not 0.002'),
        ("n_searched = 40", "n_searched = 0", "must be 1 or more, not 0"),
        ("n_searched = 40", "n_searched = 40\nn_found = 41", "must be 0 to 40, not 41"),
        ('text = "anything else" }', 'text = "anything else", when = { fall = "taken" } }', "but the last"),
        ('name = "other"', 'name = "deal"', "which an earlier one has already"),
        ('{ fall = "handed_over", con', '{ fall = "handed over", con', "none of its states"),
        ('taken = "likely"', 'taken = "likely .9"', "'likely' stands for .55 to .8, and .9 does not fit"),
    ],
)
def test_a_slip_in_a_joined_question_is_refused_and_named(old, new, complaint):
    assert old in SECOND
    with pytest.raises(DeclarationError) as caught:
        _read(CASE + SECOND.replace(old, new, 1))
    assert complaint in caught.value.happened


def test_a_whole_pile_and_a_reference_set_can_be_declared():
    """Exactly so many of a pile that was seen whole, held against known forgeries."""
    declared = _read(
        CASE + SECOND.replace("n_searched = 40", "n_searched = 40\nn_found = 3\nn_reference = 15")
    )
    item = declared.elicitations[1].items[0]
    assert (item.n_searched, item.n_found, item.n_reference) == (40, 3, 15)
    assert declared.elicitations[0].items[0].n_found is None


def test_a_template_speaks_of_the_party_by_its_name_and_never_of_a_protected_one():
    """“How qassar works works” was read by a person; a key of case.toml is nobody's name."""
    text = TEMPLATED.replace('template = "witness"\n', 'template = "witness"\nparty = "man"\n')
    man = '[parties.man]\nname = "Samir Daoud"\nkind = "person"\nprotected = true\n'

    def asked(case):
        return {v.name: v.text for v in _read(case).elicitations[0].variables}

    plain = asked(text.replace("[question.contact]", f'{man}label = "a driver"\n[question.contact]', 1))
    assert plain["witness"] == "what a driver speaks from"
    assert plain["letter"] == "whether letter is genuine"
    named = _read(text.replace("[question.contact]", f"{man}[question.contact]", 1))
    texts = {v.name: v.text for v in named.elicitations[0].variables}
    assert texts["witness"] == "what witness speaks from"
    assert texts["group"] == f"how {next(p.name for p in named.parties if p.party_id == 'group')} works"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('deal = "very likely"', 'deal = "probably"', 'no likelihood word. The nearest is "likely"'),
        ('deal = "very likely"', "deal = 0.7", "is the figure 0.7, and a word is asked"),
        ("p = 0.6 }", "p = 70 }", "is 70, and a share of 1 is asked. Nothing .* 70 of a hundred is 0.7"),
    ],
)
def test_figures_and_other_words_are_refused_with_what_was_probably_meant(old, new, said):
    with pytest.raises(DeclarationError) as refused:
        _read(CASE.replace(old, new, 1))
    assert re.search(said, refused.value.sentences())
