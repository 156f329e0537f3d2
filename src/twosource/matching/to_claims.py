"""Statements to claims: declared ones first, then machine-made ones, each with its reasons."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from twosource.evidence.claims import Claim, Matching
from twosource.evidence.outcome import Failure, Outcome
from twosource.evidence.passages import Passage
from twosource.evidence.testimony import Made, Statement
from twosource.ids import key
from twosource.matching.claim_text import claim_text, told_apart, wording_statement
from twosource.matching.content import Content, clarity, content_of, content_of_claim, events_beside, merged
from twosource.matching.crediting import with_crediting
from twosource.matching.grouping import BY_A_PERSON, Group, Groups, group_contents, kept_from
from twosource.matching.judging import NOT_ENOUGH, SAME, Block, Judged
from twosource.matching.rarity import Rarity
from twosource.matching.scoring import Score
from twosource.matching.settings import MatchSettings
from twosource.matching.stories import leading
from twosource.terms import Standing, Status, load_table

BY = "matching 1"
_SAME_SENTENCE = Score(0.0, ("the same sentence, credited to somebody else",))
_WORDS_IT = Score(0.0, ("this statement words the claim",))


def match(
    statements: Sequence[Statement],
    *,
    passages: Mapping[str, Passage],
    claims: Sequence[Claim],
    judgements: Sequence[Matching],
    settings: MatchSettings,
) -> Iterator[Outcome[Claim | Matching]]:
    """Yield one outcome per claim: the claim and every statement that bears or may bear on it.

    Claims a person declared come first, in the order of their ids; then the claims made by
    machine, those most exhibits bear on first. A statement whose passage is missing, two
    verdicts that contradict each other, and claims left out by a limit are outcomes of their
    own. The order of `statements`, `claims` and `judgements` changes nothing.
    """
    declared = sorted((c for c in claims if c.made.is_judgement), key=lambda c: c.claim_id)
    judged = Judged(judgements, (c.claim_id for c in declared), (s.statement_id for s in statements))
    held = [s for s in statements if s.passage_id in passages]
    yield from _without_passage(statements, passages)
    for statement_id, failure in sorted(judged.failures.items()):
        yield Outcome(item_id=statement_id, status=Status.PARTLY_READ, failures=(failure,))
    contents = _contents(held, passages, judged)
    rarity = Rarity(contents)
    groups, left = _to_declared(contents, declared, judged, rarity, settings)
    for claim, group in zip(declared, groups, strict=True):
        matchings = _matchings(claim.claim_id, group, judged, settings)
        yield Outcome(item_id=claim.claim_id, status=Status.READ, values=(claim, *matchings))
    groups = group_contents(left, judged, rarity, settings)
    made = with_crediting(groups, passages, rarity, settings)
    yield from _machine_claims(made, passages, judged, settings)


def _without_passage(
    statements: Sequence[Statement], passages: Mapping[str, Passage]
) -> Iterator[Outcome[Claim | Matching]]:
    for statement_id in sorted(s.statement_id for s in statements if s.passage_id not in passages):
        failure = Failure(
            code="passage missing",
            happened=f"Statement {statement_id} names a passage that is not held, so it was put to no claim.",
            remedy="Run `twosource verify`, then read the exhibit again.",
        )
        yield Outcome(item_id=statement_id, status=Status.REFUSED, failures=(failure,))


def _contents(
    statements: Sequence[Statement], passages: Mapping[str, Passage], judged: Judged
) -> list[Content]:
    """Return what is said, each thing once, in the order of its id."""
    equal: dict[tuple[str, str], list[Content]] = defaultdict(list)
    beside, leads = events_beside(statements), leading(statements, passages)
    for statement in sorted(statements, key=lambda s: s.statement_id):
        content = content_of(
            statement,
            passages[statement.passage_id],
            is_judged=statement.statement_id in judged.statement_ids,
            is_lead=statement.statement_id in leads,
            beside=beside.get(statement.passage_id, ()),
        )
        equal[content.content_id, content.judged_id].append(content)
    return [merged(equal[unit]) for unit in sorted(equal)]


def _to_declared(
    contents: Sequence[Content],
    declared: Sequence[Claim],
    judged: Judged,
    rarity: Rarity,
    settings: MatchSettings,
) -> tuple[list[Group], list[Content]]:
    """Return one group per declared claim, and the contents that bear on none for certain.

    What a person put to a claim speaks for it beside the claim's own words. A content that fits
    two claims equally well is put to neither: a person must say.
    """
    groups = Groups(rarity, settings)
    fixed: dict[str, list[Content]] = defaultdict(list)
    for content in sorted(contents, key=lambda c: clarity(c, settings.prefer_language)):
        for claim_id in judged.fixed(content.judged_id):
            fixed[claim_id].append(content)
    for claim in declared:
        given = fixed[claim.claim_id]
        exemplars = [content_of_claim(claim), *given[: settings.max_exemplars]]
        members = [(content, BY_A_PERSON) for content in given]
        groups.found(Group(exemplars=exemplars, members=members, block=Block(claim_ids={claim.claim_id})))
    left: list[Content] = []
    for content in contents:
        if judged.fixed(content.judged_id):
            continue
        if judged.is_joined(content.judged_id):
            left.append(content)
            continue
        placed = groups.place(content, kept_from(content, judged))
        unsure = list(placed.unsure)
        if placed.best and not _is_tied(placed.best[1], unsure):
            placed.best[0].members.append((content, placed.best[1]))
        else:
            unsure = [placed.best, *unsure] if placed.best else unsure
            left.append(content)
        for group, score in unsure:
            group.unsure.append((content, score))
    return groups.groups, left


def _is_tied(best: Score, others: Sequence[tuple[Group, Score]]) -> bool:
    return any(not score.is_capped and score.points == best.points for _, score in others)


def _matchings(claim_id: str, group: Group, judged: Judged, settings: MatchSettings) -> list[Matching]:
    """Return people's verdicts on a claim, then the machine's on pairs nobody judged."""
    found = judged.of_claim(claim_id)
    told: set[str] = {m.statement_id for m in found}
    for pairs, verdict in ((group.members, SAME), (group.unsure, NOT_ENOUGH)):
        for content, score in pairs:
            for statement in content.statements:
                if statement.statement_id not in told and not judged.has_seen(
                    statement.statement_id, claim_id
                ):
                    told.add(statement.statement_id)
                    found.append(_matching(statement.statement_id, claim_id, verdict, score, settings))
    return found


def _matching(
    statement_id: str, claim_id: str, verdict: str, score: Score, settings: MatchSettings
) -> Matching:
    why = (
        f"{score.points:g} points; the same claim from {settings.same_from:g}, "
        f"left to a person from {settings.unsure_from:g}"
    )
    return Matching(
        matching_id=key("matching", statement_id, claim_id, BY),
        statement_id=statement_id,
        claim_id=claim_id,
        verdict=verdict,
        reasons=score.reasons,
        made=Made(by=BY, standing=Standing.SUGGESTION, why=why if score.points else score.reasons[0]),
    )


def _machine_claims(
    groups: Sequence[Group], passages: Mapping[str, Passage], judged: Judged, settings: MatchSettings
) -> Iterator[Outcome[Claim | Matching]]:
    groups = _one_per_sentence(groups, passages)
    ranked = sorted(((_n_exhibits(g), g) for g in groups), key=lambda pair: (-pair[0], _lead_key(pair[1])))
    wanted = [g for n, g in ranked if n >= settings.min_exhibits or g.block.is_made]
    if settings.max_machine_claims:
        wanted = wanted[: settings.max_machine_claims]
    used: set[str] = set()
    worded = [_worded(group, passages, settings) for group in wanted]
    texts = told_apart([(text, group.exemplars[0]) for group, (text, _) in zip(wanted, worded, strict=True)])
    for group, text, (_, statement) in zip(wanted, texts, worded, strict=True):
        claim_id = _claim_id(group, used)
        used.add(claim_id)
        group.members.insert(0, (group.exemplars[0], _WORDS_IT))
        claim = _claim(claim_id, group.exemplars[0], text, statement)
        matchings = _matchings(claim_id, group, judged, settings)
        yield Outcome(item_id=claim_id, status=Status.READ, values=(claim, *matchings))
    if len(wanted) < len(groups):
        yield _left_out(len(groups) - len(wanted), len(wanted))


def _one_per_sentence(groups: Sequence[Group], passages: Mapping[str, Passage]) -> list[Group]:
    """Join groups worded by one sentence that hold the same event, or none; verdicts are left alone.

    Such groups differ only in whom the sentence is credited to, and that is no other claim. Another
    actor, object or place is another event, and stays another claim.
    """
    first: dict[tuple[str, str], Group] = {}
    kept: list[Group] = []
    for group in groups:
        content = group.exemplars[0]
        text = " ".join(passages[content.statements[0].passage_id].text.casefold().split())
        earlier = first.setdefault((text, content.event_key), group)
        is_judged = group.block.is_made or group.block.barred or earlier.block.barred
        if earlier is group or is_judged or earlier.clashes(group):
            kept.append(group)
            continue
        earlier.take(group, _SAME_SENTENCE)
    return kept


def _worded(group: Group, passages: Mapping[str, Passage], settings: MatchSettings) -> tuple[str, Statement]:
    """Return the text of a group's claim and the statement it is taken from."""
    joined = [content for content, _ in group.members if content is not group.exemplars[0]]
    contents = [group.exemplars[0], *joined]
    content, statement = wording_statement(contents, passages, settings.prefer_language)
    passage = passages[statement.passage_id]
    return claim_text(content, statement, passage, settings.text_length), statement


