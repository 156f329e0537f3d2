"""Rules and a tagger in one sentence: what each case gives, who is named for it, and why."""

import pytest
from attributing_cases import Found, rendition_of
from scripted import Script

from twosource.attributing import AttributeSettings, attribute
from twosource.attributing.asking import BATCH_WORDS
from twosource.attributing.lexicon import least_p
from twosource.evidence.testimony import Statement
from twosource.terms import Access, Channel, Stance

PAPER = {"publisher": "Evening Lantern"}
PLAIN = "Omar Haddad said the army bombed Homs."
ODD = "Omar Haddad mused that the army bombed Homs."


def musing(p=0.9):
    return Script().when(source="Omar Haddad", cue="mused", content="that the army bombed Homs", p=p)


def test_without_a_tagger_everything_is_the_rules_alone():
    """The fallback where no model is installed."""
    found = Found(PLAIN, **PAPER)
    assert found.called()[1:] == ["Omar Haddad"]
    assert found.statements[0].made.by == "attributing rules 2"


def test_both_agree_and_both_are_named():
    """One statement, not two, and the reason says that the model agrees."""
    script = Script().when(source="Omar Haddad", cue="said", content="the army bombed Homs")
    found = Found(PLAIN, tagger=script, **PAPER)
    assert found.short() == Found(PLAIN, **PAPER).short()
    made = found.statements[0].made
    assert made.by == "attributing rules 2 and script 1 abc"
    assert "the model agrees" in made.why


def test_agreement_is_worth_more_than_the_rule_alone():
    """The more so than a rule the model does not second."""
    script = Script().when(source="Omar Haddad", cue="said", content="the army bombed Homs")
    both = Found(PLAIN, tagger=script, **PAPER).statements[0].made.p
    alone = Found(PLAIN, tagger=Script(), **PAPER).statements[0].made.p
    assert both > alone


def test_the_model_alone_credits_by_a_cue_no_list_knows():
    """Its version is the maker, its own probability stands there, and the reason says it is alone."""
    found = Found(ODD, tagger=musing(), **PAPER)
    assert found.short() == ["Omar Haddad | asserts 0 | unknown | bomb"]
    made = found.statements[0].made
    assert (made.by, made.p) == ("script 1 abc", 0.9)
    assert "by the model alone" in made.why


def test_a_model_that_is_not_sure_credits_nobody():
    """Precision first: below the threshold nobody gets words put into their mouth."""
    found = Found(ODD, tagger=musing(p=least_p() - 0.01), **PAPER)
    assert found.short() == ["own voice | asserts 0 | unknown | bomb"]


def test_a_rule_alone_stands_where_the_model_is_silent():
    """As without a model, by the rules' name."""
    found = Found(PLAIN, tagger=Script(), **PAPER)
    assert found.called()[1:] == ["Omar Haddad"]
    assert found.statements[0].made.by == "attributing rules 2"


TORN = "Mona Sayegh, who met Omar Haddad, said the army bombed Homs."


@pytest.mark.parametrize(("p", "wins"), [(0.99, "the model"), (0.3, "the rules")])
def test_where_they_differ_on_the_source_the_better_measured_wins_and_the_other_is_noted(p, wins):
    """Nothing is lost: the reason names whom the other one read."""
    script = Script().when(source="Omar Haddad", cue="said", content="the army bombed Homs", p=p)
    found = Found(TORN, tagger=script, **PAPER)
    (statement,) = found.statements
    is_model = wins == "the model"
    assert (found.called()[1:] == ["Omar Haddad"]) is is_model
    assert ("the rules name" in statement.made.why) is is_model
    assert ("the model names" in statement.made.why) is not is_model


def test_nested_markings_become_a_chain():
    """A says that B says that C told it: the publisher, A, B, C, in that order."""
    text = "Reuters relates that the ministry holds that two defectors confided that the army bombed Homs."
    rest = "two defectors confided that the army bombed Homs"
    script = (
        Script()
        .when(source="Reuters", cue="relates", content=f"that the ministry holds that {rest}")
        .when(source="the ministry", cue="holds", content=f"that {rest}")
        .when(source="two defectors", cue="confided", content="that the army bombed Homs")
    )
    found = Found(text, tagger=script, **PAPER)
    assert found.short()[-1] == "Reuters > the ministry > two defectors | asserts 0 | unknown | bomb"


def test_content_that_stands_apart_is_searched_in_all_its_parts_and_nowhere_between():
    """`C, A mused on the day of the siege, C`: the siege is not what A speaks of."""
    text = '"The army bombed Homs", Omar Haddad mused as he fled, "and killed ten people."'
    script = Script().when(
        source="Omar Haddad",
        cue=("mused",),
        content=("The army bombed Homs", "and killed ten people"),
    )
    found = Found(text, tagger=script, **PAPER)
    assert {s.event.action.value for s in found.statements} == {"bomb", "kill"}


