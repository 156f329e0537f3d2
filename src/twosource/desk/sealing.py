"""The sandbox of an open case: started when something is first read, ended with the case."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack
from typing import BinaryIO

from twosource.ports import Message, Sandbox, SealedAnswer, SealedRequest
from twosource.sandbox import SandboxSettings, open_sandbox

# What every shared sandbox imports once; readers and openers follow when the first exhibit of a kind comes.
PRELOAD = ("twosource.reading.inside", "twosource.intake.sealed")


def usual_sandbox() -> SandboxSettings:
    """Return how readers are sealed where nobody asked for anything else: as well as this machine can."""
    return SandboxSettings(preload=PRELOAD)


class LateSandbox:
    """A sandbox that starts with the first request: most commands only look, and need none.

    Raises SandboxError at the first request where this machine cannot seal as well as was asked.
    """

    def __init__(self, settings: SandboxSettings) -> None:
        self._settings = settings
        self._stack = ExitStack()
        self._opened: Sandbox | None = None

    def _sandbox(self) -> Sandbox:
        if self._opened is None:
            self._opened = self._stack.enter_context(open_sandbox(self._settings))
        return self._opened

    def close(self) -> None:
        """End the sandbox, if it was started."""
        self._stack.close()
        self._opened = None

    @property
    def level(self) -> int:
        """How well it seals."""
        return self._sandbox().level

    @property
    def how(self) -> str:
        """What seals it, with versions."""
        return self._sandbox().how

    def level_of(self, *, alone: bool) -> int:
        """Return the level at which a request with this `alone` runs."""
        return self._sandbox().level_of(alone=alone)

    def stream(
        self, request: SealedRequest, untrusted_source: BinaryIO
    ) -> AbstractContextManager[Iterator[Message]]:
        """Run one job and give what it sends as it comes."""
        return self._sandbox().stream(request, untrusted_source)

    def run_each(
        self, requests: Iterable[SealedRequest], open_source: Callable[[str], BinaryIO]
    ) -> Iterator[SealedAnswer]:
        """Run jobs, several at a time, and yield their answers in the order asked."""
        return self._sandbox().run_each(requests, open_source)
