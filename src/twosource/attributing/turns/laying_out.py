"""Looks at the lines of a text and says whose words they are, before sentences are cut."""

from twosource.attributing.lexicon import Lexicon, PhraseIndex
from twosource.attributing.turns.chats import chat_turns
from twosource.attributing.turns.furniture import furniture
from twosource.attributing.turns.labels import label_turns
from twosource.attributing.turns.mails import mail_turns
from twosource.attributing.turns.scripts import script_breaks
from twosource.attributing.turns.words import Layout, layout_of, lines_of


def laid_out(text: str, lexicon: Lexicon, places: PhraseIndex[int]) -> Layout:
    """Return the layout of a text, in time linear in its length.

    A chat is no transcript and quotes no mail; a mail that quotes may hold labels, but whose they are
    inside a quotation cannot be told, so the quotation wins.
    """
    lines = lines_of(text)
    blanks = furniture(lines)
    n_furniture = len(blanks)
    breaks = [gap for line in lines for gap in script_breaks(text, line.start, line.end)]
    for turns, more in (chat_turns(text, lines), mail_turns(lines)):
        if turns:
            return layout_of(text, turns, [*blanks, *breaks, *more], n_furniture)
    turns, more = label_turns(text, lines, lexicon, places)
    return layout_of(text, turns, [*blanks, *breaks, *more], n_furniture)
