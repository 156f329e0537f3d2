"""Chains: the publisher first, then whoever it credits, and what must never be invented."""

import pytest
from attributing_cases import Found, party, rendition_of

from twosource.attributing import AttributeSettings, attribute, credits_of
from twosource.attributing.lexicon import measured_p
from twosource.evidence.testimony import Statement
from twosource.terms import Access, Channel, PartyKind, RenditionKind, Standing, Status, Voice

CONVOY = "The army bombed Homs."


def test_the_publisher_is_what_the_document_says_of_itself():
    """Metadata comes before everything the text says."""
    assert Found(CONVOY, publisher="Evening Lantern").chain() == ["Evening Lantern"]


def test_a_declared_publisher_is_found_by_its_party_id():
    """A person names a publisher by the key of case.toml."""
    outlet = party("outlet_1", "the first outlet")
    found = Found(CONVOY, known=[outlet], publisher="outlet_1")
    assert found.statements[0].chain.publisher.party_id == "outlet_1"
    assert found.new_parties == []


def test_a_mail_is_published_by_its_sender():
    """Without a publisher the sender stands first, without the address."""
    found = Found(CONVOY, **{"from": '"Mona Sayegh" <mona@example.org>'})
    assert found.chain() == ["Mona Sayegh"]
    assert found.new_parties[0].kind is PartyKind.PERSON


@pytest.mark.parametrize(
    "sender",
    ["Mona  Sayegh", "Mona Sayegh [mailto:mona@example.org]", "Mona Sayegh <mona", "Mona Sayegh mailto:mona"],
)
def test_gaps_and_broken_addresses_of_printed_mail_are_no_part_of_a_name(sender):
    assert Found(CONVOY, **{"from": sender}).chain() == ["Mona Sayegh"]


def test_without_any_sign_the_publisher_is_a_placeholder_of_the_exhibit():
    """Nobody is invented: the placeholder names the exhibit."""
    found = Found(CONVOY)
    short = found.rendition.exhibit_id[:8]
    assert found.chain() == [f"the publisher of {short}"]
    assert found.new_parties[0].kind is PartyKind.PLACEHOLDER


@pytest.mark.parametrize("kind", [RenditionKind.TRANSCRIPTION, RenditionKind.TRANSLATION])
def test_papers_have_a_writer_and_their_first_link_names_the_rendition(kind):
    """A transcription or translation is read as a document and says which of the two it is."""
    found = Found(rendition_of("Withdraw all guns from Palmyra to Raqqa.", kind=kind))
    first = found.statements[0].chain.publisher
    assert found.name(first).startswith("the writer of ")
    assert (first.channel, first.cue) == (Channel.DOCUMENT, kind.value)


def test_page_images_hold_no_words():
    """A picture gives nothing and is no failure."""
    found = Found(rendition_of("", kind=RenditionKind.PAGE_IMAGE))
    assert found.outcome.values == ()
    assert found.outcome.status is Status.READ


def test_an_agency_credited_in_a_dateline_stands_behind_the_publisher():
    """Text taken whole from an agency is the agency's, also where no verb credits it."""
    found = Found("BEIRUT (Reuters) - The army bombed Homs.", publisher="Evening Lantern")
    wire = found.statements[0].chain.links[1]
    assert found.name(wire) == "Reuters"
    assert wire.channel is Channel.WIRE
    assert found.statements[0].voice is Voice.ATTRIBUTED


def test_a_photo_credit_is_no_dateline():
    """`[AFP]` after a caption credits a picture."""
    found = Found("The army bombed Homs on Monday [AFP] in the night.", publisher="Evening Lantern")
    assert found.chain() == ["Evening Lantern"]


def test_an_agency_page_without_metadata_is_published_by_the_agency():
    """The credit line is the last resort before a placeholder."""
    assert Found("PARIS, March 10 (AFP) - The army bombed Homs.").chain() == ["AFP"]


