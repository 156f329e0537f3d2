"""What a container gives: its members, one at a time, each to be opened or with the reason why not."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from twosource.errors import RefusedError


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One member of a container: its name as written, never used as a path, and how to open it.

    `refused` is set where the member is known beforehand to be locked, damaged or too much;
    then it is never opened.
    """

    name: str
    open: Callable[[], AbstractContextManager[BinaryIO]]
    modified_at: datetime | None = None
    refused: RefusedError | None = None
