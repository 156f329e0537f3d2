"""One run over one accession: what was met so far, and how places and outcomes are written down."""

from collections import Counter
from collections.abc import Container
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import PurePosixPath

from twosource.errors import RefusedError
from twosource.evidence.holdings import Accession, Exhibit, Holding
from twosource.evidence.outcome import Failure, Outcome
from twosource.ids import key
from twosource.intake.failures import failure_of, status_of
from twosource.intake.settings import IntakeSettings
from twosource.intake.walking import clock_of
from twosource.ports import Originals, Sandbox
from twosource.terms import Status

Received = Outcome[Exhibit | Holding]
# Suffixes of packings, with what is left of a name without them.
PACKINGS = {
    ".gz": "", ".bz2": "", ".xz": "", ".lzma": "", ".zst": "", ".lz4": "", ".lz": "", ".z": "", ".zlib": "",
    ".svgz": ".svg", ".emz": ".emf", ".wmz": ".wmf", ".tgz": ".tar", ".tbz2": ".tar", ".txz": ".tar",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where an item was found: its shown path, its container, how deep, and its clock."""

    path: str
    container_id: str | None = None
    depth: int = 0
    modified_at: datetime | None = None

    def within(self, container_id: str, clock: float | None) -> "Place":
        """Return the place of a member of what lies here; its path is still to be given."""
        return Place(
            path=self.path,
            container_id=container_id,
            depth=self.depth + 1,
            modified_at=None if clock is None else clock_of(clock),
        )


@dataclass(slots=True, kw_only=True)
class Delivery:
    """One run over one accession; `met` remembers how each exhibit of this run ended."""

    accession: Accession
    originals: Originals
    settings: IntakeSettings
    known_ids: Container[str]
    sandbox: Sandbox | None = None
    met: dict[str, tuple[Status, tuple[Failure, ...]]] = field(default_factory=dict)
    not_kept: Counter[str] = field(default_factory=Counter)

    def settings_of(self, exhibit_id: str) -> IntakeSettings:
        """Return the settings for an exhibit: lifted where a named person raised them."""
        return self.settings.lifted() if exhibit_id in self.settings.raised else self.settings

    def met_again(self, exhibit_id: str, holding: Holding) -> Received:
        """Return the outcome for a further place of an exhibit that was met before."""
        status, failures = self.met.get(exhibit_id, (Status.READ, ()))
        return Outcome(item_id=exhibit_id, status=status, values=(holding,), failures=failures)


def path_of(container: str, name: str, number: int) -> str:
    """Return where a member is shown; one without a name is called after its container."""
    if name:
        return f"{container}/{name}"
    own = PurePosixPath(container).name
    suffix = PurePosixPath(own).suffix
    if suffix.lower() in PACKINGS and own != suffix:
        return f"{container}/{own.removesuffix(suffix)}{PACKINGS[suffix.lower()]}"
    return f"{container}/content" if number == 1 else f"{container}/content-{number}"


def holding_of(accession: Accession, exhibit_id: str, place: Place) -> Holding:
    """Return the holding of an exhibit at a place."""
    return Holding(
        holding_id=key("holding", accession.accession_id, place.container_id or "", place.path, exhibit_id),
        accession_id=accession.accession_id,
        exhibit_id=exhibit_id,
        path=place.path,
        container_id=place.container_id,
        modified_at=place.modified_at,
    )


def not_kept(delivery: Delivery, path: str, error: RefusedError) -> Received:
    """Return the outcome of something whose bytes were not kept; two of one name are told apart."""
    delivery.not_kept[path] += 1
    count = delivery.not_kept[path]
    item_id = path if count == 1 else f"{path} ({count})"
    return Outcome(item_id=item_id, status=status_of(error), failures=(failure_of(error),))
