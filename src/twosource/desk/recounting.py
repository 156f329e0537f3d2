"""The ledger told in sentences: one line per entry, names masked, content left to `--json`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from twosource.desk.reviewed import MATCHING
from twosource.desk.standings import PARTY, standing_id
from twosource.desk.workplace import Workplace
from twosource.dossier.veil import draw_over, veil_for
from twosource.evidence.assessments import Assessment
from twosource.evidence.claims import Matching
from twosource.evidence.codec import canonical, from_line, kind_of
from twosource.evidence.forecasts import AnswerChange, Forecast, ForecastOutcome
from twosource.evidence.lineage import Ruled
from twosource.evidence.reviews import Verdict
from twosource.evidence.testimony import PERSON, Party, Tie
from twosource.tracing.retracting import Retraction
from twosource.weighing.moved_words import farthest

TIE, OUTCOME = kind_of(Tie), kind_of(ForecastOutcome)
RULED = {
    Ruled.DERIVED: "{child} has it from {parent}",
    Ruled.SEPARATE: "{child} does not have it from {parent}",
    Ruled.WITHDRAWN: "took back their word on whether {child} has it from {parent}",
}
NAMED_BY = ("name", "text", "path", "title", "question_id", "exhibit_id", "statement_id", "source")


@dataclass(frozen=True, slots=True, kw_only=True)
class LogAnswer:
    """One entry: its number, when, what kind, who stands behind it, a sentence, and the content."""

    seq: int
    at: datetime
    kind: str
    by: str
    sentence: str
    body: str
    leaf: str


def recount(work: Workplace, last: int) -> list[LogAnswer]:
    """Return the last entries of the ledger, oldest first."""
    veil = veil_for(work.store.all(Party))
    size = work.store.ledger.size
    return [
        LogAnswer(
            seq=entry.seq,
            at=entry.at,
            kind=entry.kind,
            by=veil.over(_by(entry.body)),
            sentence=veil.over(_sentence(work, entry.kind, entry.body)),
            body=canonical(draw_over(veil, entry.body)),
            leaf=entry.leaf,
        )
        for entry in work.store.ledger.entries(after=max(0, size - last))
    ]


def _by(body: Mapping[str, Any]) -> str:
    """Return who stands behind an entry: the maker of a record, or the person an entry names."""
    value = body.get("value", body)
    by = str(value.get("made", {}).get("by", "") or value.get("by", "") or value.get("asked_by", ""))
    return by.removeprefix(PERSON)


def _sentence(work: Workplace, kind: str, body: Mapping[str, Any]) -> str:
    if kind == "withdrawn" and body["record"] == OUTCOME:
        return f"how a forecast turned out was taken back: {body['why']}"
    if kind == "withdrawn":
        return f"{body['record']} {_called(work, str(body['id']))} withdrawn: {body['why']}"
    if kind == "declared":
        return f"case.toml as it was then, SHA-256 {str(body.get('sha256', ''))[:12]}"
    if kind != "record":
        short = {name: str(value)[:12] if name == "sha256" else value for name, value in body.items()}
        told = (f"{name.removeprefix('n_')} {value}" for name, value in short.items() if name != "passage")
        return ": ".join(part for part in (kind, ", ".join(told).replace("_", " ")) if part)
    value = body.get("value", {})
    if tell := TOLD.get(str(body.get("record"))):
        return tell(work, value)
    match body.get("record"):
        case "review":
            return _review(work, value)
        case "ruling":
            return _ruling(work, value)
        case "answered":
            return _answered(work, value)
        case "supersession":
            earlier, later = (_called(work, str(value[end])) for end in ("earlier_id", "later_id"))
            return f"{later} takes the place of {earlier}"
        case "track-entry" | "grade":
            return _of_party(work, value)
        case "tie":
            one, other = (_called(work, str(value[end])) for end in ("from_party", "to_party"))
            return f"tie: {one} {value['kind']} {other}"
        case "statement":
            called, place = (_called(work, str(value[i])) for i in ("statement_id", "exhibit_id"))
            return f"statement {called} on words of {place}"
    name = next((str(value[n]) for n in NAMED_BY if value.get(n)), "")
    status = f", {value['status']}" if "status" in value else ""
    return f"{body.get('record', '')} {_called(work, name)}{status}"


def _forecast(work: Workplace, value: Mapping[str, Any]) -> str:
    """Return a forecast: "T1: a second source appears: likely by 2027-02-01"."""
    said = value["word"] or f"{value['p']:g}"
    return f"{_called(work, value['forecast_id'])}: {value['text'].rstrip('.')}: {said} by {value['due']}"


def _outcome(work: Workplace, value: Mapping[str, Any]) -> str:
    called = _called(work, str(value["forecast_id"]))
    return f"{called} came true: {value['came_true']}: {value['made']['why']}"


def _assessment(work: Workplace, value: Mapping[str, Any]) -> str:
    called, on = (_called(work, str(value[i])) for i in ("assessment_id", "question_id"))
    return f"assessment {called} of {on}"


def _answer_change(work: Workplace, value: Mapping[str, Any]) -> str:
    """Return what a new assessment moved: "Q1 moved by 4.2 decibans towards tactical, from W1 to W2"."""
    on, before, after = (_called(work, str(value[i])) for i in ("question_id", "before_id", "after_id"))
    far = ""
    if any(value["decibans"]):
        at = farthest(value["decibans"])
        moved = value["decibans"][at]
        way = "towards" if moved > 0 else "away from"
        far = f" by {abs(moved):.1f} decibans {way} {value['hypotheses'][at]}"
    why = "; ".join([*value["because"], *(m["what"] for m in value["moves"])])
    return f"{on} moved{far}, from {before} to {after}" + (f": {why}" if why else "")


def _of_party(work: Workplace, value: Mapping[str, Any]) -> str:
    """Return what was entered of a party: an earlier matter, or a grade that others gave."""
    party = _called(work, str(value["party_id"]))
    if "letter" in value:
        return f"{party} was given {value['letter']}{value['number']} ({value['standard']})"
    return f"what became of an earlier matter of {party}: {value['text']}"


def _review(work: Workplace, value: Mapping[str, Any]) -> str:
    """Return a person's word on a suggestion: "Nadia accepted S8: she heard the tape"."""
    verdict, why = value["verdict"], value.get("why", "")
    if value["item_kind"] == PARTY:
        return _standing(work, value)
    on = _called(work, str(value["item_id"]))
    if value["item_kind"] == MATCHING:
        pair: Matching = from_line(str(value["item"]))
        on = f"that {_called(work, pair.statement_id)} bears on {_called(work, pair.claim_id)}"
    if value["item_kind"] == TIE:
        tie: Tie = from_line(str(value["item"]))
        on = f"that {_called(work, tie.from_party)} and {_called(work, tie.to_party)} are one"
    done = f"took back their word on {on}" if verdict == Verdict.WITHDRAWN else f"{verdict} {on}"
    to = f" to {_called(work, str(value['corrected_id']))}" if value.get("corrected_id") else ""
    return f"{value['by']} {done}{to}" + (f": {why}" if why else "")


