"""Text to statements: who says what, by what route, how firmly, about which event.

`attribute` reads renditions by rules and word lists; `credits_of` says whom a page credits as a whole;
`wire_credit_of` whose text it carries: an agency's, or that of a page it thanks; `attribute_rows`
says on whom the rows of an event record rest.
"""

from twosource.attributing.credits import credits_of
from twosource.attributing.recorded import RowStatement, attribute_rows
from twosource.attributing.settings import AttributeSettings
from twosource.attributing.stage import attribute
from twosource.attributing.wires import wire_credit_of

__all__ = [
    "AttributeSettings",
    "RowStatement",
    "attribute",
    "attribute_rows",
    "credits_of",
    "wire_credit_of",
]
