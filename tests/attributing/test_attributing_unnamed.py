"""Those without a name, papers, and people whose names are written in two ways."""

import pytest
from attributing_cases import Found, party

from twosource.attributing.parties import person_key
from twosource.terms import Access, Channel, PartyKind, load_table


def test_the_table_has_a_birth_certificate_and_no_form_in_two_classes():
    """A word that stood in two classes would be decided by the order of the file."""
    table = load_table("unnamed")
    assert "2026" in table["birth"]
    for rows in (table["classes"], table["papers"]):
        names = [(form, number) for number, row in enumerate(rows) for form in set(row["forms"])]
        assert len({form for form, _ in names}) == len(names)


@pytest.mark.parametrize(
    ("text", "called"),
    [
        ("Deserters said the guns were withdrawn.", "unnamed: defectors"),
        ("One of the defectors said the guns were withdrawn.", "unnamed: defectors"),
        ("Former IS fighters said the guns were withdrawn.", "unnamed: defectors"),
        ("Its informants say the guns were withdrawn.", "unnamed: informants"),
        ("They said the guns were withdrawn.", "unnamed: somebody"),
        ("Human rights groups report that the guns were withdrawn.", "unnamed: rights groups"),
        ("A senior official said the guns were withdrawn.", "unnamed: officials"),
        ("A Turkish official said the guns were withdrawn.", "unnamed: Turkish official"),
        ("The ministry said the guns were withdrawn.", "the ministry"),
        ("This group says the guns were withdrawn.", "unnamed: a group"),
        ("The letters show that the guns were withdrawn.", "whoever wrote the letters"),
        ("A document says the guns were withdrawn.", "whoever wrote the documents"),
        ("The bombshell notes reveal that the guns were withdrawn.", "whoever wrote the notes"),
    ],
)
def test_whoever_has_no_name_is_called_by_what_a_reporter_would_say(text, called):
    """Articles, adjectives and verbs are no part of anybody, and nobody is called by half a sentence."""
    found = Found(text, publisher="Evening Lantern")
    assert found.called() == ["Evening Lantern", called]
    assert {p.kind for p in found.new_parties} == {PartyKind.OUTLET, PartyKind.PLACEHOLDER}


def test_arabic_defectors_are_the_same_people():
    """The class is one across languages, and its name is readable."""
    found = Found("قال منشقون لسكاي نيوز إن الجيش قصف تدمر.", language="ar", publisher="Ours")
    assert found.called() == ["Ours", "Sky News", "unnamed: defectors"]


def test_one_outlets_defectors_are_one_voice_in_every_exhibit():
    """Forty reports of one broadcaster's defectors are one voice, whatever each calls them."""
    texts = (
        "Two defectors told Sky News that the withdrawal was agreed.",
        "Former fighters told Sky News that the withdrawal was agreed.",
        "Sky News reported that deserters said the withdrawal was agreed.",
        "Deserters interviewed by Sky News say that the withdrawal was agreed.",
    )
    founds = [Found(text, publisher=f"Paper {n}") for n, text in enumerate(texts)]
    founds.append(Found("Defectors said the withdrawal was agreed.", publisher="Sky News"))
    assert len({f.statements[0].chain.innermost.party_id for f in founds}) == 1
    assert {f.called()[-1] for f in founds} == {"unnamed: defectors"}


def test_another_outlets_defectors_are_others():
    """Nothing says that two outlets spoke to the same people."""
    texts = ("Defectors told Sky News that it was agreed.", "Defectors told Reuters that it was agreed.")
    founds = [Found(text, publisher="Ours") for text in texts]
    assert len({f.statements[0].chain.innermost.party_id for f in founds}) == 2


def test_without_an_outlet_an_unnamed_one_belongs_to_its_exhibit():
    """Two mails that speak of a defector need not mean the same one."""
    texts = ("A defector said the army fled.", "A defector said that the army fled at dawn.")
    founds = [Found(text, **{"from": "Mona Sayegh <m@example.org>"}) for text in texts]
    assert len({f.statements[0].chain.innermost.party_id for f in founds}) == 2
    short = founds[0].rendition.exhibit_id[:8]
    assert founds[0].parties[founds[0].statements[0].chain.innermost.party_id].name.endswith(f"(in {short})")


def test_papers_are_read_by_whoever_the_page_says_holds_them():
    """`The letters show` further down the page is the reading of the broadcaster that obtained them."""
    text = (
        "The letters show that the withdrawal was agreed. Sky News obtained the letters in March. "
        "A second letter says the hospital was evacuated."
    )
    found = Found(text, publisher="Ours")
    readings = [s.chain.innermost for s in found.statements]
    assert {found.parties[link.party_id].name for link in readings} == {"Sky News"}
    letters = [link for link in readings if "letter" in link.as_written.lower()]
    assert {(link.channel, link.access) for link in letters} == {(Channel.DOCUMENT, Access.READ)}


def test_a_person_who_says_what_a_paper_says_has_read_it():
    """The paper adds nobody to the chain of whoever quotes it."""
    found = Found("John Hill said a letter showed that the army bombed Homs.", publisher="Ours")
    assert found.called() == ["Ours", "John Hill"]
    assert found.statements[0].chain.innermost.access is Access.READ


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("rania o ismail", "rania ismail"),
        ("dr afzal ashraf", "afzal ashraf"),
        ("dr ashraf", "dr ashraf"),
        ("m k", "m k"),
        ("rania omar ismail", "rania omar ismail"),
    ],
)
def test_titles_and_initials_are_no_part_of_a_persons_key(name, key):
    """Only what cannot tell two people apart is left out, and two words stay."""
    assert person_key(name) == key
    assert person_key(key) == key


def test_a_person_written_with_and_without_an_initial_is_one_across_exhibits():
    """The id is made of the name without its initials."""
    names = ("Rania Ismail", "Rania O Ismail", "Rania O. Ismail", "Dr Rania Ismail")
    founds = [Found(f"{name} said the army bombed Homs.", publisher="Ours") for name in names]
    assert len({f.statements[0].chain.innermost.party_id for f in founds}) == 1


def test_a_person_of_the_case_is_found_without_the_initial():
    """A declared name with an initial is the same person without it."""
    mine = party("cousin", "Rania O. Ismail", PartyKind.PERSON)
    found = Found("Rania Ismail said the army bombed Homs.", known=[mine], publisher="Ours")
    assert found.statements[0].chain.innermost.party_id == "cousin"


def test_a_middle_name_left_out_later_in_a_text_is_the_same_person():
    """Inside one text a name with one word less, and the same ends, is the person named before."""
    text = "Rania Omar Ismail said the army bombed Homs. Rania Ismail said that the army recaptured Palmyra."
    found = Found(text, publisher="Ours")
    assert len({s.chain.innermost.party_id for s in found.statements}) == 1


def test_a_phrase_without_anybody_in_it_adds_nobody_to_a_chain():
    """`A handshake between butchers` cannot agree to anything; the fighters say so."""
    text = "Former fighters told Sky News that it was a handshake between butchers agreed with the regime."
    found = Found(text, publisher="Ours")
    assert {found.called(n)[-1] for n in range(len(found.statements))} == {"unnamed: defectors"}
