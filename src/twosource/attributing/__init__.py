"""Text to statements: who says what, by what route, how firmly, about which event.

`attribute` reads renditions by rules and word lists; `credits_of` says whom a page credits as a whole.
"""

from twosource.attributing.credits import credits_of
from twosource.attributing.settings import AttributeSettings
from twosource.attributing.stage import attribute

__all__ = ["AttributeSettings", "attribute", "credits_of"]
