"""What a reader of one text carries from sentence to sentence: last speaker, last outlet, surnames.

Every resolution made here is conservative and says so in the reason of the statement, because
"he" resolved wrongly puts words into somebody's mouth.
"""

from dataclasses import dataclass, field, replace

from twosource.attributing.lexicon import Lexicon, lexicon_for
from twosource.attributing.mentions import Known, Mention
from twosource.attributing.tokens import fold_name, fold_phrase
from twosource.ports import Range
from twosource.terms import Access, PartyKind

_ACCESS_OF_ROLE = {"witnesses": Access.SAW, "analysts": Access.INFERS}
LABEL = "label"
BODIES = (PartyKind.ORGANISATION, PartyKind.OUTLET, PartyKind.AGENCY, PartyKind.OFFICE, PartyKind.MONITOR)
NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Source:
    """Somebody credited: the name to resolve, the words as written, and how the name was reached.

    `at` are the tokens it stands at in its sentence, (-1, -1) where it stands nowhere.
    """

    name: str
    kind: PartyKind
    as_written: str
    known: Known | None = None
    note: str = ""
    access: Access = Access.UNKNOWN
    is_paper: bool = False
    is_publication: bool = False
    pronoun: str = ""
    role: str = ""
    at: Range = (-1, -1)


def nobody(cue: str) -> Source:
    """Return the source of what is said to be said by nobody named: `reportedly`, `it is believed`."""
    note = f'"{cue}" names nobody'
    return Source("somebody not named", PartyKind.PLACEHOLDER, "", note=note, pronoun=NOBODY)


