"""How exhibits are read, as one frozen value that goes into the identity of every rendition."""

from dataclasses import dataclass, field

from twosource.ids import key
from twosource.ports import Limits


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadSettings:
    """Limits on one exhibit, and whether a poppler on this machine may be used for PDF pages.

    `use_poppler` matters for right-to-left pages, whose letters and numbers PDFium disturbs.
    """

    limits: Limits = field(default_factory=Limits)
    use_poppler: bool = True

    def fingerprint(self) -> str:
        """Return a text that differs where reading may differ."""
        return key("settings", str(self.limits), str(self.use_poppler))
