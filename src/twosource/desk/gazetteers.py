"""The gazetteers of a case: every table of places that lies in its folder `gazetteers`.

Nothing has to be declared: a table put there is used from the next run on, one taken out is not.
"""

from functools import cached_property
from pathlib import Path

from twosource.attributing.events import Atlas, gazetteer_from
from twosource.attributing.events.atlas import Leaning
from twosource.evidence.events import Place
from twosource.ids import digest_of

KINDS = frozenset({".csv", ".dbf"})


class CaseGazetteers:
    """The tables of places of one case, read when something is first attributed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @cached_property
    def paths(self) -> tuple[Path, ...]:
        """The tables, by name; none where there is no such folder. Folders and pipes called so are none."""
        if not self._folder.is_dir():
            return ()
        tables = (p for p in self._folder.iterdir() if p.suffix.casefold() in KINDS and p.is_file())
        return tuple(sorted(tables))

    @cached_property
    def digests(self) -> tuple[str, ...]:
        """The SHA-256 of each table with its name: another table is another run."""
        return tuple(f"{path.name} {digest_of(path.read_bytes())}" for path in self.paths)

    @cached_property
    def atlas(self) -> Atlas | None:
        """Our places and theirs together; None where there are none of theirs. Raises RefusedError."""
        return Atlas(gazetteer_from(self.paths)) if self.paths else None

    def place_of(self, name: str) -> Place | None:
        """Return the one point a place named without a page around it means; None where there is none.

        What stands after a comma ("Palmyra, Homs") is left out: it names the region.
        """
        place = self._any_atlas.resolve(name.partition(",")[0].strip(), Leaning())
        return place if place is not None and place.latitude is not None else None

    @cached_property
    def _any_atlas(self) -> Atlas:
        return self.atlas or Atlas()
