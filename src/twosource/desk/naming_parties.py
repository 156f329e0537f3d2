"""Finding the party a person means by a name: known ones first, a new one only where its kind is said.

A slip of the keyboard must not make a new hand, because hands are counted.
"""

from collections.abc import Collection, Sequence

from rapidfuzz import fuzz, process

from twosource.desk.reviewed import same_name
from twosource.dossier.veil import Veil
from twosource.errors import UsageError
from twosource.evidence.testimony import Made, Party
from twosource.ids import key
from twosource.terms import PartyKind

UNTOUCHED = "Nothing in the case was changed."
SHORT_ID = 6
NEAR, MOST_NEAR = 70.0, 5


class PartyFinder:
    """The parties of a case by what people may call them; remembers those it had to make."""

    def __init__(self, parties: Sequence[Party], *, here: Collection[str], veil: Veil, made: Made) -> None:
        self._parties = {party.party_id: party for party in parties}
        self._here, self._veil, self._made_by = frozenset(here), veil, made
        self.made: tuple[Party, ...] = ()

    def find(self, name: str, new_kind: str = "") -> Party:
        """Return the party called so, or a new one where `new_kind` says its kind.

        A name several parties share means the one that was declared, or the one that the same
        exhibit names; otherwise a person has to say which. Raises UsageError.
        """
        name = " ".join(name.split())
        found = self._called(name)
        if len(found) > 1:
            found = [p for p in found if p.made.is_judgement] or found
        if len(found) > 1:
            found = [p for p in found if p.party_id in self._here] or found
        if len(found) == 1:
            return found[0]
        if found:
            raise UsageError(
                f"{len(found)} parties are called {self._veil.over(name)}: {self._listed(found)}.",
                safe=UNTOUCHED,
                remedy="Name one of them by the end of its id.",
            )
        return self._new(name, new_kind)

    def _called(self, name: str) -> list[Party]:
        if party := self._parties.get(name) or self._parties.get(f"party-{name}"):
            return [party]
        if len(name) >= SHORT_ID:
            ending = [p for p in self._parties.values() if p.party_id.endswith(name)]
            if len(ending) == 1:
                return ending
        wanted = same_name(name)
        return [p for p in self._parties.values() if wanted in {same_name(n) for n in _names(p)}]

    def _new(self, name: str, new_kind: str) -> Party:
        kinds = [kind.value for kind in PartyKind]
        if new_kind and new_kind not in kinds:
            raise UsageError(
                f"{new_kind!r} is no kind of party.",
                safe=UNTOUCHED,
                remedy=f"Give one of: {', '.join(kinds)}.",
            )
        if not new_kind:
            near = self._near(name)
            offered = f" Near to it: {self._listed(near)}." if near else ""
            raise UsageError(
                f"Nobody in this case is called {self._veil.over(name)}.{offered}",
                safe=UNTOUCHED,
                remedy="Name one of them, or say with --new what kind of party this is, as --new person.",
            )
        kind = PartyKind(new_kind)
        party = Party(
            party_id=key("party", "review", kind.value, same_name(name)),
            name=name,
            kind=kind,
            made=self._made_by,
        )
        self._parties[party.party_id] = party
        self.made = (*self.made, party)
        return party

    def _near(self, name: str) -> list[Party]:
        """Return parties with a name like this one; what is protected is compared as it is shown."""
        called = [
            (shown, party)
            for party in self._parties.values()
            for shown in ((party.shown,) if party.is_protected else _names(party))
        ]
        words = [shown for shown, _ in called]
        found = process.extract(name, words, scorer=fuzz.WRatio, score_cutoff=NEAR, limit=2 * MOST_NEAR)
        near = {called[at][1].party_id: called[at][1] for _, _, at in found}
        return list(near.values())[:MOST_NEAR]

    def _listed(self, parties: Sequence[Party]) -> str:
        return ", ".join(
            f"{self._veil.over(_called(p))} ({p.kind.value}, {p.party_id[-8:]})" for p in parties
        )


def _called(party: Party) -> str:
    """Return a party as its people know it: the name, and what it is shown as where that differs."""
    if party.is_protected or not party.label or party.label == party.name:
        return party.shown
    return f"{party.name}, shown as {party.label}"


def _names(party: Party) -> tuple[str, ...]:
    return tuple(name for name in (party.name, party.label, *party.aliases) if name)
