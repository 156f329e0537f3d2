"""A job by its name: the one thing a sandbox runs."""

from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from typing import Any, BinaryIO

from twosource.ports import Limits, Message

Job = Callable[[BinaryIO, Mapping[str, Any], Limits], Iterator[Message]]


def prepare_for(name: str, arguments: Mapping[str, Any]) -> None:
    """Have the module of a job get ready for such arguments, where it offers to: `prepare(arguments)`.

    It runs in the process that forks for every exhibit, sees no byte of one, and does the same work once.
    Raises what `job_named` raises, and whatever getting ready may.
    """
    module = import_module(name.partition(":")[0])
    prepare: Callable[[Mapping[str, Any]], None] | None = getattr(module, "prepare", None)
    if prepare is not None:
        prepare(arguments)


def job_named(name: str) -> Job:
    """Return the function behind `module:function`. Raises ImportError or AttributeError for another."""
    module, _, function = name.partition(":")
    job: Job = getattr(import_module(module), function)
    return job