@dataclass(slots=True)
class Discourse:
    """The memory of one rendition while it is read from the first sentence to the last.

    `own` are the folded names of its publisher: "the channel" on a newspaper's page is another one.
    """

    lexicon: Lexicon
    own: frozenset[str] = frozenset()
    speaker: Source | None = None
    group: Source | None = None
    body: Source | None = None
    outlet: Source | None = None
    work: Source | None = None
    own_outlet: Source | None = None
    by_surname: dict[str, Source] = field(default_factory=dict)
    called: dict[str, str] = field(default_factory=dict)
    title: str = ""
    by_head: dict[str, Source] = field(default_factory=dict)
    by_opening: dict[str, Source] = field(default_factory=dict)
    by_ends: dict[tuple[str, str], dict[str, Source]] = field(default_factory=dict)

    def source_of(self, mention: Mention, as_written: str) -> Source:
        """Return who a mention stands for; a pronoun nobody stands behind is somebody unnamed."""
        if mention.role in ("pronoun", "plural pronoun", "thing pronoun"):
            return self._pronoun(mention)
        if (body := self._pointed_at(mention, as_written)) is not None:
            return body
        if mention.role == "author":
            return Source(as_written, PartyKind.PLACEHOLDER, as_written, role=mention.role)
        if mention.role in ("outlets", "blogs") and (mention.is_definite or mention.role == "blogs"):
            return self._publication(mention, as_written)
        if mention.role:
            return Source(
                name=mention.name,
                kind=mention.kind,
                as_written=as_written,
                access=_ACCESS_OF_ROLE.get(mention.role, Access.UNKNOWN),
                is_paper=mention.role == "papers",
                is_publication=mention.publishes,
                role=mention.role,
            )
        return self._named(mention, as_written)

    def _pointed_at(self, mention: Mention, as_written: str) -> Source | None:
        """Return the body a definite noun points back at: `the mission`, of the Quay Monitoring Mission.

        The noun must close the name, or open it where adjectives follow; one word and an article, no more.
        """
        if not mention.role or not mention.is_definite or mention.role in ("papers", "media"):
            return None
        words = [w for w in fold_phrase(as_written) if not self.lexicon.is_in("determiners", w)]
        if len(words) != 1 or (body := self.by_head.get(words[0].removeprefix("ال"))) is None:
            return None
        return replace(body, as_written=as_written, note=f'"{as_written}" taken for {body.name}')

    def notice_bodies(self, mentions: list[Mention]) -> None:
        """Remember named bodies by the noun in their names, so that `the institute` finds its institute."""
        for mention in mentions:
            if not mention.is_named or mention.is_place or mention.kind not in BODIES:
                continue
            words = fold_phrase(mention.name)
            if len(words) < 2 or fold_name(mention.name) in self.own:
                continue
            publishes = mention.kind in (PartyKind.OUTLET, PartyKind.AGENCY)
            source = Source(mention.name, mention.kind, mention.name, mention.known, is_publication=publishes)
            heads = (words[0].removeprefix("ال"),) if self.lexicon.is_arabic else (words[-1],)
            for head in heads:
                if (
                    head in self.lexicon.organisation_words
                    or head in self.lexicon.roles
                    or self._is_body(head)
                ):
                    self.by_head[head] = source
            if publishes and mention.known is None:
                self.by_opening.setdefault(words[0], source)

    def _is_body(self, word: str) -> bool:
        return self.lexicon.is_in("body_words", word)

    def _pronoun(self, mention: Mention) -> Source:
        last = {
            "pronoun": self.speaker,
            "plural pronoun": self.group or self.body,
            "thing pronoun": self.body,
        }[mention.role]
        if last is None or not self._may_mean(mention, last):
            note = f'nobody named before "{mention.name}"'
            name = f'somebody called "{mention.name.lower()}"'
            return Source(name, PartyKind.PLACEHOLDER, mention.name, note=note, pronoun=mention.role)
        note = f'"{mention.name}" taken for the last speaker, {last.name}'
        self.called.setdefault(fold_name(last.name), fold_name(mention.name))
        return replace(last, as_written=mention.name, note=note, pronoun=mention.role)

    def _may_mean(self, mention: Mention, last: Source) -> bool:
        """Say whether "he" can be the last speaker: not several people, not somebody called "she" before."""
        if mention.role != "pronoun":
            return True
        words = fold_phrase(last.name)
        is_several = last.kind is PartyKind.PLACEHOLDER and bool(words) and self._is_plural(words[-1])
        called = self.called.get(fold_name(last.name)) or self._title_of(last)
        return not is_several and called in ("", fold_name(mention.name))

    def _is_plural(self, word: str) -> bool:
        is_english = self.lexicon.language == "en"
        return is_english and (
            word in ("people", "police") or (word.endswith("s") and not word.endswith("ss"))
        )

    def _title_of(self, source: Source) -> str:
        """Return the pronoun a title or noun shows: `Mr A` is he, `a spokeswoman` is she; else nothing."""
        for word in fold_phrase(source.as_written):
            for pronoun in ("he", "she"):
                if self.lexicon.is_in(f"{pronoun}_words", word):
                    return pronoun
        return ""

    def _publication(self, mention: Mention, as_written: str) -> Source:
        last = (self.work or self._titled()) if mention.role == "blogs" else self._last_outlet()
        if last is None:
            return Source(
                mention.name, PartyKind.PLACEHOLDER, as_written, is_publication=True, role=mention.role
            )
        note = f'"{mention.name}" taken for {last.name}'
        return Source(last.name, last.kind, as_written, last.known, note, is_publication=True)

    def _titled(self) -> Source | None:
        """Return the publication the headline may name: a title in quotation marks."""
        return Source(self.title, PartyKind.OUTLET, self.title, is_publication=True) if self.title else None

    def notice_title(self, title: str) -> None:
        """Remember the title a headline sets in quotation marks, the first one."""
        self.title = self.title or title

    def _last_outlet(self) -> Source | None:
        """Return the last outlet named: another one before the page's own."""
        return self.outlet or self._work_that_publishes() or self.own_outlet

    def _work_that_publishes(self) -> Source | None:
        """Return the last work whose name says that it is a paper or a station: `Kestrel Television`."""
        words = fold_phrase(self.work.name) if self.work is not None else ()
        listed = self.lexicon.outlet_words | lexicon_for("en").outlet_words
        return self.work if any(word in listed for word in words) else None

    def _named(self, mention: Mention, as_written: str) -> Source:
        folded = fold_name(mention.name)
        if mention.known is None and " " in folded and (same := self._of_same_ends(mention, folded)):
            note = f'"{mention.name}" taken for {same.name}'
            return replace(same, as_written=as_written, note=note)
        if mention.known is None and " " not in folded and folded in self.by_opening:
            full_name = self.by_opening[folded]
            return replace(
                full_name, as_written=as_written, note=f'"{mention.name}" taken for {full_name.name}'
            )
        if mention.known is None and " " not in folded and (full := self.by_surname.get(folded)):
            note = f'"{mention.name}" taken for {full.name}'
            return Source(full.name, full.kind, as_written, full.known, note)
        return Source(mention.name, mention.kind, as_written, mention.known, is_publication=mention.publishes)

    def _of_same_ends(self, mention: Mention, folded: str) -> Source | None:
        """Return the person who has this name with a middle name more or less, if exactly one does."""
        if mention.kind is not PartyKind.PERSON:
            return None
        words = folded.split()
        alike = self.by_ends.get((words[0], words[-1]), {})
        others = [source for name, source in alike.items() if name != folded]
        is_other = len(others) == 1 and abs(len(fold_name(others[0].name).split()) - len(words)) == 1
        return others[0] if is_other and next(iter(alike)) != folded else None

    def notice_people(self, mentions: list[Mention]) -> None:
        """Remember the full names a sentence holds, before it is read, so that a surname finds its person."""
        for mention in mentions:
            folded = fold_name(mention.name) if mention.is_named and mention.kind is PartyKind.PERSON else ""
            if " " in folded:
                source = Source(mention.name, mention.kind, mention.name, mention.known)
                first, last = folded.split()[0], folded.split()[-1]
                self.by_surname[last] = source
                self.by_ends.setdefault((first, last), {}).setdefault(folded, source)

    def notice_publications(self, mentions: list[Mention]) -> None:
        """Remember what a sentence names that publishes: "the blog" and "the network" mean it later."""
        for mention in mentions:
            if mention.kind not in (PartyKind.OUTLET, PartyKind.AGENCY) or mention.role not in ("", "author"):
                continue
            source = Source(mention.name, mention.kind, mention.name, mention.known, is_publication=True)
            if fold_name(mention.name) in self.own:
                self.own_outlet = source
            elif mention.known is None or mention.role == "author":
                self.work = source
            else:
                self.outlet = source

    def spoke(self, source: Source) -> None:
        """Remember who spoke last, as one person, as several, or as a body; a paper is nobody to point at."""
        if source.is_paper:
            return
        if source.kind is PartyKind.PERSON or (
            source.kind is PartyKind.PLACEHOLDER and not source.is_publication
        ):
            self.speaker = source
            if source.kind is PartyKind.PLACEHOLDER:
                self.group = source
        elif source.kind in BODIES:
            self.body = source
