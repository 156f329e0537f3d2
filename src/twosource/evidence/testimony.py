"""Who says what, by what route: parties, links, attribution chains, statements.

"In passage P, the newspaper says that the broadcaster says that a defector told it that the
withdrawal was agreed." The publisher stands first in a chain, whoever knows stands last.
"""

from dataclasses import dataclass

from twosource.dates import UNDATED, DateSpan
from twosource.evidence.events import Event
from twosource.terms import Access, Channel, Modality, PartyKind, Stance, Standing, Tense, Voice

INFLATION_STEPS = 2
OWN_ACCESS = frozenset({Access.DID, Access.SAW, Access.READ})


PERSON = "person:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """By whom something was made, why, and how sure: what turns a suggestion into a judgement.

    `by` is `person:<name>`, `case.toml`, or a machine step with its version; `p` is the
    measured or modelled probability that the suggestion is right, None where nobody measured it.
    """

    by: str
    standing: Standing
    why: str = ""
    p: float | None = None

    @property
    def is_judgement(self) -> bool:
        """Say whether a person stands behind it."""
        return self.standing is Standing.JUDGEMENT

    @property
    def who(self) -> str:
        """Return who made it as people call them: the name of a person, else the step or file."""
        return self.by.removeprefix(PERSON)


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """A person, office, organisation, outlet or placeholder such as "defector 1".

    A protected party leaves the desk as its opaque id and public label only; `name` and
    `aliases` of a protected party never reach a page, an export or a message.
    """

    party_id: str
    name: str
    kind: PartyKind
    aliases: tuple[str, ...] = ()
    label: str = ""
    is_protected: bool = False
    made: Made

    @property
    def shown(self) -> str:
        """Return what may be printed: the label, else the name, and never a protected name."""
        if self.is_protected:
            return self.label or f"a protected person ({self.party_id[-6:]})"
        return self.label or self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """Two parties that may fail together: one introduced the other, belongs to it, or is the same.

    `kind` is `introduced by`, `member of` or `same as`; `p` is how probable the tie is.
    The failure of `to_party` takes `from_party` with it where the tie holds.
    """

    tie_id: str
    from_party: str
    to_party: str
    kind: str
    p: float
    made: Made


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One step of a chain: who, the cue words that name them, by what channel, and how they know.

    `shown_by` are the words that show the access; `hedge` is how far this one's own cue steps back
    (0-6), so that certainty that grows on its way outwards can be seen.
    """

    party_id: str
    cue: str = ""
    channel: Channel = Channel.UNKNOWN
    access: Access = Access.UNKNOWN
    as_written: str = ""
    shown_by: str = ""
    hedge: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class AttributionChain:
    """Ordered links from the publisher inwards; never empty."""

    links: tuple[Link, ...]

    def __post_init__(self) -> None:
        if not self.links:
            raise ValueError("a chain has at least its publisher")

    @property
    def publisher(self) -> Link:
        """The link nearest to the reader."""
        return self.links[0]

    @property
    def innermost(self) -> Link:
        """The link nearest to the event: whoever is said to know."""
        return self.links[-1]

    @property
    def credited(self) -> tuple[Link, ...]:
        """Everyone behind the publisher, in order."""
        return self.links[1:]

    @property
    def inflations(self) -> tuple[tuple[Link, Link], ...]:
        """Neighbours (outer, inner) where the outer one sounds surer by two steps, without access of its own.

        The publisher is left out: the cue that steps back from the next one is the publisher's own.
        """
        pairs = zip(self.links[1:], self.links[2:], strict=False)
        return tuple(
            (outer, inner)
            for outer, inner in pairs
            if inner.hedge - outer.hedge >= INFLATION_STEPS and outer.access not in OWN_ACCESS
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Factuality:
    """How the words present their content: as fact or not, when, and on which words that rests.

    `score` goes from -3 (certain it is not so) over 0 (open) to 3 (certain it is so), the scale of
    Lee and others 2015 and of Stanovsky and others 2017; None where nothing was measured. It says
    how sure the words sound, never whether they are true.
    """

    modality: Modality = Modality.ACTUAL
    tense: Tense = Tense.UNKNOWN
    is_negated: bool = False
    score: float | None = None
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One passage, one attribution chain, one content: the atom of the desk.

    Which claim it bears on is a separate `Matching`, because that is a separate decision.
    """

    statement_id: str
    passage_id: str
    exhibit_id: str
    chain: AttributionChain
    stance: Stance
    hedge: int
    voice: Voice
    said_span: DateSpan = UNDATED
    event: Event | None = None
    factuality: Factuality | None = None
    made: Made

    def __post_init__(self) -> None:
        if not 0 <= self.hedge <= 6:
            raise ValueError(f"hedge goes from 0 to 6, not {self.hedge}")
