"""What does not fit together, what grew on the way, what follows by machine: said with the words behind it."""

from dataclasses import replace

from dossier_cases import BY_MACHINE, small_case

from twosource.dossier import compose
from twosource.dossier.contexts import ClaimSection
from twosource.dossier.material import Material
from twosource.dossier.relating import contradiction_sentence, drift_sentence
from twosource.dossier.wording import bare
from twosource.evidence.claims import Contradiction, Drift, Entailment

CLAIM = "claim-agreed"


def on_claim(material: Material) -> list[str]:
    return [m.statement_id for m in material.matchings if m.claim_id == CLAIM and m.verdict == "same"]


def contradiction(ids: list[str]) -> Contradiction:
    return Contradiction(
        contradiction_id="x", claim_id=CLAIM, about="counts", statement_ids=tuple(ids), values=("12", "40"),
        made=BY_MACHINE,
    )  # fmt: skip


def drifted(one: str, other: str) -> Drift:
    return Drift(
        drift_id="d",
        from_statement=one,
        to_statement=other,
        before="ordered",
        after="signed",
        made=BY_MACHINE,
    )


def section(material: Material) -> ClaimSection:
    return next(c for c in compose(material).claims if c.siglum == material.sigla[CLAIM])


def test_values_that_cannot_all_be_right_stand_with_the_statements_that_give_them() -> None:
    material = small_case()
    first, second = on_claim(material)[:2]
    told = section(replace(material, contradictions=(contradiction([first, second]),))).relations
    assert len(told) == 1
    assert "On the number they cannot all be right" in bare(told[0].text)
    assert all(value in bare(told[0].text) for value in ("12", "40", material.sigla[first]))
    assert told[0].citations


def test_a_content_that_grew_names_both_ends() -> None:
    material = small_case()
    first, second = on_claim(material)[:2]
    told = section(replace(material, drifts=(drifted(first, second),))).relations
    assert "“ordered” of" in bare(told[0].text)
    assert "became “signed” in" in bare(told[0].text)


def test_what_rests_on_a_statement_that_no_longer_bears_on_the_claim_is_left_out() -> None:
    material = small_case()
    gone = replace(
        material, contradictions=(contradiction([on_claim(material)[0], "gone"]),),
        drifts=(drifted("gone", on_claim(material)[0]),),
    )  # fmt: skip
    assert section(gone).relations == ()


def test_what_a_machine_takes_to_follow_is_marked_and_what_a_person_declared_is_not() -> None:
    material = small_case()
    other = next(c.claim_id for c in material.claims if c.claim_id != CLAIM)
    suggested = Entailment(entailment_id="e", from_claim=CLAIM, to_claim=other, made=BY_MACHINE)
    (line,) = section(replace(material, entailments=(suggested,))).entails
    assert "a machine suggests it" in line
    declared = replace(suggested, made=material.claims[0].made)
    assert declared.made.is_judgement
    (line,) = section(replace(material, entailments=(declared,))).entails
    assert "machine" not in line


def test_what_the_last_count_moved_stands_with_its_claim_alone() -> None:
    material = replace(
        small_case(), changes={CLAIM: ("2 pairs of hands before, 1 after.", "A tie was declared.")}
    )
    assert section(material).changed == ("2 pairs of hands before, 1 after.", "A tie was declared.")
    others = [c for c in compose(material).claims if c.siglum != material.sigla[CLAIM]]
    assert all(c.changed == () for c in others)


def test_the_sentences_are_said_in_arabic_and_otherwise_in_english() -> None:
    one = contradiction(["a", "b"])
    assert "العدد" in contradiction_sentence(one, ["S1", "S2"], "ar")
    assert contradiction_sentence(one, ["S1", "S2"], "xx").startswith("On the number")
    assert "«ordered»" in drift_sentence(drifted("a", "b"), ("A (S1)", "B (S2)"), "ar")
