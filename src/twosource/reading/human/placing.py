"""Putting a person's words on the picture: the machine saw where words stand, the person what they say.

A word that both read takes the machine's box; so does a word the person corrected, where as many
words stand on both sides of the correction. Words nobody placed get no box, and none is guessed.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from twosource.evidence.holdings import Page, Rendition
from twosource.evidence.layouts import PageLayout, WordBox
from twosource.evidence.transcripts import WHOLE_PAGE, HumanReading
from twosource.ids import key
from twosource.reading.human.collating import WORD, align, fold_word, gaps


def place_words(
    layer: Rendition, machine: Rendition, layouts: Iterable[PageLayout]
) -> tuple[PageLayout, ...]:
    """Return the layouts of a layer: the boxes of the machine's words around the person's words.

    `layouts` are those of `machine`. Confidence is None, because a person gave the words; pages
    the layer or the machine does not have are left out.
    """
    pages: Mapping[int, Page] = {page.number: page for page in layer.pages}
    return tuple(
        replace(
            layout,
            layout_id=key("layout", layer.rendition_id, str(layout.page)),
            rendition_id=layer.rendition_id,
            words=tuple(_placed(layer.text, pages[layout.page], machine.text, layout.words)),
            note=f"words by {layer.maker}, places by {machine.maker}",
        )
        for layout in layouts
        if layout.page in pages
    )


def drawn_layouts(layer: Rendition, readings: Iterable[HumanReading]) -> tuple[PageLayout, ...]:
    """Return the layouts of the pages whose words a person drew boxes around, for the layer as it is now.

    Boxes drawn around an earlier wording go over to the words that took its place.
    """
    in_order = sorted(readings, key=lambda one: (one.at, one.reading_id))
    drawn = {one.page: one for one in in_order if one.words and one.line == WHOLE_PAGE}
    return tuple(
        PageLayout(
            layout_id=key("layout", layer.rendition_id, str(page.number)),
            rendition_id=layer.rendition_id,
            page=page.number,
            width=reading.width,
            height=reading.height,
            words=tuple(_placed(layer.text, page, reading.text, reading.words)),
            language=layer.language,
            note=f"words and places by {layer.maker}",
        )
        for page in layer.pages
        if (reading := drawn.get(page.number))
    )


def _placed(text: str, page: Page, machine_text: str, boxes: Sequence[WordBox]) -> Iterator[WordBox]:
    ours = [found.span() for found in WORD.finditer(text, page.start, page.end)]
    first = [fold_word(text[start:end]) for start, end in ours]
    second = [fold_word(machine_text[box.start : box.end]) for box in boxes]
    matches = align(first, second)
    pairs = [(m.first + n, m.second + n) for m in matches for n in range(m.size)]
    for gap in gaps(matches, len(first), len(second)):
        if gap.first_end - gap.first == gap.second_end - gap.second:
            pairs.extend(zip(range(gap.first, gap.first_end), range(gap.second, gap.second_end), strict=True))
    for word, box in sorted(pairs):
        start, end = ours[word]
        yield replace(boxes[box], start=start, end=end, confidence=None)
