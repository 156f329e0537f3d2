"""The timeline: documents above the line with soft ends, deaths in the event record below it."""

from collections.abc import Sequence
from datetime import date, timedelta

import svg

from twosource.dossier.drawings import Moment, RecordBar, Timeline
from twosource.dossier.pictures.canvas import WIDTH, box, dot, line, width_of, words

SIDE = 16.0
LANE = 26.0
LANES = 9
BELOW = 72.0
SIZE = 13.0
OPEN_DAYS = 0.06


class _Scale:
    """Days to pixels."""

    def __init__(self, first: date, last: date) -> None:
        self.first = first
        self.days = max((last - first).days, 1)

    def at(self, day: date) -> float:
        return SIDE + (day - self.first).days / self.days * (WIDTH - 2 * SIDE)


def draw_timeline(timeline: Timeline) -> tuple[float, list[svg.Element]]:
    """Return (height, parts) of a timeline with at most nine lanes of documents."""
    days = [d for m in timeline.documents for d in (m.start, m.end) if d]
    days += [d for bar in timeline.record for d in (bar.start, bar.end)]
    first, last = min(days), max(days)
    margin = timedelta(days=max(int((last - first).days * OPEN_DAYS), 2))
    scale = _Scale(max(first, date.min + margin) - margin, min(last, date.max - margin) + margin)
    lanes = _lanes(timeline.documents, scale)
    base = LANE * (max(lanes, default=0) + 1) + 12
    parts: list[svg.Element] = [_fades()]
    heights = [base - LANE * (lane + 0.65) for lane in lanes]
    for moment, y in zip(timeline.documents, heights, strict=True):
        if moment.start and moment.start == moment.end:
            parts.append(line(scale.at(moment.start), y + 4, scale.at(moment.start), base, "stem"))
    for moment, y in zip(timeline.documents, heights, strict=True):
        parts += _moment(moment, y, scale)
    parts.append(line(SIDE / 2, base, WIDTH - SIDE / 2, base, "axis"))
    below = base + (BELOW if timeline.record else 0.0)
    parts += _record(timeline.record, scale, base)
    parts += _ticks(scale, base, below)
    return below + 26, parts


def _fades() -> svg.Defs:
    def fade(name: str, stops: Sequence[tuple[str, str]]) -> svg.LinearGradient:
        return svg.LinearGradient(
            id=name,
            elements=[
                svg.Stop(offset=offset, class_=["fade"], extra={"stop-opacity": opacity})  # type: ignore[arg-type]
                for offset, opacity in stops
            ],
        )

    return svg.Defs(
        elements=[
            fade("soft-both", (("0%", "0"), ("30%", "0.75"), ("70%", "0.75"), ("100%", "0"))),
            fade("soft-start", (("0%", "0"), ("60%", "0.75"), ("100%", "0.75"))),
            fade("soft-end", (("0%", "0.75"), ("40%", "0.75"), ("100%", "0"))),
        ]
    )


def _ends(moment: Moment, scale: _Scale) -> tuple[float, float]:
    start = scale.at(moment.start) if moment.start else SIDE / 2
    end = scale.at(moment.end) if moment.end else WIDTH - SIDE / 2
    return start, end


def _place(moment: Moment, scale: _Scale) -> tuple[float, float, str, float]:
    """Return (left, right) of what is drawn with its label, and the label's anchor and x."""
    start, end = _ends(moment, scale)
    room = width_of(moment.label, SIZE) + 14
    if end + room < WIDTH:
        return start - 6, end + room, "start", max(end, start + 6) + 6
    if start - room > 0:
        return start - room, end + 6, "end", start - 10
    return min(start, WIDTH - room), WIDTH, "end", WIDTH - 4


def _lanes(documents: Sequence[Moment], scale: _Scale) -> list[int]:
    """Put each document in the lowest lane where it touches nobody; the last lane takes the rest."""
    taken: list[list[tuple[float, float]]] = []
    lanes = []
    for moment in documents:
        left, right, _, _ = _place(moment, scale)
        lane = next(
            (i for i, row in enumerate(taken) if all(right < a or b < left for a, b in row)), len(taken)
        )
        lane = min(lane, LANES - 1)
        if lane == len(taken):
            taken.append([])
        taken[lane].append((left, right))
        lanes.append(lane)
    return lanes


def _moment(moment: Moment, y: float, scale: _Scale) -> list[svg.Element]:
    start, end = _ends(moment, scale)
    _, _, anchor, x = _place(moment, scale)
    label = words(x, y + 4.5, moment.label, kind="label halo", anchor=anchor, size=SIZE)
    if moment.start == moment.end:
        return [dot(start, y, 4 + min(moment.n, 12) * 0.25, "document"), label]
    fill = "soft-both" if moment.start and moment.end else "soft-start" if moment.end else "soft-end"
    return [box(start, y - 4, max(end - start, 8), 8, "span", fill=f"url(#{fill})"), label]


def _record(bars: Sequence[RecordBar], scale: _Scale, base: float) -> list[svg.Element]:
    has_deaths = any(b.deaths for b in bars)
    sizes = [b.deaths if has_deaths else b.n_events for b in bars]
    most = max(sizes, default=0) or 1
    parts: list[svg.Element] = []
    for bar, size in zip(bars, sizes, strict=True):
        left, right = scale.at(bar.start), scale.at(bar.end)
        height = max(size / most * (BELOW - 26), 1.5)
        parts.append(box(left + 0.5, base + 1, max(right - left - 1, 2), height, "record"))
    if bars:
        size, peak = max(zip(sizes, bars, strict=True), key=lambda pair: pair[0])
        x = (scale.at(peak.start) + scale.at(peak.end)) / 2
        text = f"{size:,} {'deaths' if has_deaths else 'events'}, {peak.start:%b %Y}"
        half = width_of(text, 12) / 2
        x = min(max(x, half + 2), WIDTH - half - 2)
        parts.append(words(x, base + BELOW - 8, text, kind="label soft", size=12))
    return parts


def _ticks(scale: _Scale, base: float, below: float) -> list[svg.Element]:
    """Few ticks: years, months or days, whichever gives at most seven."""
    parts: list[svg.Element] = []
    right = -1.0
    for day, text in _tick_days(scale):
        x = scale.at(day)
        half = width_of(text, 12) / 2
        if x - half < max(right, 0.0) or x + half > WIDTH:
            continue
        parts.append(line(x, base - 4, x, base + 4, "axis"))
        parts.append(words(x, below + 18, text, kind="label soft", size=12))
        right = x + half + 10
    return parts


def _tick_days(scale: _Scale) -> list[tuple[date, str]]:
    last = scale.first + timedelta(days=scale.days)
    if scale.days > 900:
        step = max((last.year - scale.first.year) // 6, 1)
        years = range(scale.first.year + 1, last.year + 1, step)
        return [(date(y, 1, 1), str(y)) for y in years]
    if scale.days > 60:
        months = [
            date(y, m, 1)
            for y in range(scale.first.year, last.year + 1)
            for m in range(1, 13)
            if scale.first <= date(y, m, 1) <= last
        ]
        step = len(months) // 7 + 1
        return [(m, f"{m:%b %Y}") for m in months[::step]]
    step = scale.days // 6 + 1
    days = [scale.first + timedelta(days=n) for n in range(0, scale.days + 1, step)]
    return [(d, f"{d.day} {d:%b %Y}") for d in days]
