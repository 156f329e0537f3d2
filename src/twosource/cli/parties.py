"""Commands about who is who: parties, same, different. Names suggest; a person decides and may undo it."""

from collections.abc import Sequence

import click

from twosource.cli.door import Session, command
from twosource.cli.options import BY, WHY
from twosource.cli.printing import Printer, plain, plural, safe, shortened
from twosource.desk.likely_pairs import PairAnswer, PairsAnswer
from twosource.desk.merging import HandsAnswer, MergeAnswer
from twosource.desk.parties import PartyAnswer
from twosource.errors import UsageError
from twosource.terms import Standing

MOST_ROWS = 200
MOST_EXHIBITS = 6
MOST_ALIASES = 4
UNDO = click.option("--undo", is_flag=True, help="Take your own word on these two back.")
TWO = click.argument("two", nargs=2, metavar="PARTY PARTY")
SAID = {"accepted": "are one", "rejected": "are two", "withdrawn": "are an open question again"}


@command(
    "parties",
    examples=[
        "twosource parties                     everybody who says or is credited with something",
        "twosource parties --all               also names found that no statement rests on any longer",
        "twosource parties --suggest           pairs that may be one, likeliest first",
        "twosource parties --suggest --json",
    ],
)
@click.option("--suggest", is_flag=True, help="Pairs that may be one: why, and what it would change.")
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1), help="How many pairs.")
@click.option("--all", "everything", is_flag=True, help="Also parties found that no statement rests on.")
def parties(session: Session, suggest: bool, limit: int, everything: bool) -> None:
    """Everybody in the case with their names, and which of them may be one. Names only suggest it."""
    with session.desk() as desk:
        if suggest:
            pairs = desk.likely_pairs(limit)
        else:
            found = desk.listed_parties()
    printer = session.printer
    if suggest:
        if not printer.document("pairs", pairs):
            show_pairs(printer, pairs)
    elif not printer.document("parties", found):
        show_parties(printer, found, everything=everything)


def is_left_over(party: PartyAnswer) -> bool:
    """Say whether a machine found a party and nothing rests on it: what people declared took its place."""
    return party.standing == Standing.SUGGESTION and not party.n_statements and not party.same


def show_parties(printer: Printer, found: list[PartyAnswer], *, everything: bool = True) -> None:
    """Print one row a party; whoever people said is one with it stands below its name.

    Without `everything`, those a machine found and no statement rests on are counted and not listed.
    """
    n_found = len(found)
    found = found if everything else [party for party in found if not is_left_over(party)]
    hidden = n_found - len(found)
    n_joined = sum(len(party.same) for party in found)
    joined = f", {plural(n_joined, 'other name')} joined to them by people" if n_joined else ""
    printer.say(f"{plural(len(found), 'party', 'parties')}{joined}.")
    printer.table(
        ("", "who", "kind", "statements", "exhibits"),
        [
            (
                party.siglum or party.party_id[-6:],
                _who(party),
                party.kind,
                f"{party.n_statements:,}",
                _exhibits(party),
            )
            for party in found[:MOST_ROWS]
        ],
        numeric=(3,),
    )
    if len(found) > MOST_ROWS:
        printer.say(f"{len(found) - MOST_ROWS:,} more: --json lists all.")
    if hidden:
        were, them = ("was", "it") if hidden == 1 else ("were", "them")
        printer.say(f"{hidden:,} more {were} found on which no statement rests: --all lists {them}.")
    printer.next("twosource parties --suggest", "which of them may be one")


def _who(party: PartyAnswer) -> str:
    lines = [safe(party.name)]
    if party.aliases:
        more = " …" if len(party.aliases) > MOST_ALIASES else ""
        lines.append("also " + ", ".join(map(safe, party.aliases[:MOST_ALIASES])) + more)
    for one in party.same:
        lines.append(f"is {one.siglum} {safe(one.name)}, says {safe(one.by)}: {safe(one.why)}")
    return "\n".join(lines)


def _exhibits(party: PartyAnswer) -> str:
    more = len(party.exhibits) - MOST_EXHIBITS
    return ", ".join(party.exhibits[:MOST_EXHIBITS]) + (f" and {more} more" if more > 0 else "")