def test_crediting_oneself_is_ones_own_voice():
    """A paper that says "Evening Lantern has learned" credits nobody, and shows how it knows."""
    text = "Sky News has learned that the army bombed Homs."
    found = Found(text, publisher="Sky News")
    assert found.chain() == ["Sky News"]
    assert found.statements[0].voice is Voice.OWN
    assert found.statements[0].chain.innermost.access is Access.WAS_TOLD


def test_an_agency_named_in_the_publisher_line_is_part_of_the_publisher():
    """`The Paper / dpa` crediting dpa credits itself."""
    text = "Ein Sprecher bestätigte der dpa, dass die Unterlagen echt sind."
    found = Found(text, publisher="Unser Blatt / dpa", language="de")
    assert found.chain() == ["Unser Blatt", "Ein Sprecher"]


def test_own_sentences_of_a_page_keep_the_publisher_alone():
    """One credited sentence does not put the rest of the page into somebody's mouth."""
    text = "Reuters reports that the army bombed Homs. The army later recaptured Palmyra."
    found = Found(text, publisher="Evening Lantern")
    assert [found.chain(n) for n in (0, 1)] == [["Evening Lantern", "Reuters"], ["Evening Lantern"]]


def test_known_parties_are_found_by_alias_and_not_made_again():
    """Names resolve by folded name or alias to the parties of the case."""
    mine = party("handover_group", "the handover group", PartyKind.GROUP, ["Lantern Front"])
    found = Found("The Lantern Front said the guns were withdrawn.", known=[mine], publisher="Ours")
    assert found.statements[0].chain.innermost.party_id == "handover_group"
    assert "handover_group" not in {p.party_id for p in found.new_parties}


def test_a_spelling_two_parties_share_names_neither():
    """Guessing between two people would join them."""
    twins = [party("a", "Samir Aoun", PartyKind.PERSON), party("b", "Samir Aoun", PartyKind.PERSON)]
    found = Found("Samir Aoun said the guns were withdrawn.", known=twins, publisher="Ours")
    assert found.statements[0].chain.innermost.party_id not in ("a", "b")


def test_a_known_outlet_is_found_by_the_spellings_of_the_outlets_list():
    """A party of the case that is on the list is also found in Arabic."""
    mine = party("broadcaster", "Sky News")
    found = Found("قالت قناة سكاي نيوز إن الوثائق مزورة.", known=[mine], language="ar", publisher="Ours")
    assert found.statements[0].chain.innermost.party_id == "broadcaster"


def test_one_body_named_in_two_exhibits_is_one_party():
    """Names meet across exhibits."""
    texts = ("Reuters said the army bombed Homs.", "The army fled, Reuters reported.")
    ids = [Found(text, publisher="Ours").statements[0].chain.innermost.party_id for text in texts]
    assert ids[0] == ids[1]


def test_a_word_that_is_part_of_an_outlets_name_is_not_the_outlet():
    """ "The monitor" is not Al-Monitor and Hill is not The Hill."""
    found = Found("The monitor said the army bombed Homs. John Hill said so too.", publisher="Ours")
    assert {p.name for p in found.new_parties} == {"Ours", "the monitor (through Ours)", "John Hill"}


def test_pronouns_mean_the_last_speaker_and_the_reason_says_so():
    """ "He" is resolved with care, and the statement tells how."""
    text = "Omar Haddad said the guns were withdrawn. He added that the bridge was bombed."
    found = Found(text, publisher="Ours")
    assert found.chain(1) == ["Ours", "Omar Haddad"]
    assert "taken for the last speaker, Omar Haddad" in found.statements[1].made.why


def test_a_pronoun_without_anybody_before_is_somebody_unnamed():
    """Better an unnamed party than words in the publisher's own mouth."""
    found = Found("She said the bridge was bombed.", publisher="Ours")
    assert found.called() == ["Ours", "unnamed: somebody"]


def test_arabic_verbs_without_subject_go_on_from_the_last_speaker():
    """`وأضاف أن` carries on the words of whoever spoke before."""
    text = "قال عمر حداد إن الأسلحة نقلت. وأضاف أن الطيران قصف الجسر."
    found = Found(text, language="ar", publisher="Ours")
    assert found.chain(-1) == found.chain(0)
    assert "the verb names nobody" in found.statements[-1].made.why


