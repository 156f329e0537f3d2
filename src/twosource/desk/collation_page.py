"""A collation laid out as a page: which passage stands opposite which, and what stands between them."""

from collections.abc import Iterator
from itertools import zip_longest

from twosource.desk.collating import CollationAnswer, PassageAnswer, SideAnswer
from twosource.dossier.beside import (
    BesidePage,
    BesidePiece,
    BesideRow,
    BesideSide,
    BesideSign,
    render_beside,
)
from twosource.tracing.collation.levels import ReuseLevel
from twosource.tracing.collation.values import Edit

QUOTED = "quoted primary text"
MOVED = "stands elsewhere in the order of the left one"


def collation_page(answer: CollationAnswer) -> str:
    """Return a collation as one self-contained HTML page."""
    left, right = answer.left, answer.right
    return render_beside(
        BesidePage(
            title=f"{left.siglum} beside {right.siglum}",
            sentence=said(answer),
            shares=(
                (
                    _percent(answer.own_share_of_right),
                    f"of {right.siglum}’s own words also stand in {left.siglum}",
                ),
                (_percent(answer.share_of_left), f"of the words of {left.siglum} stand in {right.siglum}"),
                (f"{len(answer.passages):,}", "shared passage" + "s" * (len(answer.passages) != 1)),
            ),
            sides=(_side(left), _side(right)),
            rows=tuple(_rows(answer)),
            signs=tuple(
                BesideSign(
                    kind=s.kind,
                    words=s.words,
                    rate=f"{s.q:.3f}",
                    weight=s.odds,
                )
                for s in answer.signs
            ),
            notes=(*answer.notes, answer.caveat),
        )
    )


def said(answer: CollationAnswer) -> str:
    """Return the level in one sentence: who reuses whom is said only where the dates tell."""
    left, right = answer.left, answer.right
    is_reused = answer.is_dated and answer.level != ReuseLevel.NONE.value
    named = f"{right.siglum} reuses {left.siglum}" if is_reused else f"{right.siglum} beside {left.siglum}"
    share = f"{_percent(answer.own_share_of_right)} of the {right.n_words:,} words of {right.siglum}"
    rest = " outside quotations" if any(p.is_quoted for p in answer.passages) else ""
    return f"{named}: {answer.level}. {share}{rest} stand in {left.siglum}."


def _percent(share: float) -> str:
    """Return a share in whole percent; never nought for something, never all for less than all."""
    whole = round(100 * share)
    if share > 0 and whole == 0:
        return "<1 %"
    return ">99 %" if share < 1 and whole == 100 else f"{whole} %"


def _side(side: SideAnswer) -> BesideSide:
    about = [side.published or "no date", f"{side.n_words:,} words", side.language]
    return BesideSide(
        siglum=side.siglum,
        name=side.publisher or side.path,
        about=" · ".join(part for part in about if part),
        facts=side.only_facts,
    )


def _rows(answer: CollationAnswer) -> Iterator[BesideRow]:
    """Yield passages in the right side's order, each after what either side alone has before it."""
    left, right = list(answer.left.only_words), list(answer.right.only_words)
    for passage in answer.passages:
        before_right = right[: passage.right_only]
        before_left = left[: passage.left_only]
        del right[: passage.right_only], left[: passage.left_only]
        yield from _apart(before_left, before_right)
        yield _row(passage)
    yield from _apart(left, right)


def _apart(left: list[str], right: list[str]) -> Iterator[BesideRow]:
    for one, other in zip_longest(left, right, fillvalue=""):
        yield BesideRow(left=one, right=other)


def _row(passage: PassageAnswer) -> BesideRow:
    notes = [QUOTED] * passage.is_quoted + [MOVED] * passage.is_moved
    return BesideRow(
        pieces=tuple(
            BesidePiece(left=p.left, right=p.right, is_same=p.edit == Edit.SAME.value) for p in passage.pieces
        ),
        is_quoted=passage.is_quoted,
        note=", ".join(notes),
    )
