"""Requests and sandboxes as the tests of this folder make them."""

import io
from contextlib import contextmanager
from pathlib import Path

import pytest

from twosource.errors import SandboxError
from twosource.ports import Limits, SealedRequest
from twosource.sandbox import SandboxSettings, open_sandbox

HERE = str(Path(__file__).parent)
SMALL = Limits(max_seconds=20.0, max_memory=512 << 20, max_text=1 << 20)


def settings_for(level, **changes):
    return SandboxSettings(**{"level": level, "n_workers": 2, "folders": (HERE,), **changes})


def request_for(job, source_id="one", *, limits=SMALL, alone=False, **arguments):
    return SealedRequest(
        job=f"hostile_jobs:{job}", source_id=source_id, arguments=arguments, limits=limits, alone=alone
    )


def answer_of(sandbox, request, data=b"words"):
    [answer] = sandbox.run_each([request], lambda _: io.BytesIO(data))
    return answer


@contextmanager
def opened(level, **changes):
    """Give a sandbox of a level, or skip the test with the machine's reason for offering none."""
    try:
        context = open_sandbox(settings_for(level, **changes))
        sandbox = context.__enter__()
    except SandboxError as error:
        pytest.skip(f"level {level} is not available here: {error.happened}")
    try:
        yield sandbox
    finally:
        context.__exit__(None, None, None)
