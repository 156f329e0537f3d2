"""The fields of a PDF form: their names as the form gives them, and what was filled in."""

from collections.abc import Iterator
from typing import Any

import pikepdf

from twosource.reading.readers.deadline import Deadline
from twosource.reading.readers.findings import Findings

MAX_DEPTH = 32
MAX_FIELDS = 20_000
MAX_VALUE = 20_000
PUSH_BUTTON = 1 << 16
PASSWORD = 1 << 13
XFA = "an XFA form: what viewers show may differ from the fields listed"


def form_lines(document: pikepdf.Pdf, found: Findings, deadline: Deadline) -> Iterator[str]:
    """Yield one line `name: value` per field that holds something, in the order of the form."""
    form = document.Root.get("/AcroForm")
    if not isinstance(form, pikepdf.Dictionary):
        return
    if "/XFA" in form:
        found.add("form", XFA)
    fields = form.get("/Fields")
    waiting: list[tuple[Any, str, Any, Any, int]] = [
        (field, "", None, None, 0) for field in reversed(_items(fields))
    ]
    seen: set[tuple[int, int]] = set()
    n_fields = n_empty = 0
    while waiting and n_fields < MAX_FIELDS and not deadline.is_over():
        field, above, value, kind, depth = waiting.pop()
        if not isinstance(field, pikepdf.Dictionary) or (field.is_indirect and field.objgen in seen):
            continue
        seen.add(field.objgen)
        name = _name(field, above)
        value, kind = field.get("/V", value), field.get("/FT", kind)
        kids = [
            kid for kid in _items(field.get("/Kids")) if isinstance(kid, pikepdf.Dictionary) and "/T" in kid
        ]
        if kids and depth < MAX_DEPTH:
            waiting.extend((kid, name, value, kind, depth + 1) for kid in reversed(kids))
            continue
        n_fields += 1
        said = _value(value, kind, _flags(field))
        if said:
            yield f"{name or 'a field without a name'}: {said}"
        else:
            n_empty += 1
    if n_fields:
        found.add("form fields", f"{n_fields - n_empty} of {n_fields} filled in")


def _items(array: Any) -> list[Any]:
    return list(array) if isinstance(array, pikepdf.Array) else []


def _name(field: pikepdf.Dictionary, above: str) -> str:
    """Return the name of a field: the words a form shows for it, else its full technical name."""
    shown, own = field.get("/TU"), field.get("/T")
    if isinstance(shown, pikepdf.String) and str(shown).strip():
        return " ".join(str(shown).split())
    part = " ".join(str(own).split()) if isinstance(own, pikepdf.String) else ""
    return ".".join(one for one in (above, part) if one)


def _flags(field: pikepdf.Dictionary) -> int:
    flags = field.get("/Ff", 0)
    return flags if isinstance(flags, int) else 0


def _value(value: Any, kind: Any, flags: int) -> str:
    """Return what a field holds as text: words, the state of a box, or the choices made."""
    if str(kind) == "/Btn" and flags & PUSH_BUTTON:
        return ""
    if str(kind) == "/Tx" and flags & PASSWORD and value is not None:
        return "(a password)"
    if isinstance(value, pikepdf.Array):
        return ", ".join(text for text in (_value(one, kind, flags) for one in list(value)[:100]) if text)
    if isinstance(value, pikepdf.Name):
        return "" if str(value) == "/Off" else str(value)[1:]
    if isinstance(value, pikepdf.Stream):
        return bytes(value.read_bytes())[:MAX_VALUE].decode("utf-8", "replace").strip()
    if isinstance(value, pikepdf.String):
        return str(value)[:MAX_VALUE].strip()
    return "(signed)" if str(kind) == "/Sig" and value is not None else ""