def test_a_surname_finds_its_full_name():
    """The second mention of a person is the person."""
    text = "Leila Aziz examined the stamp. It was a forgery, Aziz said."
    assert Found(text, publisher="Ours").chain(-1) == ["Ours", "Leila Aziz"]


def test_a_quotation_goes_on_over_sentences_before_and_after_its_speaker():
    """Sentences inside the same quotation belong to the speaker named beside them."""
    text = '"They bombed the bridge. They shelled the town," Omar Haddad said. "They killed my friends."'
    found = Found(text, publisher="Ours")
    assert {tuple(found.chain(n)) for n in range(len(found.statements))} == {("Ours", "Omar Haddad")}
    assert len(found.passages) == 3


def test_the_paragraph_after_a_colon_is_whoever_was_to_speak():
    """Blogs set quotations as paragraphs without marks."""
    text = "Her cousin, Rana Khoury, wrote:\n\nToday three men abducted her in Damascus.\n\nThe police were told."
    found = Found(text, publisher="Ours")
    assert found.chain(-1) == ["Ours", "Rana Khoury"]


def test_the_blog_means_the_blog_that_was_named():
    """A noun for a publication stands for the one the page named."""
    text = 'Rana writes the blog "A Window in Homs". Police arrested her, her sister wrote on the blog.'
    found = Found(text, publisher="Ours")
    assert found.chain(-1)[:2] == ["Ours", "A Window in Homs"]
    assert "taken for A Window in Homs" in found.statements[-1].made.why


def test_two_speakers_joined_by_and_are_no_chain():
    """`A said C and B said D` is two statements side by side."""
    found = Found("Reuters said the army bombed Homs and AFP said the rebels bombed it.", publisher="Ours")
    assert [found.credited(s) for s in found.statements] == ["Reuters", "AFP"]


def test_an_outer_speaker_keeps_what_it_says_before_the_inner_one_comes_in():
    """Nested speech belongs to the inner party; what the outer one says itself stays its own."""
    text = "Reuters said the army bombed the old bridge in Homs and that a driver said the rebels had fled."
    credited = [Found(text, publisher="Ours").credited(s) for s in Found(text, publisher="Ours").statements]
    assert credited == ["Reuters", "Reuters > a driver"]


def test_several_outlets_credited_at_once_give_one_chain_each():
    """ "A, B and C report" is three credits."""
    text = "Das berichten „Süddeutsche Zeitung“, NDR und WDR."
    found = Found(text, publisher="Unser Blatt", language="de")
    assert [found.credited(s) for s in found.statements] == ["Süddeutsche Zeitung", "NDR", "WDR"]


def test_headlines_in_capitals_credit_only_known_names():
    """Where every word has a capital, capitals name nobody."""
    found = Found("Strange New Letter Says Famous Town Was Bombed\n\nHoms is quiet.", publisher="Ours")
    assert {found.credited(s) for s in found.statements} <= {"own voice"}


def test_furniture_of_the_page_is_passed_over():
    """`Read more` lines say nothing."""
    found = Found("Read more: The army bombed Homs, Reuters said.\n\nThe town is quiet.", publisher="Ours")
    assert found.statements == []


def test_papers_speak_behind_whoever_holds_them():
    """`A letter seen by A orders` is said by A, who read it; the letter vouches for nothing."""
    found = Found("A letter seen by Sky News orders the evacuation of Homs.", publisher="Ours")
    (holder,) = found.statements[0].chain.credited
    assert (found.name(holder), holder.access) == ("Sky News", Access.READ)
    assert holder.channel is Channel.DOCUMENT


def test_whoever_papers_came_through_is_credited_for_the_leak_alone():
    """The hand a leak passed through does not say what the broadcaster says of it."""
    text = "Sky News said the letters, obtained via the Lantern Front, were impossible to verify."
    found = Found(text, publisher="Ours")
    doubts = {found.credited(s): s.stance.value for s in found.statements}
    assert doubts["Sky News"] == "doubts"
    through = [s for s in found.statements if found.name(s.chain.innermost) == "Lantern Front"]
    assert [(s.event.action.value, s.stance.value, s.hedge) for s in through] == [("leak", "asserts", 0)]


