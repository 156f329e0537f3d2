"""One policy for what the rules found and what a trained tagger marked in the same sentence.

Precision comes first, because a wrong speaker can cost a life and a missed one is seen.

1. Both name the same source by the same cue: one frame, the rule's chain with the tagger's
   content, and the probability measured for such agreement.
2. They share the cue and differ on the source: the one more often right wins (the tagger's own
   probability against the rule's measured share); what the other read is kept in the reason.
3. The tagger alone: a frame if the tagger is sure enough; by its version, and the reason says so.
4. A rule alone: as without a tagger, with the share measured for that case. In a sentence that
   recognition broke, the rules are always alone: a tagger puts a speaker where the cue was lost.
5. Rules about papers and carriers (who holds a letter, to whom it was told) say nothing about
   who speaks, and are left as they are.
"""

from dataclasses import replace

from twosource.attributing.discourse import Source
from twosource.attributing.frames import Frame, Parsed
from twosource.attributing.lexicon import least_p, measured_p
from twosource.attributing.marked import RULE, frames_of
from twosource.terms import PartyKind

SPEAKING = (
    "verb",
    "hearer",
    "according to",
    "quotes",
    "quoted by",
    "opening credit",
    "headline",
    "agentless",
)
_LEAST_RULE_P = 0.5
_TRAILING = "\"”»’' )"


def joined(parsed: Parsed, ruled: list[Frame]) -> list[Frame]:
    """Return the frames of a sentence after rules and tagger were heard, before they are nested."""
    if parsed.marked is None:
        return ruled
    seen = frames_of(parsed)
    at_cue: dict[int, list[Frame]] = {}
    for frame in ruled:
        if frame.rule in SPEAKING:
            for place in range(frame.cue_at, frame.cue_last):
                at_cue.setdefault(place, []).append(frame)
    kept: list[Frame] = [frame for frame in ruled if frame.rule not in SPEAKING]
    seconded: set[int] = set()
    outdone: set[int] = set()
    for frame in seen:
        twins = {id(t): t for n in range(frame.cue_at, frame.cue_last) for t in at_cue.get(n, ())}
        same = [twin for twin in twins.values() if _same_source(twin, frame)]
        if same:
            seconded |= {id(twin) for twin in same}
            kept += [_agreed(parsed, twin, frame, ruled) for twin in same]
            continue
        outdone |= twins.keys()
        kept += _settled(parsed, frame, list(twins.values()))
    rest = [f for f in ruled if f.rule in SPEAKING and id(f) not in seconded]
    # One of several joined speakers whom the tagger also heard takes none of the others away.
    joint = {place for f in ruled if id(f) in seconded for place in range(f.cue_at, f.cue_last)}
    kept += [_alone(parsed, f) for f in rest if id(f) not in outdone or f.cue_at in joint]
    return list(dict.fromkeys(kept))


def maker(frame: Frame, rules: str) -> str:
    """Return who suggests a frame: the rules, the model, or both."""
    if not frame.model:
        return rules
    return frame.model if frame.rule == RULE else f"{rules} and {frame.model}"


def _settled(parsed: Parsed, frame: Frame, twins: list[Frame]) -> list[Frame]:
    """Return what is kept of one marked frame and the rules' frames that share its cue and name others."""
    if parsed.is_broken:
        return [_alone(parsed, twin) for twin in twins]
    if not twins:
        is_heard = _is_sure(frame) and not (_is_asked(parsed) or _tells_nothing(parsed, frame))
        return [_noted(frame, f"read by the model alone, p {frame.p:.2f}")] if is_heard else []
    rule_p = measured_p(parsed.lexicon.language, twins[0].rule) or _LEAST_RULE_P
    if (frame.p or 0.0) >= max(rule_p, least_p()):
        others = " and ".join(f'"{t.credits[-1].source.as_written}"' for t in twins)
        return [_noted(frame, f"the rules name {others} instead")]
    other = frame.credits[-1].source.as_written
    note = f'the model names "{other}" instead, p {frame.p:.2f}' if other else "the model names nobody"
    return [_noted(_alone(parsed, twin), note) for twin in twins]


def _is_asked(parsed: Parsed) -> bool:
    """Say whether the sentence is a question of the page: to ask whether A said so is not to say it."""
    is_question = parsed.sentence.text.rstrip(_TRAILING).endswith(("?", "؟"))
    return is_question and not parsed.sentence.is_quoted(parsed.tokens[-1].start)


def _tells_nothing(parsed: Parsed, frame: Frame) -> bool:
    """Say whether a marked frame tells of no assertion: `told them to leave` is a deed, `it` nobody yet."""
    first, last = frame.content
    source = frame.credits[-1].source
    is_directive = first < last and parsed.is_in("to", first) and frame.cue_last <= first
    return is_directive or (source.pronoun == "thing pronoun" and source.kind is PartyKind.PLACEHOLDER)


def _is_sure(frame: Frame) -> bool:
    return (frame.p or 0.0) >= least_p()


def _same_source(ruled: Frame, seen: Frame) -> bool:
    """Say whether both name the same words, or the same person by other words of the sentence.

    A tagger marks one layer: where a rule reads on to whom its source quotes, the longer chain holds.
    """
    return any(_are_one(credit.source, seen.credits[-1].source) for credit in ruled.credits)


def _are_one(ours: Source, theirs: Source) -> bool:
    overlaps = ours.at[0] >= 0 and ours.at[0] < theirs.at[1] and theirs.at[0] < ours.at[1]
    return overlaps or ours.name == theirs.name


def _agreed(parsed: Parsed, ruled: Frame, seen: Frame, others: list[Frame]) -> Frame:
    """Return a frame both found, with the tagger's content unless it takes in or leaves out another speaker.

    Who stands within whose words is what the rules read from quotation marks and clauses.
    """
    language = parsed.lexicon.language
    p = measured_p(language, f"{ruled.rule} and model")
    alone = measured_p(language, ruled.rule) or 0.0
    has_content = seen.content[0] < seen.content[1] and not any(
        _holds(seen, other) != _holds(ruled, other)
        for other in others
        if not ruled.cue_at <= other.cue_at < ruled.cue_last
    )
    return replace(
        ruled,
        content=seen.content if has_content else ruled.content,
        parts=seen.parts if has_content else ruled.parts,
        model=seen.model,
        p=p if p is not None else max(alone, seen.p or 0.0),
        note="the model agrees",
    )


def _holds(outer: Frame, inner: Frame) -> bool:
    return outer.content[0] <= inner.first and inner.last <= outer.content[1]


def _alone(parsed: Parsed, ruled: Frame) -> Frame:
    return replace(ruled, p=measured_p(parsed.lexicon.language, f"{ruled.rule} without model"))


def _noted(frame: Frame, note: str) -> Frame:
    return replace(frame, note=f"{frame.note}; {note}" if frame.note else note)
