"""Every statement of the demonstration, line by line as a person read it: who is said to say what.

A line that changes is read again by a person before it is written anew
(`TWOSOURCE_GOLDEN=write pytest tests/attributing/test_attributing_golden.py`): nobody in it may be
credited with what they did not say.
"""

import json
import os
from pathlib import Path

from attributing_cases import party, rendition_of

from twosource.attributing import AttributeSettings, attribute
from twosource.evidence.passages import Passage
from twosource.evidence.testimony import Party, Statement
from twosource.terms import PartyKind, RenditionKind

GOLDEN = Path(__file__).parent / "golden"
READ = GOLDEN / "palmyra_statements.txt"


def _renditions():
    rows = json.loads((GOLDEN / "palmyra_texts.json").read_text("utf-8"))
    known = [
        party(p["party_id"], p["name"], PartyKind(p["kind"]), tuple(p["aliases"])) for p in rows["parties"]
    ]
    texts = [
        rendition_of(
            r["text"],
            kind=RenditionKind(r["kind"]),
            language=r["language"],
            exhibit=r["exhibit_id"],
            **{name: value for name, value in r["metadata"] if name not in ("language", "kind", "text")},
        )
        for r in rows["renditions"]
    ]
    return texts, known


def _lines():
    texts, known = _renditions()
    for rendition, outcome in zip(
        texts, attribute(texts, known=known, settings=AttributeSettings()), strict=True
    ):
        names = {p.party_id: p.name for p in (*known, *(v for v in outcome.values if isinstance(v, Party)))}
        words = {v.passage_id: v for v in outcome.values if isinstance(v, Passage)}
        publisher = dict(rendition.metadata).get("publisher", "nobody named")
        yield f"\n# {rendition.kind.value}, {rendition.language}, {publisher}\n"
        last = ""
        for statement in (v for v in outcome.values if isinstance(v, Statement)):
            if statement.passage_id != last:
                last = statement.passage_id
                yield " ".join(words[last].text.split())
            yield "    " + _said(statement, names)


def _said(statement, names):
    links = [f"{names[link.party_id].split(' (')[0]} [{link.cue}]" for link in statement.chain.credited]
    inner = statement.chain.innermost
    knows = inner.access.value + (f' by "{inner.shown_by}"' if inner.shown_by else "")
    event = statement.event.action.value if statement.event else "-"
    chain = " > ".join(links) or "own voice"
    return f"{chain} | {statement.stance.value} {statement.hedge} | {knows} | {event}"


def test_every_statement_of_the_demonstration_is_as_a_person_read_it():
    """The whole list is compared, so that nothing comes or goes unseen."""
    found = "\n".join(_lines()).strip() + "\n"
    if os.environ.get("TWOSOURCE_GOLDEN") == "write":
        READ.write_text(found, "utf-8")
    assert found == READ.read_text("utf-8")


def test_the_frozen_texts_are_those_of_the_demonstration():
    """Every paragraph of a frozen text stands in the cache of the example, so that the two stay one."""
    cache = Path(__file__).resolve().parents[2] / "examples" / "palmyra" / "cache"
    held = " ".join(
        " ".join(p.read_text("utf-8").split())
        for p in sorted(cache.rglob("*"))
        if p.suffix in (".txt", ".html", ".eml")
    )
    texts, _ = _renditions()
    shown = [line for r in texts if r.kind is RenditionKind.TEXT for line in r.text.split("\n")]
    sentences = [" ".join(line.split()) for line in shown if len(line) > 40 and "=" not in line]
    missing = [s for s in sentences if s[:40] not in held]
    assert len(sentences) > 50
    assert len(missing) <= len(sentences) // 10
