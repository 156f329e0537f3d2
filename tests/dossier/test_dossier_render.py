"""The page as HTML: no script, nothing fetched, nothing hostile gets out, the same page the same bytes."""

import base64
import dataclasses
import io
import re
from collections.abc import Mapping
from datetime import date, datetime
from enum import Enum
from itertools import pairwise
from typing import Any

import pytest
from dossier_cases import empty_case, page_image, small_case, undeclared_case
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from selectolax.lexbor import LexborHTMLParser

from twosource.dossier import EditorSentence, Material, compose, render
from twosource.dossier.render import isolated
from twosource.dossier.wording import name
from twosource.evidence.layouts import GreyPicture

PAYLOAD = (
    '"\'><img src=x onerror=alert(1)><script>alert(1)</script></style></svg><a href="https://evil.example/">'
    "x</a>{{ 7*7 }}/* fonts */\u202e\u2066\x00\x1b[31m"
)
UNTOUCHED = {"verdict"}


def poisoned(value: Any) -> Any:
    """Append the payload to every text alike, ids and keys included, so that references still meet."""
    if isinstance(value, Enum | date | datetime | bytes):
        return value
    if isinstance(value, str):
        return value + PAYLOAD
    if isinstance(value, tuple):
        return tuple(poisoned(v) for v in value)
    if isinstance(value, Mapping):
        return {poisoned(k): poisoned(v) for k, v in value.items()}
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        kept = [f.name for f in dataclasses.fields(value) if f.name not in UNTOUCHED]
        return dataclasses.replace(value, **{k: poisoned(getattr(value, k)) for k in kept})
    return value


def hostile_case() -> Material:
    material = poisoned(small_case())
    sentence = EditorSentence(text=PAYLOAD, language=PAYLOAD)
    return dataclasses.replace(material, language="en", extra_sentences=(sentence,))


def harmless(html: str) -> LexborHTMLParser:
    tree = LexborHTMLParser(html)
    assert tree.css("script, iframe, object, embed, base, link, form, foreignObject") == []
    for node in tree.css("*"):
        for attribute, value in node.attributes.items():
            assert not attribute.startswith("on"), (node.tag, attribute)
            if attribute in ("src", "href", "xlink:href", "action"):
                assert (value or "").startswith(("#", "data:image/jpeg;base64,")), value
    return tree


@pytest.mark.parametrize("make", [small_case, undeclared_case, empty_case, hostile_case])
def test_nothing_on_a_page_can_run_or_fetch(make) -> None:
    """0 scripts, 0 handlers, 0 addresses outside the page, whatever the texts hold."""
    html = render(compose(make()))
    harmless(html)
    assert "url(http" not in html


def test_hostile_texts_stay_texts() -> None:
    """The payload is readable on the page, as text, with its control characters visible."""
    html = render(compose(hostile_case()))
    tree = harmless(html)
    text = tree.text()
    assert "<script>alert(1)</script>" in text
    assert "{{ 7*7 }}" in text
    assert "⟦RLO⟧" in text
    assert not re.search("[\x00\x1b\u202e\u2066]", html)


def test_the_policy_forbids_everything_but_own_style_pictures_and_fonts() -> None:
    """The page carries its own strict policy, because it will be opened from a disk."""
    tree = LexborHTMLParser(render(compose(small_case())))
    policy = tree.css_first('meta[http-equiv="Content-Security-Policy"]')
    assert policy is not None
    assert policy.attributes["content"] == (
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:"
    )


def test_the_same_page_gives_the_same_bytes() -> None:
    """Invariant 8: a reader can recompute the page and compare."""
    assert render(compose(small_case())) == render(compose(small_case()))


def test_fonts_are_embedded_for_the_scripts_on_the_page_only() -> None:
    """A page without Arabic does not carry Arabic letters."""
    with_arabic, without = render(compose(small_case())), render(compose(empty_case()))
    assert "Noto Naskh Arabic';font-style" in with_arabic
    assert "Noto Naskh Arabic';font-style" not in without
    assert "Source Serif 4';font-style" in without
    assert "/* fonts */" not in without


def test_arabic_words_carry_language_and_direction() -> None:
    """Right-to-left words are marked where they stand; the page stays left to right."""
    tree = LexborHTMLParser(render(compose(small_case())))
    quotes = tree.css('q[dir="rtl"][lang="ar"]')
    assert quotes
    assert "تُنقل المدفعية الثقيلة" in quotes[0].text()
    root = tree.css_first("html")
    assert root is not None
    assert root.attributes["dir"] == "ltr"


def test_an_arabic_page_runs_right_to_left_with_arabic_headings() -> None:
    """Headings come from the vocabulary of the page's language."""
    tree = LexborHTMLParser(render(compose(dataclasses.replace(small_case(), language="ar"))))
    root = tree.css_first("html")
    assert root is not None
    assert root.attributes["dir"] == "rtl"
    assert "الادعاءات" in [h.text() for h in tree.css("h2")]


def test_names_are_isolated_from_their_sentence() -> None:
    """A name in another script cannot reorder the words around it."""
    assert str(isolated(f"from {name('صحيفة')} only")) == "from <bdi>صحيفة</bdi> only"


def test_a_word_of_ours_before_a_claim_does_not_turn_its_direction() -> None:
    """A line takes its direction from its first letter, so "[bomb]" and the Arabic behind it stand apart."""
    material = small_case()
    first, *rest = material.claims
    claim = dataclasses.replace(first, text="[bomb] قصفت الطائرات السوق.")
    html = render(compose(dataclasses.replace(material, claims=(claim, *rest))))
    assert "<bdi>[bomb]</bdi> <bdi>قصفت الطائرات السوق.</bdi>" in html
    assert "<bdi>[bomb] " not in html


