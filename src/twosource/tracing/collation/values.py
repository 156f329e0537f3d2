"""What collating gives: where two texts share words, word by word, and what only one of them has.

A span is counted in code points of the text it belongs to, and `text[start:end]` quotes it exactly. Which of
two texts came first is not decided here.

By hand: "the town fell at dawn" beside "the town fell again at dawn" is one block of three pieces: the same
(the town fell), inserted (again), the same (at dawn).
"""

from dataclasses import dataclass
from enum import StrEnum


class Edit(StrEnum):
    """What became of the parent's words in the child."""

    SAME = "the same"
    INSERTED = "inserted"
    DELETED = "deleted"
    REPLACED = "replaced"


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Code points start..end of one text, end not included; start = end where nothing stands there."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """Return the words as written."""
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch inside a block: what was done, and where it stands in both texts."""

    edit: Edit
    parent: Span
    child: Span
    parent_words: int
    child_words: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A passage both texts have: exact runs and the small edits between them.

    `n_same` counts the words that are equal; `is_quoted` says that it is primary text both quote, which
    makes it the same material and no sign that one text copied the other. `is_moved`: it stands elsewhere
    in the order of the parent than in that of the child.
    """

    parent: Span
    child: Span
    pieces: tuple[Piece, ...]
    n_same: int
    longest: int
    is_quoted: bool
    is_moved: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Shares:
    """How much two texts share, all from 0 to 1, in words.

    `of_child`, `of_parent`: words of a text that stand equal in blocks; `own_of_child` leaves quoted primary
    text out, above and below the line. `resemblance` is the Jaccard index of their runs of four words
    (Broder 1997), the same in both directions. `in_order`: words of blocks that keep the parent's order.
    """

    of_child: float
    of_parent: float
    own_of_child: float
    resemblance: float
    in_order: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Collation:
    """Two texts side by side: blocks in the child's order, shares, and what only one of them has.

    `n_parent` and `n_child` count words, `n_quoted` the quoted ones of the child; `only_parent` and
    `only_child` are the stretches no block holds.
    """

    blocks: tuple[Block, ...]
    shares: Shares
    n_parent: int
    n_child: int
    n_quoted: int
    only_parent: tuple[Span, ...]
    only_child: tuple[Span, ...]

    @property
    def own_blocks(self) -> tuple[Block, ...]:
        """The blocks that are not quoted primary text."""
        return tuple(block for block in self.blocks if not block.is_quoted)

    @property
    def longest(self) -> int:
        """Words of the longest exact run outside quoted primary text."""
        return max((block.longest for block in self.own_blocks), default=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class CollationSettings:
    """How to collate.

    seed_words: words an exact run needs to begin a block; least_words: equal words a block needs to stand.
    gap_words: words on either side that an edit inside a block may have; gap_share: edited words a block may
    have per equal word next to them.
    resemblance_words: length of the runs that resemblance counts.
    most_places: a run that stands in more places of the parent than this begins no block (boilerplate).
    """

    seed_words: int = 3
    least_words: int = 4
    gap_words: int = 8
    gap_share: float = 1.0
    resemblance_words: int = 4
    most_places: int = 24

    def __post_init__(self) -> None:
        if min(self.seed_words, self.least_words, self.resemblance_words, self.most_places) < 1:
            raise ValueError("collating needs runs of at least one word")
        if self.gap_words < 0 or self.gap_share < 0:
            raise ValueError("a gap cannot be shorter than nothing")