def _answered(work: Workplace, value: Mapping[str, Any]) -> str:
    """Return that a person answered, and why; not what, since others may still have to answer."""
    said = "answered" if value["answers"] else "took back their answer on"
    by, why = str(value["made"]["by"]).removeprefix(PERSON), value["made"].get("why", "")
    return f"{by} {said} {value['item']} of {_called(work, str(value['question_id']))}: {why}"


def _standing(work: Workplace, value: Mapping[str, Any]) -> str:
    """Return a person's word on a party: "Nadia withdrew N3: he says he made it up"."""
    party: Party = from_line(str(value["item"]))
    kind = next(
        (k for k in (Retraction.WITHDRAWN, Retraction.DEMOTED) if _is_about(value, party, k)),
        Retraction.DEPENDENT,
    )
    called, why = _called(work, party.party_id), f": {value['why']}" if value.get("why") else ""
    if value["verdict"] == Verdict.WITHDRAWN:
        return f"{value['by']} took back that {called} is {kind.value}{why}"
    return f"{value['by']} said that {called} is {kind.value}{why}"


def _is_about(value: Mapping[str, Any], party: Party, kind: Retraction) -> bool:
    return bool(value["item_id"] == standing_id(party.party_id, kind))


def _ruling(work: Workplace, value: Mapping[str, Any]) -> str:
    """Return a person's word on who has it from whom: "Nadia: E7 has it from E3: the editor said so"."""
    child, parent = (_called(work, str(value[end])) for end in ("child_id", "parent_id"))
    said = RULED[Ruled(value["ruled"])].format(child=child, parent=parent)
    scope = f", for {_called(work, str(value['claim_id']))}" if value.get("claim_id") else ""
    return f"{value['by']}: {said}{scope}: {value['why']}"


def _called(work: Workplace, name: str) -> str:
    return work.store.siglum(name) or name


TOLD: Mapping[str, Callable[[Workplace, Mapping[str, Any]], str]] = {
    kind_of(Forecast): _forecast,
    OUTCOME: _outcome,
    kind_of(AnswerChange): _answer_change,
    kind_of(Assessment): _assessment,
}
