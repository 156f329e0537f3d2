"""Whose turn it is: labelled speech, chats, quoted mails, and parts of a page that say nothing.

`laid_out` looks at the lines of a text before it is cut into sentences. It gives the text with
labels, marks of quoting and furniture blanked out, every other word in its place, and whose words
each stretch is.
"""

from twosource.attributing.turns.laying_out import laid_out
from twosource.attributing.turns.words import Layout, Speaker, Turn

__all__ = ["Layout", "Speaker", "Turn", "laid_out"]
