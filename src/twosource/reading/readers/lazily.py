"""Heavy parsers, loaded when the first exhibit needs them: most cases hold few kinds of exhibits."""

from functools import cache
from importlib import import_module
from types import ModuleType


@cache
def named_module(name: str) -> ModuleType:
    """Return an installed module by its name. Raises ImportError where it is missing."""
    return import_module(name)
