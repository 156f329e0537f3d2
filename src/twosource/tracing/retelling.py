"""Accounts that retell another in the same words, whatever name was put before them.

Names and claims of access are cheap: one leaker can print one sentence eight times as the word of eight
people, or as "I saw" eight times. A run of words is not: separate people do not choose the same ones. So
where a machine read an account, and the words it stands in stand in an earlier account too, outside held
papers, the later is a copy of the earlier: the name only it gives is taken away, a claim of having been
there is not counted, and how probably its publisher knew of its own is left to the copy formula.

What a person declared stays: a statement a person read keeps its chain, and a party a person declared is
separate from other declared parties. A page that merely names more of the same line keeps its names.

By hand: "Ali said that <20 words>" in paper 1 and "Omar said that <the same 20 words>" in paper 2 become
[paper 1, Ali] and [paper 2], which has it from paper 1.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from twosource.evidence.passages import Passage
from twosource.evidence.testimony import Link, Party
from twosource.terms import Access
from twosource.tracing.chains import FIRST_HAND, Account, moved
from twosource.tracing.copying import Quoting
from twosource.tracing.priors import CopyPriors
from twosource.tracing.shingles import Run

Stretch = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Wording:
    """Tells which accounts of two texts stand in words the texts share.

    `told` are the accounts of each text by its number, `passages` go by passage id.
    """

    quoting: Quoting
    told: Sequence[Sequence[Account]]
    passages: Mapping[str, Passage]
    priors: CopyPriors

    def retold(self, parent: int, child: int, runs: Sequence[Run]) -> dict[str, tuple[str, ...]]:
        """Return, for each statement of the child retold from the parent, the statements it retells."""
        if self.quoting.is_paper[parent] or self.quoting.is_paper[child]:
            return {}
        own = [run for run in runs if not self.quoting.is_in_papers(child, run)]
        spoken = [(account, self._stretch(parent, account)) for account in self.told[parent]]
        found = {}
        for account in self.told[child] if own else ():
            touching = self._retelling(self._stretch(child, account), own)
            source = tuple(
                other.statement.statement_id
                for other, stretch in spoken
                if any(self._is_spoken_in(stretch, run) for run in touching)
            )
            if source:
                found[account.statement.statement_id] = source
        return found

    def _stretch(self, text: int, account: Account) -> Stretch:
        """Return the first word of an account's passage and the one after its last; unknown ones are all."""
        words = self.quoting.texts[text]
        passage = self.passages.get(account.statement.passage_id)
        if passage is None or words.text[passage.start : passage.end] != passage.text:
            return 0, len(words)
        first, last = np.searchsorted(words.starts, [passage.start, passage.end]).tolist()
        return first, last

    def _retelling(self, stretch: Stretch, runs: Sequence[Run]) -> list[Run]:
        """Return the runs an account stands in, where they are long enough to make it a retelling."""
        touching = [run for run in runs if _overlap(stretch, run.child_at, run.n_words)]
        inside = sum(_overlap(stretch, run.child_at, run.n_words) for run in touching)
        long = sum(run.n_words for run in touching)
        covered = inside >= self.priors.retold_share * (stretch[1] - stretch[0])
        is_retold = inside >= self.priors.family_words or (covered and long >= self.priors.retold_words)
        return touching if is_retold else []

    def _is_spoken_in(self, stretch: Stretch, run: Run) -> bool:
        least = min(self.priors.retold_words, self.priors.retold_share * (stretch[1] - stretch[0]))
        return 0 < _overlap(stretch, run.parent_at, run.n_words) >= least


def _overlap(stretch: Stretch, first: int, n_words: int) -> int:
    return max(0, min(stretch[1], first + n_words) - max(stretch[0], first))


def is_declared(account: Account, parties: Mapping[str, Party]) -> bool:
    """Say whether a person stands behind the chain, or declared the party it ends at."""
    if account.statement.made.is_judgement:
        return True
    party = parties.get(account.innermost.party_id)
    return len(account.links) > 1 and party is not None and party.made.is_judgement


def retell(
    accounts: Sequence[Account],
    order: Sequence[str],
    mates: Mapping[str, Sequence[str]],
    parties: Mapping[str, Party],
) -> tuple[Account, ...]:
    """Return the accounts with copies deprived of the names and the access only they claim.

    `order` are the statement ids by time, `mates[child]` the earlier statements a statement retells. Those
    a person declared are settled first, so that an undeclared name gives way to a declared one.
    """
    settled = {a.statement.statement_id: a for a in accounts}
    later: dict[str, list[str]] = {}
    for child, earlier in mates.items():
        for parent in earlier:
            later.setdefault(parent, []).append(child)
    firm = {s for s, a in settled.items() if is_declared(a, parties)}
    for statement_id in order:
        account = settled[statement_id]
        if statement_id in firm:
            continue
        before = [settled[s] for s in mates.get(statement_id, ()) if s in settled]
        if before:
            settled[statement_id] = _told_again(account, before)
            continue
        after = [settled[s] for s in sorted(later.get(statement_id, ())) if s in firm]
        settled[statement_id] = _under_declared_name(account, [a for a in after if len(a.links) > 1])
    return tuple(settled[a.statement.statement_id] for a in accounts)


def _told_again(account: Account, before: Sequence[Account]) -> Account:
    """Return a retelling without what only it claims, unless it leads to whom an earlier one leads to."""
    if any(_agree(account, other) for other in before):
        return replace(account, retells=True)
    known = frozenset().union(*(other.parties for other in before))
    links = list(account.links)
    while len(links) > 1 and links[-1].party_id not in known:
        links.pop()
    if len(links) == 1 and links[0].access in FIRST_HAND:
        links = [replace(links[0], access=Access.UNKNOWN)]
    return replace(account, links=tuple(links), retells=True)


def _agree(account: Account, other: Account) -> bool:
    """Say whether two accounts lead to one party, or one of them merely names more of the same line."""
    return account.innermost.party_id in other.parties or other.innermost.party_id in account.parties[1:]


def _under_declared_name(account: Account, declared: Sequence[Account]) -> Account:
    """Return an account under the name a person declared for whoever later says it in the same words.

    One that names nobody is led there too: a page that bears an earlier date and holds the words of a
    declared witness has them from that witness or bears a false date, and would count as a starting point.
    """
    if not declared or any(_agree(account, other) for other in declared):
        return account
    named = declared[0].innermost
    if len(account.links) > 1:
        return replace(account, links=(*account.links[:-1], moved(account.innermost, named.party_id)))
    if account.publisher == named.party_id:
        return account
    first = replace(account.links[0], access=Access.UNKNOWN)
    return replace(account, links=(first, Link(party_id=named.party_id)), retells=True)
