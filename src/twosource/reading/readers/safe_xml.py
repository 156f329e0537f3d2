"""XML inside other formats, parsed in one place and one way: no DTD, no other file, no growing entity.

The parser is loaded with the first document. Everything that reads XML as a tree comes through
`parse_xml`. What is damaged is read as far as it goes and the damage is told, because a broken part
is no reason to lose the words before it.
"""

from collections.abc import Iterator
from typing import Any

from twosource.reading.failures import refusal
from twosource.reading.readers.deadline import Deadline
from twosource.reading.readers.lazily import named_module

DECLARES = ("<!DOCTYPE", "<!ENTITY")
# Wide letters hide a declaration from a search for narrow ones.
WIDTHS = ("ascii", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")


def parse_xml(content: bytes) -> tuple[Any, str]:
    """Return (root element, what is damaged or empty); the root is None where not one element was found.

    Raises RefusedError where the XML declares entities of its own, before anything of it is parsed.
    """
    if declares_entities(content):
        raise refusal("entities")
    etree: Any = named_module("lxml.etree")
    parser = etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        dtd_validation=False,
        attribute_defaults=False,
        no_network=True,
        huge_tree=False,
        recover=True,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.LxmlError, ValueError, LookupError) as error:
        return None, str(error)[:200] or type(error).__name__
    errors = [entry.message for entry in parser.error_log if entry.level >= etree.ErrorLevels.FATAL]
    return root, errors[0][:200] if errors else ""


def declares_entities(content: bytes) -> bool:
    """Say whether a document type with entities stands in the bytes, in letters of any width."""
    return any(all(mark.encode(width) in content for mark in DECLARES) for width in WIDTHS)


def local(node: Any) -> str:
    """Return an element's name without its namespace; empty for what is no element."""
    tag = node.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def said(node: Any, name: str) -> str:
    """Return an attribute by its name without namespace, or an empty text; the first counts."""
    return next((str(value) for key, value in node.attrib.items() if key.rpartition("}")[2] == name), "")


def elements(root: Any, deadline: Deadline, *names: str) -> Iterator[Any]:
    """Yield the elements below a root in order, of these local names or all, until time is up."""
    wanted = [f"{{*}}{name}" for name in names] or ["*"]
    for node in root.iter(*wanted):
        if deadline.is_over():
            return
        yield node


def all_text(root: Any) -> str:
    """Return every letter below an element, as it stands."""
    return "".join(root.itertext()) if root is not None else ""