def show_pairs(printer: Printer, answer: PairsAnswer) -> None:
    """Print each pair with p in words, why, how often such pairs are one, and what it would change."""
    if not answer.pairs:
        printer.say("No two names of this case look like one party to the program.")
    for pair in answer.pairs:
        _show_pair(printer, pair)
    printer.gap()
    if answer.n_more:
        printer.say(f"{answer.n_more:,} more behind these: --limit {len(answer.pairs) + answer.n_more}")
    if answer.n_accepted or answer.n_rejected:
        printer.say(
            f"People judged {plural(answer.n_accepted + answer.n_rejected, 'pair')} of this case: "
            f"{answer.n_accepted} one, {answer.n_rejected} two."
        )
    printer.say("Two who share a name are not one for that. Protected parties are compared with nobody.")
    if answer.pairs:
        one, other = answer.pairs[0].sigla
        printer.next(f"twosource same {one} {other} --by NAME --why REASON", "or different")


def _show_pair(printer: Printer, pair: PairAnswer) -> None:
    printer.gap()
    printer.say(
        f"{pair.sigla[0]} {safe(pair.names[0])}  =?  {pair.sigla[1]} {safe(pair.names[1])}", style="bold"
    )
    printer.say(f"By their names {pair.word} one (p {plain(pair.p)}); {pair.measured}.")
    printer.say(f"Because: {shortened('; '.join(pair.reasons), 300)}.")
    kinds = pair.kinds[0] if pair.kinds[0] == pair.kinds[1] else " and ".join(pair.kinds)
    printer.say(f"{kinds}; {plural(pair.n_statements[0], 'statement')} and {pair.n_statements[1]:,}")
    for change in pair.would_change:
        printer.say(f"As one, {_change(change)}.")


def show_hands(printer: Printer, hands: Sequence[HandsAnswer], *, is_unchanged: bool) -> None:
    """Print which claims count other hands now, or are surer of them; or that none does."""
    for change in hands:
        before, after = (
            "not counted" if n is None else f"{plural(n, 'hand')} (p {plain(p)})"
            for n, p in ((change.before, change.p_before), (change.after, change.p_after))
        )
        printer.say(f"{change.claim}: {before} before, {after} now.")
    if not hands and not is_unchanged:
        printer.say("No claim counts other hands for that.")


def _change(change: HandsAnswer) -> str:
    before, after = ("not counted" if n is None else plural(n, "hand") for n in (change.before, change.after))
    return f"{change.claim} would have {after} instead of {before}"


@command(
    "same",
    examples=[
        "twosource same N3 N9 --by 'Nadia Haddad' --why 'one telephone number in E4 and E7'",
        "twosource same --undo N3 N9 --by 'Nadia Haddad' --why 'the number was reassigned'",
    ],
)
@TWO
@BY
@WHY
@UNDO
def same(session: Session, two: tuple[str, str], by: str, why: str, undo: bool) -> None:
    """Say that two parties are one: they then count as one pair of hands. Nothing is removed."""
    with session.desk() as desk:
        answer = (desk.undo_same if undo else desk.same)(two, by=by, why=why)
    show_merge(session.printer, answer)


@command(
    "different",
    examples=[
        "twosource different N3 N9 --by 'Nadia Haddad' --why 'born twenty years apart'",
        "twosource different --undo N3 N9 --by 'Nadia Haddad' --why 'that was another man'",
    ],
)
@TWO
@BY
@WHY
@UNDO
def different(session: Session, two: tuple[str, str], by: str, why: str, undo: bool) -> None:
    """Say that two parties are two, however alike their names: they are not suggested again."""
    with session.desk() as desk:
        answer = (desk.undo_same if undo else desk.different)(two, by=by, why=why)
    show_merge(session.printer, answer)


def show_merge(printer: Printer, answer: MergeAnswer) -> None:
    """Print what was recorded and which claims count other hands now."""
    if printer.document("merge", answer):
        return
    if answer.verdict not in SAID:
        raise UsageError(f"Nobody knows what {answer.verdict} means.")
    one, other = answer.sigla
    names = f"{one} {safe(answer.names[0])} and {other} {safe(answer.names[1])}"
    if answer.is_unchanged:
        printer.say(f"{names} {SAID[answer.verdict]}: {safe(answer.by)} had said so before.")
    else:
        printer.say(f"{names} {SAID[answer.verdict]}, says {safe(answer.by)}: {safe(answer.why)}")
    show_hands(printer, answer.hands, is_unchanged=answer.is_unchanged)
    undo = "different" if answer.verdict == "rejected" else "same"
    if answer.verdict != "withdrawn":
        printer.next(f"twosource {undo} --undo {one} {other} --by NAME --why REASON", "takes it back")
