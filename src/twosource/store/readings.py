"""What a reading gave, as digests the ledger can answer for.

Renditions and record rows are not in the ledger, because they can be made again from the
originals. Their digests are, in the fate of their exhibit: a word changed in a rendition, or a
number in a row, then shows, although nobody kept a second copy.
"""

from twosource.evidence.events import RecordRow
from twosource.evidence.holdings import Rendition
from twosource.evidence.layouts import PageLayout
from twosource.ids import digest_of
from twosource.store.kinds import kind_for
from twosource.store.records import Store

LENGTH = 32


def reading_digests(store: Store, exhibit_id: str) -> tuple[str, ...]:
    """Return the digests of what reading an exhibit gave: one per rendition, one for boxes, one for rows."""
    engine = store.engine
    renditions = list(engine.lines(kind_for(Rendition).name, exhibit_id))
    boxes = [line.body for one in renditions for line in engine.lines(kind_for(PageLayout).name, one.id)]
    rows = [line.body for line in engine.lines(kind_for(RecordRow).name, exhibit_id)]
    together = (digest_of("\n".join(sorted(bodies)).encode())[:LENGTH] for bodies in (boxes, rows) if bodies)
    return (*sorted(digest_of(line.body.encode())[:LENGTH] for line in renditions), *together)
