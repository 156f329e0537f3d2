"""How a sandbox is built, as one frozen value."""

import os
from dataclasses import dataclass, field
from typing import Literal

Level = Literal["best"] | int
MEBIBYTE = 1 << 20


def _n_cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@dataclass(frozen=True, slots=True, kw_only=True)
class SandboxSettings:
    """What seals readers, how many run at once, and what they find inside.

    `level`: "best" takes the best this machine offers and never less than `min_level`; 3 gives every
    request a fresh sandbox; 0 is no sandbox and must be asked for by number. `preload` names modules
    every sandbox imports once (`module`) or functions it calls once without arguments
    (`module:function`). `folders` may be read inside, at the same paths, beside the program's own.
    `scratch` bytes may be written to the temporary folder, and one
    job may have `max_processes` processes and threads; `max_stream` bytes may one stream send.
    `stall_seconds` without any work or word end a job.
    """

    level: Level = "best"
    min_level: int = 1
    n_workers: int = field(default_factory=_n_cores)
    preload: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()
    scratch: int = 256 * MEBIBYTE
    max_processes: int = 128
    max_stream: int = 32 * 1024 * MEBIBYTE
    stall_seconds: float = 30.0

    def __post_init__(self) -> None:
        if self.level != "best" and self.level not in {0, 1, 2, 3}:
            raise ValueError(f"there is no sandbox level {self.level!r}")
        if self.n_workers < 1:
            raise ValueError("a sandbox needs at least one worker")
