"""Twosource: an evidence desk for leaked caches."""

from importlib import import_module
from typing import Any


def __getattr__(name: str) -> Any:
    """Return the version, looked up when first asked for: readers start faster without it."""
    if name != "__version__":
        raise AttributeError(f"twosource has no {name}")
    metadata: Any = import_module("importlib.metadata")
    try:
        found = metadata.version("twosource")
    except metadata.PackageNotFoundError:  # run from a source tree that was never installed
        found = "0+source"
    globals()["__version__"] = found
    return found
