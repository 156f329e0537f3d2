"""A job by its name: the one thing a sandbox runs."""

from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from typing import Any, BinaryIO

from twosource.ports import Limits, Message

Job = Callable[[BinaryIO, Mapping[str, Any], Limits], Iterator[Message]]


def job_named(name: str) -> Job:
    """Return the function behind `module:function`. Raises ImportError or AttributeError for another."""
    module, _, function = name.partition(":")
    job: Job = getattr(import_module(module), function)
    return job
