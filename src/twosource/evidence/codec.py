"""The only serialiser: one record per line, versioned, canonical.

The same value always gives the same bytes (sorted keys, no spaces, UTF-8), so a digest of a
line identifies a record. Fields unknown to this version are an error, never dropped.
"""

import dataclasses
import json
import types
import typing
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from enum import Enum
from functools import cache
from typing import Any

from twosource.dates import DateSpan, as_utc
from twosource.errors import IntegrityError
from twosource.evidence import (
    anchors,
    assessments,
    claims,
    elicitation,
    events,
    findings,
    forecasts,
    holdings,
    layouts,
    lineage,
    outcome,
    passages,
    permissions,
    readouts,
    reliability,
    reviews,
    testimony,
    transcripts,
)

VERSION = 1

RECORDS: tuple[type, ...] = (
    holdings.Accession,
    holdings.Exhibit,
    holdings.Holding,
    holdings.Rendition,
    holdings.CustodyEvent,
    layouts.PageLayout,
    permissions.Permission,
    passages.Passage,
    passages.Citation,
    anchors.AnchorDecision,
    transcripts.HumanReading,
    transcripts.ModelReading,
    testimony.Party,
    testimony.Tie,
    testimony.Statement,
    events.RecordRow,
    claims.Claim,
    claims.Matching,
    claims.Entailment,
    claims.Contradiction,
    claims.Drift,
    claims.Question,
    elicitation.Elicitation,
    elicitation.Answered,
    lineage.Derivation,
    lineage.OriginCount,
    lineage.Ruling,
    lineage.CountChange,
    lineage.PictureHash,
    findings.Finding,
    assessments.Assessment,
    assessments.Supersession,
    readouts.Weighing,
    reliability.TrackEntry,
    reliability.Grade,
    forecasts.Forecast,
    forecasts.ForecastOutcome,
    forecasts.AnswerChange,
    reviews.Review,
    outcome.Fate,
    DateSpan,
)


def kind_of(record_type: type) -> str:
    """Return the name a record type has in a line: its class name in lower case with hyphens."""
    name = record_type.__name__
    return "".join(f"-{c.lower()}" if c.isupper() else c for c in name).lstrip("-")


_BY_KIND = {kind_of(record): record for record in RECORDS}


_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


@cache
def _names(record_type: type) -> tuple[str, ...]:
    return tuple(f.name for f in dataclasses.fields(record_type))


def _as_it_is(value: Any) -> Any:
    return value


_AS_THEY_ARE = frozenset((type(None), str, int, float, bool))


def _plain(value: Any) -> Any:
    kind: type = type(value)
    return value if kind in _AS_THEY_ARE else _plainer(kind)(value)


@cache
def _plainer(kind: type) -> Callable[[Any], Any]:
    """Return how values of a type become JSON-like: worked out once a type, asked a million times a case."""
    if dataclasses.is_dataclass(kind):
        names = _names(kind)
        return lambda value: {name: _plain(getattr(value, name)) for name in names}
    if issubclass(kind, Enum):
        return lambda value: value.value
    if issubclass(kind, datetime):
        return lambda value: as_utc(value).isoformat()
    if issubclass(kind, date):
        return lambda value: value.isoformat()
    if issubclass(kind, tuple | list):
        return lambda value: [_plain(v) for v in value]
    if issubclass(kind, Mapping):
        return lambda value: {str(k): _plain(v) for k, v in value.items()}
    return _as_it_is


def _build_union(options: tuple[Any, ...]) -> Callable[[Any], Any]:
    inner = [o for o in options if o is not type(None)]
    if len(inner) != 1:
        raise TypeError(f"the codec knows no union of {options}")
    build = _builder(inner[0])
    return lambda raw: None if raw is None else build(raw)


def _build_tuple(args: tuple[Any, ...]) -> Callable[[Any], Any]:
    if len(args) == 2 and args[1] is Ellipsis:
        build = _builder(args[0])
        return tuple if build is _as_it_is else lambda raw: tuple([build(v) for v in raw])
    builders = [_builder(a) for a in args]
    return lambda raw: tuple(b(v) for b, v in zip(builders, raw, strict=True))


def _build_dataclass(hint: type) -> Callable[[Any], Any]:
    hints = typing.get_type_hints(hint)
    builders = {f.name: _builder(hints[f.name]) for f in dataclasses.fields(hint)}
    changing = {name: build for name, build in builders.items() if build is not _as_it_is}

    def build(raw: Any) -> Any:
        unknown = raw.keys() - builders.keys()
        if unknown:
            raise IntegrityError(f"A {kind_of(hint)} record has unknown fields: {sorted(unknown)}.")
        values = dict(raw)
        for name in changing.keys() & values.keys():
            values[name] = changing[name](values[name])
        return hint(**values)

    return build


@cache
def _builder(hint: Any) -> Callable[[Any], Any]:
    origin, args = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        return _build_union(args)
    if origin is tuple:
        return _build_tuple(args)
    if origin is not None and issubclass(origin, Mapping):
        value = _builder(args[1])
        return lambda raw: {k: value(v) for k, v in raw.items()}
    if dataclasses.is_dataclass(hint):
        return _build_dataclass(typing.cast(type, hint))
    if isinstance(hint, type) and issubclass(hint, Enum):
        members = {member.value: member for member in hint}
        return lambda raw: members[raw] if raw in members else hint(raw)
    if hint is datetime:
        return lambda raw: as_utc(datetime.fromisoformat(raw))
    if hint is date:
        return date.fromisoformat
    if hint is float:
        return float
    return _as_it_is


def canonical(value: Any) -> str:
    """Return any JSON-like or evidence value as canonical JSON: equal values, equal bytes."""
    return _encode(_plain(value))


def to_line(record: Any) -> str:
    """Return one record as one line of canonical JSON with `record` and `v`. TypeError if not a record."""
    if type(record) not in RECORDS:
        raise TypeError(f"not a record: {type(record).__name__}")
    return canonical({"record": kind_of(type(record)), "v": VERSION, "value": record})


def from_line(line: str) -> Any:
    """Read one line back into its record. Raises IntegrityError where it is damaged or too new."""
    try:
        raw = json.loads(line)
        if raw["v"] > VERSION:
            raise IntegrityError(
                f"A record of version {raw['v']} was written by a newer Twosource than this one.",
                remedy="Install the newer version and open the case again.",
            )
        return _builder(_BY_KIND[raw["record"]])(raw["value"])
    except (KeyError, TypeError, ValueError) as error:
        raise IntegrityError(f"A record cannot be read back: {error}.") from error


def to_lines(records: Iterable[Any]) -> str:
    """Return many records, one per line."""
    return "".join(f"{to_line(record)}\n" for record in records)
