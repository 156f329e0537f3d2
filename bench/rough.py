"""Bad input: menus, tables, transcripts, chats, quoted mails, two languages in a line, noise of recognition.

Statements may become fewer, never false. Texts are put together, seeded, from our own sentences
with known speakers (`rough_texts.toml`); a statement is right where the innermost one credited is
whoever said the words at its place, and the page itself where nobody is. Words of menus and tables
are nobody's, so that any statement on them is wrong. `N n` is the number of statements: it is
printed beside that of the clean text because a reader that says nothing is precise too.
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path
from tomllib import loads
from typing import Any

from bench.product import usual_tagger
from bench.runner import Case, Report, Result
from twosource.attributing import AttributeSettings, attribute
from twosource.evidence.holdings import Rendition
from twosource.evidence.passages import Passage
from twosource.evidence.testimony import Party, Statement
from twosource.ids import digest_of
from twosource.terms import RenditionKind

NAME = "rough"
SEED = 34
TEXTS = Path(__file__).parent / "rough_texts.toml"
NOISE = (5, 10, 20)
ALIKE = 0.6
SURNAME = 0.75
REPEATS = 3
NOISY_REPEATS = 9
NOBODY = "nobody"
# Each letter with those it is taken for.
_LOOKALIKES = {
    row[0]: row[1:]
    for row in [
        "aoe",
        "bh6",
        "ceo",
        "dcl",
        "eco",
        "ft",
        "gq9",
        "hb",
        "il1",
        "klc",
        "l1i",
        "mrn",
        "nru",
        "o0c",
        "pq",
        "qg",
        "rn",
        "s5",
        "tf",
        "uv",
        "vu",
        "wv",
        "yv",
        "A4",
        "B8",
        "DO",
        "HN",
        "Il",
        "KX",
        "MN",
        "O0",
        "RP",
        "S5",
        "TI",
        "YV",
    ]
}


@dataclass(slots=True)
class Text:
    """A text being put together, with who said what stands where; `publisher` is the page."""

    publisher: str
    parts: list[str] = field(default_factory=list)
    said: list[tuple[int, int, str]] = field(default_factory=list)
    metadata: tuple[tuple[str, str], ...] = ()
    language: str = "en"
    n: int = 0

    def add(self, words: str, speaker: str | None = None, after: str = "\n\n") -> None:
        """Add words: a sentence of a speaker ("" is the page), or furniture where there is none."""
        if speaker is not None:
            self.said.append((self.n, self.n + len(words), speaker or self.publisher))
        self.parts += [words, after]
        self.n += len(words) + len(after)

    @property
    def whole(self) -> str:
        """The text."""
        return "".join(self.parts)

    def speaker_at(self, start: int, end: int) -> str:
        """Return who said most of what stands at start..end, or nobody."""
        overlaps = [(min(end, b) - max(start, a), who) for a, b, who in self.said]
        best = max(overlaps, default=(0, NOBODY))
        return best[1] if best[0] > 0 else NOBODY


@dataclass(frozen=True, slots=True)
class Material:
    """Our own sentences."""

    publisher: str
    reported: tuple[tuple[str, str], ...]
    plain: tuple[str, ...]
    questions: tuple[str, ...]
    people: tuple[str, ...]
    pairs: tuple[tuple[str, ...], ...]
    places: tuple[str, ...]
    fields: tuple[str, ...]
    menus: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def n_sentences(self) -> int:
        """How many sentences there are."""
        return len(self.reported) + len(self.plain) + len(self.questions) + 2 * len(self.pairs)


def material(path: Path = TEXTS) -> Material:
    """Read the sentences."""
    table: dict[str, Any] = loads(path.read_text("utf-8"))
    return Material(
        publisher=table["publisher"],
        reported=tuple((row[0], row[1]) for row in _rows(table["reported"])),
        plain=tuple(table["plain"]),
        questions=tuple(table["questions"]),
        people=tuple(table["people"]),
        pairs=tuple(_rows(table["pairs"])),
        places=tuple(table["places"]),
        fields=tuple(table["fields"]),
        menus=tuple(table["menus"]),
        rows=tuple(tuple(row) for row in table["rows"]),
    )


def _rows(lines: str) -> list[tuple[str, ...]]:
    return [tuple(cell.strip() for cell in line.split("|")) for line in lines.splitlines() if line.strip()]


def article(made: Material, rng: random.Random) -> Text:
    """Return the reported sentences as an article, one paragraph each, in an order of their own."""
    text = Text(made.publisher)
    for speaker, words in rng.sample(made.reported, len(made.reported)):
        text.add(words, speaker)
    return text


def navigation(made: Material, rng: random.Random) -> Text:
    """Return the article between menus: one item a line, and items in one line."""
    text = Text(made.publisher)
    for number, (speaker, words) in enumerate(rng.sample(made.reported, len(made.reported))):
        if number % 9 == 0:
            for item in rng.sample(made.menus, 8):
                text.add(item, None, "\n")
            text.add(" | ".join(rng.sample(made.menus, 7)), None)
        text.add(words, speaker)
    return text


def tables(made: Material, rng: random.Random) -> Text:
    """Return the article with tables between, cells apart by tabs, bars or spaces."""
    text = Text(made.publisher)
    for number, (speaker, words) in enumerate(rng.sample(made.reported, len(made.reported))):
        if number % 9 == 0:
            sign = ("\t", " | ", "    ")[number // 9 % 3]
            for row in made.rows:
                text.add(sign.join(row), None, "\n")
            text.add("", None)
        text.add(words, speaker)
    return text


def interview(made: Material, rng: random.Random) -> Text:
    """Return a transcript: an interviewer and somebody named, by turns."""
    text = Text(made.publisher)
    who = rng.choice(made.people[:4])
    for number, words in enumerate(rng.sample(made.plain, len(made.plain))):
        if number % 3 == 0:
            text.add("INTERVIEWER: ", None, "")
            text.add(rng.choice(made.questions), "INTERVIEWER", "\n")
            text.add(f"{who.upper()}: ", None, "")
        text.add(words, who, " " if number % 3 < 2 else "\n")
    return text


def questions(made: Material, rng: random.Random) -> Text:
    """Return `Q:` and `A.` by turns."""
    text = Text(made.publisher)
    for words in rng.sample(made.plain, len(made.plain)):
        text.add(rng.choice(("Q: ", "Q. ")), None, "")
        text.add(rng.choice(made.questions), "Q", "\n")
        text.add(rng.choice(("A: ", "A. ")), None, "")
        text.add(words, "A", "\n\n")
    return text


def dashes(made: Material, rng: random.Random) -> Text:
    """Return testimony as `Name - words`, a line each."""
    text = Text(made.publisher)
    for words in rng.sample(made.plain, len(made.plain)):
        who = rng.choice(made.people)
        text.add(f"{who} - ", None, "")
        text.add(words, who, "\n")
    return text


def fields(made: Material, rng: random.Random) -> Text:
    """Return a round-up by place and forms: labels that are nobody, which the page itself fills in."""
    text = Text(made.publisher)
    for number, words in enumerate(rng.sample(made.plain, len(made.plain))):
        label = made.places[number % 4] if number % 2 else made.fields[number % 3]
        text.add(f"{label}: ", None, "")
        text.add(words, "", "\n")
    return text


def chat(made: Material, rng: random.Random) -> Text:
    """Return a chat as our readers give it, answers and forwarded messages among its lines."""
    text = Text(made.publisher)
    people = made.people[:5]
    for number, words in enumerate(rng.sample(made.plain, len(made.plain))):
        who, other = rng.sample(people, 2)
        note = (
            "",
            "",
            f" (in answer to “{other}: {rng.choice(made.plain)}”)",
            f" (forwarded from {other})",
            " (edited)",
        )[number % 5]
        text.add(f"[{number % 24:02}:{number % 60:02}] {who}{note}: ", None, "")
        text.add(words, other if "forwarded" in note else who, "\n")
    return text


def mail(made: Material, rng: random.Random) -> Text:
    """Return a mail that quotes a mail that quotes one, and a whole message below."""
    sender, first, second, third = rng.sample(made.people[:4], 4)
    text = Text(sender, metadata=(("from", f"{sender} <one@example.org>"),))
    words = rng.sample(made.plain, 24)
    for one in words[:6]:
        text.add(one, sender, "\n")
    text.add(f"\nOn Mon, 2 May 2016 at 21:30, {first} <two@example.org> wrote:", None, "\n")
    for number, one in enumerate(words[6:12]):
        text.add("> ", None, "")
        text.add(one, first, "\n")
        if number == 2:
            text.add(f"> On 1 May 2016, {second} wrote:", None, "\n")
            for inner in words[12:16]:
                text.add(">> ", None, "")
                text.add(inner, second, "\n")
    text.add("", None)
    for one in words[16:19]:
        text.add(one, sender, "\n")
    text.add(
        f"\n-----Original Message-----\nFrom: {third} <three@example.org>\nSent: Sunday\nSubject: news", None
    )
    for one in words[19:]:
        text.add(one, third, "\n")
    return text


def two_languages(made: Material, rng: random.Random) -> Text:
    """Return lines that hold a sentence in English and one in Arabic, in either order."""
    text = Text(made.publisher)
    for english, words, arabic, other in rng.sample(made.pairs, len(made.pairs)):
        both = [(words, english), (other, arabic)]
        if rng.random() < 0.5:
            both.reverse()
        between = rng.choice((" ", " / ", " | "))
        text.add(both[0][0], both[0][1], between)
        text.add(both[1][0], both[1][1])
    return text


def noisy(clean: Text, percent: int, rng: random.Random) -> Text:
    """Return a text as a bad recognition gives it: so many characters in a hundred are wrong.

    Half are taken for another that looks like it, the rest are lost, doubled or split by a space.
    Places of sentences move with them.
    """
    text = Text(clean.publisher, metadata=clean.metadata)
    whole = clean.whole
    at = 0
    for start, end, speaker in clean.said:
        text.add(_worn(whole[at:start], percent, rng), None, "")
        text.add(_worn(whole[start:end], percent, rng), speaker, "")
        at = end
    text.add(whole[at:], None, "")
    return text


def _worn(words: str, percent: int, rng: random.Random) -> str:
    return "".join(
        _wrong(letter, rng) if letter != "\n" and rng.random() * 100 < percent else letter for letter in words
    )


def _wrong(letter: str, rng: random.Random) -> str:
    kind = rng.random()
    if kind < 0.5:
        return rng.choice(_LOOKALIKES.get(letter, "~.'") or letter)
    if kind < 0.7:
        return ""
    return letter + rng.choice((letter, " ", ".", "'"))


KINDS: dict[str, Callable[[Material, random.Random], Text]] = {
    "clean": article,
    "navigation": navigation,
    "table": tables,
    "interview": interview,
    "questions and answers": questions,
    "labels with dashes": dashes,
    "places and fields": fields,
    "chat": chat,
    "quoted mail": mail,
    "two languages": two_languages,
}


def run(data: Path) -> Report:  # noqa: ARG001 - every benchmark is given the folder
    """Measure precision of the speaker under each kind; nothing of `data` is read."""
    made = material()
    results: list[Result] = []
    cases: list[Case] = []
    for kind, build in KINDS.items():
        texts = [build(made, random.Random(f"{SEED} {kind} {n}")) for n in range(REPEATS)]
        results += measured(kind, texts, cases)
    for percent in NOISE:
        rngs = [random.Random(f"{SEED} noise {percent} {n}") for n in range(NOISY_REPEATS)]
        texts = [noisy(article(made, rng), percent, rng) for rng in rngs]
        results += measured(f"noise {percent} %", texts, cases)
    return Report(results=tuple(results), cases=tuple(cases))


def measured(kind: str, texts: Sequence[Text], cases: list[Case]) -> list[Result]:
    """Return precision, number of statements, and the share of sentences whose speaker was found."""
    n_right = n_found = n_heard = n_said = 0
    for number, text in enumerate(texts):
        found = credited(text)
        right = [alike(who, text.speaker_at(start, end)) for start, end, who in found]
        heard = {
            n
            for (start, end, _), is_right in zip(found, right, strict=True)
            for n, (a, b, _) in enumerate(text.said)
            if is_right and start < b and a < end
        }
        n_right, n_found = n_right + sum(right), n_found + len(found)
        n_heard, n_said = n_heard + len(heard), n_said + len(text.said)
        cases.append(
            Case(
                case_id=f"{kind} {number}",
                values={"right": sum(right), "found": len(found), "heard": len(heard)},
            )
        )
    precision = n_right / n_found if n_found else None
    return [
        Result(
            benchmark=NAME,
            metric="precision of the speaker",
            group=kind,
            ours=precision,
            n=n_found,
            target=">= .95",
        ),
        Result(
            benchmark=NAME,
            metric="sentences with the right speaker",
            group=kind,
            ours=n_heard / n_said,
            n=n_said,
        ),
    ]


def credited(text: Text) -> list[tuple[int, int, str]]:
    """Return (start, end, innermost one credited or the publisher) of every statement on a text."""
    outcome = next(
        iter(attribute([rendition(text)], known=(), settings=AttributeSettings(), tagger=usual_tagger()))
    )
    passages = {v.passage_id: v for v in outcome.values if isinstance(v, Passage)}
    parties = {v.party_id: v for v in outcome.values if isinstance(v, Party)}
    found = []
    for statement in outcome.values:
        if isinstance(statement, Statement):
            link = statement.chain.innermost
            party = parties.get(link.party_id)
            named = party is not None and not party.name.startswith(("“", "unnamed", "somebody"))
            who = party.name if party is not None and named else link.as_written
            passage = passages[statement.passage_id]
            found.append((passage.start, passage.end, who or link.as_written))
    return found


def rendition(text: Text) -> Rendition:
    """Return a text as a rendition."""
    whole = text.whole
    exhibit_id = digest_of(whole.encode())
    return Rendition(
        rendition_id=f"rendition-{exhibit_id[:12]}",
        exhibit_id=exhibit_id,
        kind=RenditionKind.TEXT,
        text=whole,
        pages=(),
        language=text.language,
        metadata=text.metadata or (("publisher", text.publisher),),
    )


def alike(found: str, gold: str) -> bool:
    """Say whether two names mean one: the same words, articles left out, or nearly so in a noisy text."""
    one, other = _bare(found), _bare(gold)
    if gold == NOBODY:
        return False
    if one == other or _ratio(one, other) >= ALIKE:
        return True
    return bool(one) and " " not in one and _ratio(one, other.split()[-1]) >= SURNAME


def _ratio(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def _bare(name: str) -> str:
    words = name.partition(" (")[0].casefold().strip("“”\"' :").replace("'", "").split()
    return " ".join(word for word in words if word not in ("the", "a", "an"))
