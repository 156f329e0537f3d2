"""From statements and derivations of one claim to a stemma small enough to read.

Steps: (1) one node per hand, (2) edges from what tracing found, from whom each chain credits,
from custody and from ties to a chokepoint, (3) no cycles and no edge that a longer route already
says, (4) copies folded into one bracket per parent, (5) rows narrow enough for a page.
The picture shows hands, not reports: forty copies of one broadcaster are one bracket.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from math import isclose

from twosource.dossier.drawings import Stemma, StemmaEdge, StemmaNode
from twosource.dossier.explaining import page_direction
from twosource.dossier.shelf import Shelf, stances
from twosource.dossier.wording import count, joined, label
from twosource.evidence.lineage import Derivation, OriginCount
from twosource.evidence.testimony import AttributionChain, Statement, Tie
from twosource.terms import Stance

FOLD_ABOVE = 5
ROW = 6
LIKELY_ENOUGH = 0.3
MAX_PARENTS = 3
ROUTE_P = 0.9  # tracing gives routes without a figure: drawn solid, at the least p that is


@dataclass(frozen=True, slots=True)
class _Edge:
    parent: str
    child: str
    p: float
    why: str


Parents = dict[str, dict[str, _Edge]]


def draw_up(shelf: Shelf, claim_id: str, origin_count: OriginCount | None) -> Stemma | None:
    """Return the stemma of one claim, or None where nobody asserts it."""
    statements = stances(shelf.matched.get(claim_id, ()), Stance.ASSERTS)
    if not statements:
        return None
    chokepoints = _chokepoints(origin_count)
    parents = _acyclic(_reroute(_edges(shelf, statements, origin_count), shelf.material.ties, chokepoints))
    parents = _reduced(parents)
    reports = Counter({p: len(e) for p, e in _exhibits_by_publisher(statements).items()})
    members = set(reports) | set(parents) | {e.parent for row in parents.values() for e in row.values()}
    nodes = {m: _node(shelf, m, reports[m], m not in parents, m in chokepoints) for m in sorted(members)}
    nodes = _named_by_act(nodes, origin_count, shelf.material.language)
    nodes, parents = _folded(nodes, parents)
    nodes, parents = _narrowed(nodes, parents)
    edges = sorted(
        e for row in parents.values() for e in ((x.parent, x.child, x.p, x.why) for x in row.values())
    )
    drawn = tuple(StemmaEdge(parent=a, child=b, p=p, why=why) for a, b, p, why in edges)
    return Stemma(nodes=tuple(nodes.values()), edges=drawn, direction=page_direction(shelf.material.language))


def _chokepoints(origin_count: OriginCount | None) -> frozenset[str]:
    if origin_count is None or not origin_count.chokepoints or origin_count.kappa_mode != 1:
        return frozenset()
    return frozenset(likeliest_chokepoint(origin_count))


def likeliest_chokepoint(counted: OriginCount) -> tuple[str, ...]:
    """Return the commonest smallest cut of the size the count says, or none where it names none.

    None either where several are equally likely: to name one of them would be arbitrary.
    """
    fit = [c for c in counted.chokepoints if len(c.party_ids) == counted.kappa_mode]
    top = max((c.p for c in fit), default=0.0)
    best = [c.party_ids for c in fit if isclose(c.p, top, rel_tol=1e-9)]
    return best[0] if len(best) == 1 else ()


def _exhibits_by_publisher(statements: Iterable[Statement]) -> Mapping[str, set[str]]:
    exhibits: defaultdict[str, set[str]] = defaultdict(set)
    for statement in statements:
        exhibits[statement.chain.publisher.party_id].add(statement.exhibit_id)
    return exhibits


def _edges(shelf: Shelf, statements: tuple[Statement, ...], counted: OriginCount | None) -> list[_Edge]:
    """Return one edge per pair of hands; what tracing measured goes before what a chain or custody says."""
    found: list[_Edge] = []
    publishers = {s.statement_id: s.chain.publisher.party_id for s in statements}
    if counted is not None:
        found += sorted(_derived(counted.derivations, publishers), key=lambda e: -e.p)
    found += [e for s in statements for e in _credits(s.chain)]
    found += _held(shelf, {s.exhibit_id for s in statements})
    if counted is not None:
        found += _along(counted.paths, publishers, shelf)
    first: dict[tuple[str, str], _Edge] = {}
    for edge in found:
        if edge.parent != edge.child:
            first.setdefault((edge.parent, edge.child), edge)
    return list(first.values())


def _credits(chain: AttributionChain) -> Iterator[_Edge]:
    for outer, inner in zip(chain.links, chain.links[1:], strict=False):
        cue = inner.cue or inner.as_written
        yield _Edge(inner.party_id, outer.party_id, 1.0, f"names it: “{cue}”" if cue else "names it")


def _held(shelf: Shelf, exhibit_ids: set[str]) -> Iterator[_Edge]:
    for event in shelf.material.custody:
        if event.from_party and event.to_party and not exhibit_ids.isdisjoint(event.exhibit_ids):
            yield _Edge(event.from_party, event.to_party, 1.0, f"custody: {event.action}")


def _derived(derivations: Iterable[Derivation], publishers: Mapping[str, str]) -> Iterator[_Edge]:
    for derivation in derivations:
        parent = (
            derivation.parent_id if derivation.parent_is_party else publishers.get(derivation.parent_id, "")
        )
        child = publishers.get(derivation.child_id, "")
        if parent and child and derivation.p >= LIKELY_ENOUGH:
            reasons = [f.words or f.kind for f in derivation.features if f.is_shared]
            yield _Edge(parent, child, derivation.p, joined(reasons[:3]) or derivation.kind.value)


def _along(paths: Iterable[tuple[str, ...]], publishers: Mapping[str, str], shelf: Shelf) -> Iterator[_Edge]:
    for path in paths:
        hands = [publishers.get(step, step) for step in path]
        known = [h for h in hands if h in shelf.material.parties]
        for parent, child in pairwise(known):
            yield _Edge(parent, child, ROUTE_P, "on the route by which it reached us")


def _reroute(edges: list[_Edge], ties: Iterable[Tie], chokepoints: frozenset[str]) -> list[_Edge]:
    """Lead a party that is tied to the chokepoint through it: that is what the tie says."""
    tied = {t.from_party: t for t in ties if t.to_party in chokepoints and t.from_party not in chokepoints}
    out: list[_Edge] = []
    for edge in edges:
        tie = tied.get(edge.parent)
        if tie is None or edge.child == tie.to_party:
            out.append(edge)
            continue
        out.append(_Edge(edge.parent, tie.to_party, tie.p, tie.kind))
        if edge.child != tie.to_party:
            out.append(replace(edge, parent=tie.to_party))
    return out


def _acyclic(edges: list[_Edge]) -> Parents:
    parents: Parents = {}
    for edge in sorted(edges, key=lambda e: (-e.p, e.parent, e.child)):
        row = parents.setdefault(edge.child, {})
        closes = edge.child == edge.parent or edge.child in _ancestors(parents, edge.parent)
        if not closes and len(row) < MAX_PARENTS:
            row.setdefault(edge.parent, edge)
    return {child: row for child, row in parents.items() if row}


def _ancestors(parents: Parents, member: str) -> set[str]:
    seen: set[str] = set()
    ahead = [member]
    while ahead:
        for parent in parents.get(ahead.pop(), {}):
            if parent not in seen:
                seen.add(parent)
                ahead.append(parent)
    return seen


def _reduced(parents: Parents) -> Parents:
    kept: Parents = {}
    for child, row in parents.items():
        behind = {p: _ancestors(parents, p) for p in row}
        kept[child] = {
            p: edge for p, edge in row.items() if not any(p in behind[other] for other in row if other != p)
        }
    return kept


def _node(shelf: Shelf, party_id: str, n_reports: int, is_origin: bool, is_chokepoint: bool) -> StemmaNode:
    shape = "origin" if is_origin else "page" if n_reports else "hand"
    return StemmaNode(
        node_id=party_id,
        label=shelf.shown(party_id),
        below=count(n_reports, "report") if n_reports > 1 else "",
        shape=shape,
        n=max(n_reports, 1),
        is_chokepoint=is_chokepoint,
    )


def _named_by_act(
    nodes: dict[str, StemmaNode], counted: OriginCount | None, language: str
) -> dict[str, StemmaNode]:
    if counted is None:
        return nodes
    acts = {o.party_id: label("access", o.act, language) for o in counted.origins}
    return {
        key: replace(node, below=acts[key])
        if node.shape == "origin" and key in acts and not node.below
        else node
        for key, node in nodes.items()
    }


def _children(parents: Parents) -> Mapping[str, list[str]]:
    children: defaultdict[str, list[str]] = defaultdict(list)
    for child, row in sorted(parents.items()):
        for parent in row:
            children[parent].append(child)
    return children


def _folded(nodes: dict[str, StemmaNode], parents: Parents) -> tuple[dict[str, StemmaNode], Parents]:
    children = _children(parents)
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for key, node in nodes.items():
        is_leaf = key not in children and not node.is_chokepoint
        if is_leaf and len(parents.get(key, {})) <= 1:
            groups[next(iter(parents.get(key, {})), "")].append(key)
    for parent, leaves in sorted(groups.items()):
        if len(leaves) > FOLD_ABOVE:
            nodes, parents = _merged(nodes, parents, leaves, parent)
    return nodes, parents


def _merged(
    nodes: dict[str, StemmaNode], parents: Parents, gone: list[str], parent: str
) -> tuple[dict[str, StemmaNode], Parents]:
    by_size = sorted(gone, key=lambda k: (-nodes[k].n, nodes[k].label))
    n_reports = sum(nodes[k].n for k in gone)
    first = [nodes[k].label for k in by_size if nodes[k].shape != "fold"][:2]
    key = f"fold of {parent}"
    while key in nodes:
        key += "+"
    fold = StemmaNode(
        node_id=key,
        label=count(n_reports, "report"),
        below=joined([*first, "others"] if len(gone) > len(first) else first),
        shape="fold",
        n=n_reports,
    )
    edges = [e for k in gone for e in parents.get(k, {}).values()]
    lost = set(gone)
    kept = {k: n for k, n in nodes.items() if k not in lost} | {key: fold}
    left = {c: {p: e for p, e in row.items() if p not in lost} for c, row in parents.items() if c not in lost}
    if parent and edges:
        least = min(e.p for e in edges)
        left[key] = {
            parent: _Edge(parent, key, least, f"{len(gone)} copies; the least probable at {least:.2f}")
        }
    return kept, {c: row for c, row in left.items() if row}


def depths(parents: Mapping[str, Iterable[str]], members: Iterable[str]) -> dict[str, int]:
    """Return the longest way from an origin to each member, in steps. `parents` must hold no cycle."""
    depth: dict[str, int] = {}
    for member in members:
        ahead = [member]
        while ahead:
            missing = [p for p in parents.get(ahead[-1], ()) if p not in depth]
            if missing:
                ahead += missing
                continue
            at = ahead.pop()
            depth[at] = max((depth[p] + 1 for p in parents.get(at, ())), default=0)
    return depth


def _narrowed(nodes: dict[str, StemmaNode], parents: Parents) -> tuple[dict[str, StemmaNode], Parents]:
    """Fold the smallest branches of any row that is still too wide, from the origins down."""
    at = 0
    while True:
        depth = depths(parents, nodes)
        rows: defaultdict[int, list[str]] = defaultdict(list)
        for key in nodes:
            rows[depth[key]].append(key)
        if at > max(rows, default=-1):
            return nodes, parents
        row = rows[at]
        if len(row) > ROW:
            nodes, parents = _cut_row(nodes, parents, row)
        at += 1


def _cut_row(
    nodes: dict[str, StemmaNode], parents: Parents, row: list[str]
) -> tuple[dict[str, StemmaNode], Parents]:
    children = _children(parents)
    below = {key: _branch(children, key) for key in row}
    size = {key: sum(nodes[k].n for k in below[key]) for key in row}
    chosen = sorted(row, key=lambda k: (not nodes[k].is_chokepoint, -size[k], k))[: ROW - 1]
    kept = set().union(*(below[k] for k in chosen))
    going = sorted({k for key in row if key not in chosen for k in below[key]} - kept)
    going = [k for k in going if not nodes[k].is_chokepoint]
    owners = Counter(p for k in going for p in parents.get(k, {}) if p not in going)
    owner = max(owners, key=lambda p: (owners[p], p)) if owners else ""
    return _merged(nodes, parents, going, owner) if len(going) > 1 else (nodes, parents)


def _branch(children: Mapping[str, list[str]], member: str) -> set[str]:
    seen = {member}
    ahead = [member]
    while ahead:
        for child in children.get(ahead.pop(), ()):
            if child not in seen:
                seen.add(child)
                ahead.append(child)
    return seen
