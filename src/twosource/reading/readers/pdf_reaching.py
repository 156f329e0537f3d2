"""Whom a PDF would have called, what it would have run, and what lies inside it, from every object in it.

Every object is looked at, not only those that a page leads to: what no page leads to is hidden
better. Names are compared after qpdf has resolved their escapes, so `/J#61vaScript` is JavaScript.
A web address behind a link that somebody must click is told as a link; whatever works without a
click, and every form that would be sent, as a contact.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pikepdf

from twosource.reading.readers.deadline import Deadline
from twosource.reading.readers.findings import (
    CONTACTED,
    LINKS,
    LOCAL_PATH,
    PROGRAM,
    REMOTE,
    Findings,
    addresses_in,
)

# Cheap and rough: an object that holds none of these needs no closer look.
WORTH_A_LOOK = re.compile(
    rb"/(?:URI|JavaScript|JS|Launch|GoToR|GoToE|SubmitForm|ImportData|Thread|Rendition|Movie|Sound|Screen|"
    rb"RichMedia|RichMediaContent|3D|FS|UF|EF|F|OpenAction|AA|Link|ByteRange)(?=[\s/<(\[])"
)
OPENS_A_FILE = frozenset({"/GoToR", "/GoToE", "/ImportData", "/Thread", "/Launch"})
PLAYERS = {"/RichMedia": "rich media (Flash, video or sound)", "/Movie": "a movie", "/3D": "a 3D model"}
MAX_DEPTH = 32
MAX_ITEMS = 2000
MAX_SCRIPT = 20_000
MAX_SHOWN = 200
Place = tuple[int, int]
DICTIONARY, ARRAY, STREAM = (
    pikepdf.ObjectType.dictionary,
    pikepdf.ObjectType.array,
    pikepdf.ObjectType.stream,
)
# A tuple, because a set would ask each for its hash, which is slow for these.
HOLDS = (DICTIONARY, ARRAY, STREAM)


@dataclass(slots=True)
class _Reach:
    """What was found on the way: addresses with their object, and which objects wait for a click."""

    found: Findings
    addresses: list[tuple[str, Place]] = field(default_factory=list)
    clicked: set[Place] = field(default_factory=set)
    unasked: set[Place] = field(default_factory=set)


def reach(document: pikepdf.Pdf, found: Findings, deadline: Deadline) -> bool:
    """Note what every object would reach, run or hold; say whether all were looked at in the time given."""
    walk = _Reach(found)
    is_whole = True
    for obj in document.objects:
        if deadline.is_over():
            is_whole = False
            break
        if getattr(obj, "_type_code", None) in HOLDS and _is_worth_a_look(obj):
            _look(obj, walk, obj.objgen, 0)
    for address, place in walk.addresses:
        if place in walk.clicked and place not in walk.unasked:
            found.add(LINKS, address)
        else:
            found.add(CONTACTED, address)
    return is_whole


def is_remote(name: str) -> bool:
    """Say whether a name leads off this machine: an address of a network, or a share on another machine."""
    if name.lower().startswith("file:////"):
        return True
    return not LOCAL_PATH.match(name) and REMOTE.match(name) is not None


def name_of_file(spec: Any) -> str:
    """Return the name or address that a file specification gives, in either of its two shapes."""
    if isinstance(spec, pikepdf.String):
        return str(spec)
    if isinstance(spec, pikepdf.Stream):
        spec = spec.stream_dict
    if isinstance(spec, pikepdf.Dictionary):
        for key in ("/UF", "/F", "/Unix", "/DOS", "/Mac"):
            if isinstance(spec.get(key), pikepdf.String):
                return str(spec.get(key))
    return ""


def script_of(obj: Any) -> str:
    """Return the text of a script, which a string or a stream holds, as far as it is looked at."""
    if isinstance(obj, pikepdf.Stream):
        try:
            return bytes(obj.read_bytes())[:MAX_SCRIPT].decode("utf-8", "replace")
        except (pikepdf.PdfError, pikepdf.DataDecodingError, RuntimeError, ValueError):
            return ""
    return str(obj)[:MAX_SCRIPT] if isinstance(obj, pikepdf.String) else ""


def _is_worth_a_look(obj: Any) -> bool:
    if obj._type_code == STREAM:
        obj = obj.stream_dict
    return WORTH_A_LOOK.search(bytes(obj.unparse(resolved=True))) is not None


def _look(obj: Any, walk: _Reach, place: Place, depth: int) -> None:
    """Look into a dictionary, array or stream and into what it holds directly."""
    kind = getattr(obj, "_type_code", None)
    if depth > MAX_DEPTH or kind not in HOLDS:
        return
    if kind == ARRAY:
        for item in list(obj)[:MAX_ITEMS]:
            if not getattr(item, "is_indirect", False):
                _look(item, walk, place, depth + 1)
        return
    if kind == STREAM:
        obj = obj.stream_dict
        _outside_stream(obj, walk, place)
    items = dict(list(obj.items())[:MAX_ITEMS])
    _what_starts(items, walk, place)
    _action(items, walk, place)
    _things_inside(items, walk)
    for item in items.values():
        if not getattr(item, "is_indirect", False):
            _look(item, walk, place, depth + 1)


def _what_starts(items: Mapping[str, Any], walk: _Reach, place: Place) -> None:
    """Note which actions start by a click on a link, and which by themselves."""
    click = items.get("/A")
    if click is not None and str(items.get("/Subtype", "")) == "/Link":
        walk.clicked.add(click.objgen if getattr(click, "is_indirect", False) else place)
    for key in ("/OpenAction", "/AA"):
        start = items.get(key)
        if start is None:
            continue
        walk.unasked.add(start.objgen if getattr(start, "is_indirect", False) else place)
        if getattr(start, "_type_code", None) == DICTIONARY:
            walk.unasked.update(one.objgen for one in start.values() if getattr(one, "is_indirect", False))


def _action(items: Mapping[str, Any], walk: _Reach, place: Place) -> None:
    kind = str(items.get("/S", ""))
    if "/URI" in items and isinstance(items["/URI"], pikepdf.String):
        _address(str(items["/URI"]), walk, place)
    if "/JS" in items:
        _script(script_of(items["/JS"]), walk)
    if kind in OPENS_A_FILE:
        name = name_of_file(items.get("/F")) or name_of_file(items.get("/Win"))
        if kind == "/Launch":
            walk.found.add(PROGRAM, f"would have started: {name or 'a program without a name'}"[:MAX_SHOWN])
        elif name and not is_remote(name):
            walk.found.add(LINKS, name)
        if is_remote(name):
            walk.addresses.append((name, place))
    if kind == "/SubmitForm":
        # Sent by a button, but it carries off what was typed: always a contact.
        walk.found.add(CONTACTED, name_of_file(items.get("/F")))


def _address(address: str, walk: _Reach, place: Place) -> None:
    """Note an address; one that is no address of a network is a link all the same."""
    address = "".join(address.split())
    if is_remote(address):
        walk.addresses.append((address, place))
    elif address.lower().startswith("javascript:"):
        _script(address, walk)
    elif address:
        walk.found.add(LINKS, address)


def _script(text: str, walk: _Reach) -> None:
    """Note a script by its beginning, and whom it names."""
    said = " ".join(text.split())[:MAX_SHOWN]
    walk.found.add(PROGRAM, f"JavaScript: {said}" if said else "JavaScript that could not be unpacked")
    walk.found.contact_any(addresses_in(text))


def _outside_stream(items: Any, walk: _Reach, place: Place) -> None:
    """Note a stream whose content lies elsewhere: a viewer fetches it while it draws the page."""
    name = name_of_file(items.get("/F"))
    if not name:
        return
    if is_remote(name):
        walk.unasked.add(place)
        walk.addresses.append((name, place))
    else:
        walk.found.add(LINKS, name)


def _things_inside(items: Mapping[str, Any], walk: _Reach) -> None:
    """Note files, players and signatures that lie in the document."""
    spec = {key: items[key] for key in ("/UF", "/F") if isinstance(items.get(key), pikepdf.String)}
    if "/EF" in items:
        walk.found.embed(str(next(iter(spec.values()), "")) or "without a name")
    elif str(items.get("/FS", "")) == "/URL":
        for name in spec.values():
            walk.found.contact(str(name))
    player = PLAYERS.get(str(items.get("/Subtype", "")))
    if player:
        walk.found.add(PROGRAM, player)
    if "/ByteRange" in items:
        by = [
            str(items[key])
            for key in ("/Name", "/M", "/Reason")
            if isinstance(items.get(key), pikepdf.String)
        ]
        walk.found.add("signature", ", ".join(by) or "without a name; not checked")