def test_several_people_in_one_marked_source_say_it_each():
    """`A and B mused` gives a statement of each."""
    text = "Omar Haddad and Mona Sayegh mused that the army bombed Homs."
    script = Script().when(
        source="Omar Haddad and Mona Sayegh", cue="mused", content="that the army bombed Homs"
    )
    found = Found(text, tagger=script, **PAPER)
    assert [found.credited(s) for s in found.statements] == ["Omar Haddad", "Mona Sayegh"]


def test_a_pronoun_the_model_marks_is_whoever_spoke_last():
    """The tagger gives words; who they mean is decided as for the rules."""
    text = "Omar Haddad said the town was quiet. He mused that the army bombed Homs."
    script = Script().when(source="He", cue="mused", content="that the army bombed Homs")
    found = Found(text, tagger=script, **PAPER)
    assert found.credited(found.statements[-1]) == "Omar Haddad"
    assert '"He" taken for the last speaker' in found.statements[-1].made.why


@pytest.mark.parametrize(
    ("source", "called"),
    [
        ("A former officer in the ministry", "unnamed: former officer in the ministry"),
        ("The group 's spokesman , Omar Haddad ,", "Omar Haddad"),
        ("Homs residents", "unnamed: residents"),
    ],
)
def test_the_head_of_a_marked_source_is_who_speaks(source, called):
    """Never what hangs on it: the ministry did not muse."""
    spaced = source.replace(" 's", "'s").replace(" ,", ",")
    words = source.replace("group 's", "group's")
    script = Script().when(source=words, cue="mused", content="the army bombed Aleppo")
    found = Found(f"{spaced} mused that the army bombed Aleppo.", tagger=script, **PAPER)
    assert found.called()[1:] == [called]


def test_a_marking_without_a_source_has_somebody_unnamed_behind_it():
    """`There was talk that`: hearsay, never the page's own voice."""
    text = "There was talk that the army bombed Homs."
    script = Script().when(cue="There was talk", content="that the army bombed Homs")
    assert Found(text, tagger=script, **PAPER).called()[1:] == ["unnamed: somebody"]


@pytest.mark.parametrize(
    "text", ["Omar Haddad opposes the siege of Homs.", "The plan is expected by Monday, the siege lasts."]
)
def test_an_attitude_without_words_is_nothing_said(text):
    """A model taught to mark attitudes puts no words into anybody's mouth by them."""
    script = (
        Script()
        .when(source="Omar Haddad", cue="opposes", content="the siege of Homs")
        .when(cue="is expected", content="The plan")
    )
    assert "model" not in str([s.made.why for s in Found(text, tagger=script, **PAPER).statements])


def test_the_first_person_of_the_page_is_no_other_source():
    """`We gather that` is the publisher's own voice."""
    text = "We gather that the army bombed Homs."
    script = Script().when(source="We", cue="gather", content="that the army bombed Homs")
    assert Found(text, tagger=script, **PAPER).called() == ["Evening Lantern"]


def test_a_denied_cue_asserts_nothing():
    """`Would not muse that` leaves it open."""
    text = "Omar Haddad did not muse that the army bombed Homs."
    script = Script().when(source="Omar Haddad", cue="did not muse", content="that the army bombed Homs")
    found = Found(text, tagger=script, **PAPER)
    assert (found.statements[0].stance, found.statements[0].hedge) == (Stance.DOUBTS, 6)


def test_a_cue_of_the_table_keeps_its_stance_hedge_and_access():
    """The model says where, the table says what the word means."""
    text = "On Monday it was Omar Haddad who, in tears, in Homs, claimed the army bombed Aleppo."
    script = Script().when(source="Omar Haddad", cue="claimed", content="the army bombed Aleppo")
    found = Found(text, tagger=script, **PAPER)
    link = found.statements[0].chain.innermost
    assert (found.credited(found.statements[0]), link.hedge) == ("Omar Haddad", 4)
    assert (link.access, link.channel) == (Access.UNKNOWN, Channel.SPEECH)


def test_only_languages_the_tagger_was_taught_are_shown_to_it():
    """Others are read by the rules alone."""
    script = Script()
    Found("Omar Haddad sagte, die Armee habe Homs bombardiert.", tagger=script, language="de", **PAPER)
    assert script.batches == []


def test_batches_stay_small_and_change_nothing():
    """Many renditions share a batch, a long one is cut in several; order and answers stay."""
    texts = [f"{PLAIN} {ODD} The road was long and empty number {n}." for n in range(400)]
    script = musing()
    shared = list(
        attribute(
            [rendition_of(t, **PAPER) for t in texts], known=(), settings=AttributeSettings(), tagger=script
        )
    )
    assert max(sum(map(len, batch)) for batch in script.batches) <= 2 * BATCH_WORDS
    assert len(script.batches) > 1
    alone = [Found(t, tagger=musing(), **PAPER).outcome for t in texts[:20]]
    assert shared[:20] == alone
    (whole,) = attribute(
        [rendition_of("\n\n".join(texts), **PAPER)], known=(), settings=AttributeSettings(), tagger=script
    )
    assert sum(isinstance(v, Statement) for v in whole.values) >= 2 * len(texts)