def test_a_count_that_is_open_stands_in_letters_that_fit() -> None:
    """A count such as "2 or 3" in the letters of a single figure ran over the sentence beside it."""
    material = small_case()
    claim_id, counted = next(iter(material.origin_counts.items()))
    unsure = dataclasses.replace(counted, kappa=(0.0, 0.0, 0.5, 0.5))
    html = render(compose(dataclasses.replace(material, origin_counts={claim_id: unsure})))
    assert 'class="hands open' in html
    assert 'class="hands open' not in render(compose(material))


def test_headings_never_skip_a_level_and_tables_are_labelled() -> None:
    """What a screen reader needs: one h1, levels in order, scope on headers, captions, a skip link."""
    tree = LexborHTMLParser(render(compose(small_case())))
    levels = [int(h.tag[1]) for h in tree.css("h1, h2, h3, h4")]
    assert levels.count(1) == 1
    assert all(b - a <= 1 for a, b in pairwise(levels))
    assert all(t.attributes.get("scope") in ("col", "row") for t in tree.css("th"))
    assert all(t.css_first("caption") for t in tree.css("table"))
    skip = tree.css_first("a.skip")
    assert skip is not None
    assert tree.css_first(skip.attributes["href"] or "") is not None


def test_every_picture_has_title_words_and_a_table_twin() -> None:
    """A picture nobody can see must still be told."""
    tree = LexborHTMLParser(render(compose(small_case())))
    figures = tree.css("figure")
    assert len(figures) >= 4
    for figure in figures:
        drawing = figure.css_first("svg")
        assert drawing is not None
        assert drawing.attributes["role"] == "img"
        for part in (drawing.attributes["aria-labelledby"] or "").split():
            assert figure.css_first(f"#{part}").text().strip()
        # The little stemma's table stands after the words beside it: it needs their width.
        place = figure.parent if "little" in (figure.attributes.get("class") or "") else figure
        assert place is not None
        assert place.css_first("details table") is not None
        assert figure.css_first("figcaption b").text().strip()


def test_ids_are_unique_and_links_lead_somewhere() -> None:
    """A citation that leads nowhere is no citation."""
    tree = LexborHTMLParser(render(compose(small_case())))
    ids = [n.attributes["id"] for n in tree.css("[id]") if not (n.attributes["id"] or "").startswith("soft-")]
    assert len(ids) == len(set(ids))
    for link in tree.css("a[href]"):
        assert (link.attributes["href"] or "#")[1:] in ids


def test_what_speaks_against_stands_above_what_speaks_for() -> None:
    """The order of the page is the order of doubt."""
    headings = [h.text() for h in LexborHTMLParser(render(compose(small_case()))).css("h3")]
    assert headings.index("What speaks against") < headings.index("What speaks for")


def test_the_four_numbers_are_printed_with_their_sum() -> None:
    """received = read + partly read + refused + waiting, in figures."""
    line = LexborHTMLParser(render(compose(small_case()))).css_first(".conservation")
    assert line is not None
    numbers = [int(b.text()) for b in line.css("b")]
    assert numbers[0] == sum(numbers[1:]) == 18
    assert "=" in line.text()


def test_images_are_drawn_anew_without_metadata() -> None:
    """What the camera wrote beside the picture does not travel with it."""
    html = render(compose(small_case()))
    source = LexborHTMLParser(html).css_first(".note img").attributes["src"] or ""
    content = base64.b64decode(source.partition(",")[2])
    with Image.open(io.BytesIO(content)) as picture:
        assert picture.getexif() == {}
        assert max(picture.size) <= 460
        assert picture.mode == "L"


def test_numbers_a_machine_read_stand_beside_their_picture() -> None:
    """Nobody can take a machine's reading of a number for a person's."""
    case = small_case()
    numbers = {s.passage_id: (("٢٠١٥", page_image(60, 20)),) for s in case.statements.values()}
    html = render(compose(dataclasses.replace(case, numbers=numbers)))
    notes = [node for node in LexborHTMLParser(html).css(".seen-number") if "٢٠١٥" in node.text()]
    assert notes
    source = notes[0].css_first("img").attributes["src"] or ""
    with Image.open(io.BytesIO(base64.b64decode(source.partition(",")[2]))) as picture:
        assert (picture.format, picture.size) == ("PNG", (60, 20))


@pytest.mark.parametrize("size", [(0, 5), (5, 0), (5, 6)])
def test_a_picture_has_one_byte_a_pixel(size: tuple[int, int]) -> None:
    """What a broken-into reader sends as a picture cannot claim another size than it has."""
    with pytest.raises(ValueError, match="one byte"):
        GreyPicture(width=size[0], height=size[1], pixels=bytes(25))


def test_a_page_without_a_ledger_says_that_it_is_not_sealed() -> None:
    """No root hash is printed where there is none, and the reader is told what that means."""
    html = render(compose(undeclared_case()))
    assert "without a sealed ledger" in html
    assert "Root hash" not in html


@given(st.text(max_size=60))
def test_isolating_escapes_everything(text: str) -> None:
    """Only `<bdi>` comes out as markup, balanced, whatever goes in."""
    out = str(isolated(text))
    assert out.count("<bdi>") == out.count("</bdi>")
    assert "<" not in out.replace("<bdi>", "").replace("</bdi>", "")
    assert '"' not in out


@given(st.text(alphabet=st.characters(), max_size=40))
def test_any_title_gives_a_harmless_page(title: str) -> None:
    """Escaping holds for every text, not only for those we thought of."""
    page = dataclasses.replace(compose(empty_case()), title=title, note=title)
    tree = harmless(render(page))
    assert len(tree.css("h1")) == 1
