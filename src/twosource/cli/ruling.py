"""Commands by which a person says who has it from whom: derived, separate. Each word can be taken back."""

import click

from twosource.cli.door import Session, command
from twosource.cli.options import BY, WHY
from twosource.cli.parties import show_hands
from twosource.cli.printing import Printer, safe
from twosource.desk.ruling import RulingAnswer
from twosource.errors import UsageError

CLAIM = click.option("--claim", default="", metavar="CLAIM", help="Only for this claim; else for every one.")
UNDO = click.option("--undo", is_flag=True, help="Take your own word on these two back.")
TWO = click.argument("two", nargs=2, metavar="EXHIBIT PARENT")
SAID = {
    "derived": "{child} has it from {parent}",
    "separate": "{child} does not have it from {parent}",
    "withdrawn": "whether {child} has it from {parent} is an open question again",
}


@command(
    "derived",
    examples=[
        "twosource derived E7 E3 --by 'Nadia Haddad' --why 'the editor said they rewrote E3'",
        "twosource derived E7 N3 --claim C1 --by 'Nadia Haddad' --why 'the agency confirmed it'",
        "twosource derived --undo E7 E3 --by 'Nadia Haddad' --why 'that was another page'",
    ],
)
@TWO
@CLAIM
@BY
@WHY
@UNDO
def derived(session: Session, two: tuple[str, str], claim: str, by: str, why: str, undo: bool) -> None:
    """Say that an exhibit has it from another exhibit, or from a party: a copy, for certain."""
    _rule(session, "undo" if undo else "derived", two, (claim, by, why))


@command(
    "separate",
    examples=[
        "twosource separate E7 E3 --by 'Nadia Haddad' --why 'both reporters were there'",
        "twosource separate --undo E7 E3 --by 'Nadia Haddad' --why 'one of them was not'",
    ],
)
@TWO
@CLAIM
@BY
@WHY
@UNDO
def separate(session: Session, two: tuple[str, str], claim: str, by: str, why: str, undo: bool) -> None:
    """Say that an exhibit does not have it from another: what they share is then no sign of copying."""
    _rule(session, "undo" if undo else "separate", two, (claim, by, why))


def _rule(session: Session, verb: str, two: tuple[str, str], word: tuple[str, str, str]) -> None:
    claim, by, why = word
    with session.desk() as desk:
        answer = desk.rule(verb, two, by=by, why=why, claim=claim)
    show_ruling(session.printer, answer)


def show_ruling(printer: Printer, answer: RulingAnswer) -> None:
    """Print what was recorded, what has to be said about it, and which claims count other hands now."""
    if printer.document("ruling", answer):
        return
    if answer.ruled not in SAID:
        raise UsageError(f"Nobody knows what {answer.ruled} means.")
    child, parent = (
        f"{siglum} {safe(name)}".strip() for siglum, name in zip(answer.sigla, answer.names, strict=True)
    )
    said = SAID[answer.ruled].format(child=child, parent=parent)
    said = said[:1].upper() + said[1:]
    scope = f", for {answer.claim}" if answer.claim else ""
    if answer.is_unchanged:
        printer.say(f"{said}{scope}: {safe(answer.by)} had said so before.")
    else:
        printer.say(f"{said}{scope}, says {safe(answer.by)}: {safe(answer.why)}")
    for note in answer.notes:
        printer.say(safe(note))
    show_hands(printer, answer.hands, is_unchanged=answer.is_unchanged)
    if answer.ruled != "withdrawn":
        one, other = answer.sigla
        for_claim = f" --claim {answer.claim}" if answer.claim else ""
        printer.next(
            f"twosource {answer.ruled} --undo {one} {other}{for_claim} --by NAME --why REASON",
            "takes it back",
        )