def test_a_possibility_doubts_its_own_clause_only():
    """What may be is not what was, in one sentence."""
    text = "The army may have bombed Homs, and the rebels arrested two men."
    found = Found(text, publisher="Ours")
    assert {s.event.action.value: s.hedge for s in found.statements} == {"bomb": 5, "detain": 0}


def test_only_measured_rules_have_a_probability():
    """A figure nobody measured is not printed."""
    said = Found("Reuters said the army bombed Homs.", publisher="Ours").statements[0]
    own = Found(CONVOY, publisher="Ours").statements[0]
    arabic = Found("قالت رويترز إن الجيش قصف حمص.", language="ar", publisher="Ours").statements[0]
    assert said.made.p == measured_p("en", "verb")
    assert own.made.p is None
    assert arabic.made.p is None


def test_statements_are_suggestions_with_reason_and_date():
    """Everything made here says by whom, why, and when it was said."""
    found = Found("Reuters said the army bombed Homs.", publisher="Ours", published="2016-05-02")
    statement = found.statements[0]
    assert statement.made.by.startswith("attributing rules ")
    assert statement.made.standing is Standing.SUGGESTION
    assert "Reuters [said]" in statement.made.why
    assert str(statement.said_span) == "2016-05-02"


def test_a_date_line_near_the_top_dates_the_page():
    """Where metadata is silent the page's own date line counts; otherwise it is undated."""
    assert (
        str(Found("A headline\n02 May, 2016\nThe army bombed Homs.").statements[-1].said_span) == "2016-05-02"
    )
    assert not Found(CONVOY).statements[0].said_span.is_known


def test_credits_are_those_next_to_the_publisher_in_order():
    """Whoever is further in is credited by somebody else."""
    text = "A driver told Reuters that the army bombed Homs. According to AFP, the bridge was bombed."
    found = Found(text, publisher="Ours")
    assert [found.parties[i].name for i in credits_of(found.statements)] == ["Reuters", "AFP"]


def test_people_are_credits_only_where_no_public_body_is():
    """Beside an outlet a quoted person speaks for themselves; unnamed people are no credit."""
    text = "Leila Aziz said the army bombed Homs. A driver said so too."
    alone = Found(text, publisher="Ours")
    assert [alone.parties[i].name for i in credits_of(alone.statements, alone.parties)] == ["Leila Aziz"]
    both = Found(f"{text} Reuters said the bridge was bombed.", publisher="Ours")
    assert [both.parties[i].name for i in credits_of(both.statements, both.parties)] == ["Reuters"]


def test_own_voice_can_be_left_out():
    """The setting keeps only what somebody is credited for."""
    settings = AttributeSettings(own_voice=False)
    found = Found(f"{CONVOY} Reuters said the bridge was bombed.", publisher="Ours", settings=settings)
    assert [found.credited(s) for s in found.statements] == ["Reuters"]


def test_a_text_beyond_the_limit_is_partly_read_and_says_so():
    """A limit is counted, never silent."""
    found = Found(CONVOY * 20, publisher="Ours", settings=AttributeSettings(max_characters=60))
    assert found.outcome.status is Status.PARTLY_READ
    assert "first 60 characters" in found.outcome.failures[0].happened


def test_limits_below_one_are_refused():
    """A limit of nothing would read nothing in silence."""
    with pytest.raises(ValueError, match="limits of attributing"):
        AttributeSettings(max_events=0)


def test_each_rendition_is_read_alone():
    """What is found in one rendition does not depend on those before it."""
    a = rendition_of("Omar Haddad said the guns were withdrawn.", publisher="Ours")
    b = rendition_of("He said the bridge was bombed.", publisher="Ours")
    together = list(attribute([a, b], known=(), settings=AttributeSettings()))
    alone = list(attribute([b], known=(), settings=AttributeSettings()))
    assert together[1] == alone[0]
    assert any(isinstance(value, Statement) for value in alone[0].values)