def test_one_of_two_joined_speakers_whom_the_tagger_hears_takes_the_other_not_away():
    """A list of sources marked in part stays a list: nobody the page names is lost."""
    text = (
        "The letters were forged by Omar Haddad, a clerk, according to several news reports, "
        "as well as Haddad's own account."
    )
    script = Script().when(
        source="several news reports", cue="according to", content="The letters were forged"
    )
    alone, both = Found(text, **PAPER), Found(text, tagger=script, **PAPER)
    assert sorted(both.short()) == sorted(alone.short())
    assert {names[-1] for names in map(alone.called, range(len(alone.statements)))} >= {"Omar Haddad"}
    assert len(alone.statements) == 2


def test_a_content_of_the_tagger_without_its_last_comma_nests_as_the_rules_do():
    """The witness stands in the words of whoever wrote, whether or not a sign belongs to them."""
    text = (
        "“According to the witness, the men were armed”, Haddad wrote on Karima’s blog, A Quiet Girl in Homs."
    )
    script = Script().when(
        source="Haddad", cue="wrote", content="According to the witness, the men were armed"
    )
    alone = Found(text, **PAPER).short()
    assert Found(text, tagger=script, **PAPER).short() == alone
    assert alone[0].startswith("A Quiet Girl in Homs > Haddad > the witness |")


def test_a_tagger_that_hears_one_layer_takes_no_speaker_behind_it_away():
    """`A quoted B as saying`: B said it, and A passes it on."""
    text = "Reuters quoted a security official as saying the road was closed."
    script = Script().when(source="Reuters", cue="quoted", content="the road was closed", p=0.99)
    assert Found(text, tagger=script, **PAPER).short() == Found(text, **PAPER).short()


def test_asking_whether_somebody_said_so_is_not_saying_it():
    """A question of the page credits nobody by the model alone; the same words as a statement do."""
    asking = Script().when(source="the minister", cue="mused", p=0.99)
    assert Found("Has the minister mused so?", tagger=asking, **PAPER).short() == []
    script = Script().when(source="The minister", cue="mused", content="that the army bombed Homs", p=0.99)
    assert Found("The minister mused that the army bombed Homs.", tagger=script, **PAPER).called()[1:]


def test_a_name_that_opens_a_longer_noun_is_not_the_speaker():
    """The sites of the government's friends are nobody called Pro-Government."""
    text = "Pro-Ministry sites mused that the army bombed Homs."
    script = Script().when(source="Pro-Ministry sites", cue="mused", content="that the army bombed Homs")
    found = Found(text, tagger=script, **PAPER)
    assert found.called()[-1].startswith("unnamed: ")
    assert found.statements[0].chain.innermost.as_written == "Pro-Ministry sites"


def test_in_a_sentence_that_recognition_broke_the_rules_are_alone():
    """A tagger puts a speaker where the cue was lost, so its own finds are not believed there."""
    broken = "Omar Haddad mu5ed thqt tne armv b0mbed Horns, wbile tbe convov l3ft. " * 5
    script = Script().when(source="Omar Haddad", cue="mu5ed", content="tne armv", p=0.99)
    assert Found(broken, tagger=script, **PAPER).short() == Found(broken, **PAPER).short()


def test_two_rare_words_break_no_sentence():
    """Where the text is sound the tagger is heard, whatever words it holds."""
    text = "Omar Haddad mused, disconsolate, that the army bombed Homs."
    script = Script().when(source="Omar Haddad", cue="mused", content="that the army bombed Homs")
    assert Found(text, tagger=script, **PAPER).short() == ["Omar Haddad | asserts 0 | unknown | bomb"]


def test_telling_somebody_to_do_something_asserts_nothing():
    """`A mused them to leave` is a deed of A's; `A mused that they left` is what A says."""
    text = "Omar Haddad mused the drivers on Friday to leave Homs."
    script = Script().when(source="Omar Haddad", cue="mused", content="to leave Homs", p=0.99)
    assert Found(text, tagger=script, **PAPER).short() == Found(text, **PAPER).short()


def test_a_thing_nobody_can_tell_is_no_speaker():
    """Behind an `it` that points at nothing there is not even somebody."""
    text = "It mused that the army bombed Homs."
    script = Script().when(source="It", cue="mused", content="that the army bombed Homs", p=0.99)
    assert Found(text, tagger=script, **PAPER).short() == Found(text, **PAPER).short()
