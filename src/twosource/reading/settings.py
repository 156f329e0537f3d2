"""How exhibits are read, as one frozen value that goes into the identity of every rendition."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from twosource.ids import key
from twosource.ports import Limits


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadSettings:
    """Limits on one exhibit, and which engines of this machine may be used.

    `use_poppler` matters for right-to-left pages, whose letters and numbers PDFium disturbs.
    `languages` are those a recognised page may be in (ISO 639-3); empty means all that are installed.
    `passwords` open locked exhibits; they are no part of the fingerprint and are never written down.
    """

    limits: Limits = field(default_factory=Limits)
    use_poppler: bool = True
    languages: tuple[str, ...] = ()
    passwords: tuple[str, ...] = field(default=(), repr=False)

    def fingerprint(self) -> str:
        """Return a text that differs where reading may differ."""
        return key("settings", str(self.limits), str(self.use_poppler), *self.languages)

    def as_plain(self) -> dict[str, Any]:
        """Return all but the limits as what JSON holds, to cross into a sandbox."""
        return {
            "use_poppler": self.use_poppler,
            "languages": list(self.languages),
            "passwords": list(self.passwords),
        }

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any], limits: Limits) -> Self:
        """Return the settings that crossed into a sandbox."""
        return cls(
            limits=limits,
            use_poppler=plain["use_poppler"],
            languages=tuple(plain["languages"]),
            passwords=tuple(plain["passwords"]),
        )