def _n_exhibits(group: Group) -> int:
    contents = [group.exemplars[0], *(content for content, _ in group.members)]
    return len({s.exhibit_id for c in contents for s in c.statements})


def _lead_key(group: Group) -> tuple[str, str]:
    return group.exemplars[0].content_id, group.exemplars[0].judged_id


def _claim_id(group: Group, used: set[str]) -> str:
    """Return the id people's verdicts use, else the id of the content that words the claim.

    Where a verdict keeps apart two contents of the same words, the judged one gets its own id.
    """
    first = group.exemplars[0]
    claim_id = min(group.block.claim_ids, default=first.content_id)
    if claim_id in used or claim_id in group.block.barred:
        return key("claim", claim_id, first.statements[0].statement_id)
    return claim_id


def _claim(claim_id: str, content: Content, text: str, statement: Statement) -> Claim:
    event = statement.event
    return Claim(
        claim_id=claim_id,
        text=text,
        action=content.action,
        actor=event.actor if event else "",
        object=event.object if event else "",
        counterpart=event.counterpart if event else "",
        place=content.place_shown,
        span=content.span,
        access_class=load_table("action_access")["classes"].get(content.action.value, "closed event"),
        made=Made(by=BY, standing=Standing.SUGGESTION, why="the clearest of the statements grouped here"),
    )


def _left_out(n_left_out: int, n_wanted: int) -> Outcome[Claim | Matching]:
    failure = Failure(
        code="claims left out",
        happened=(
            f"{n_left_out} claims made by machine were left out by the limits on matching; "
            f"the {n_wanted} that most exhibits bear on are reported."
        ),
        safe="Every statement is kept.",
        remedy="Raise max_machine_claims or lower min_exhibits to see them.",
    )
    return Outcome(item_id="machine claims", status=Status.PARTLY_READ, failures=(failure,))
