"""The outer end of the wall: frames are believed only as far as they keep to the rules."""

import io
from contextlib import contextmanager

import hostile
import pytest

from twosource.errors import RefusedError
from twosource.evidence.holdings import Exhibit, Holding
from twosource.intake import IntakeSettings, receive, reopen
from twosource.intake.budget import budget_for
from twosource.intake.containers import Fault
from twosource.intake.identifying import Identification
from twosource.intake.opening import Job, unpacking
from twosource.intake.sealed import unpack_sealed
from twosource.ports import Limits
from twosource.sandbox import Unsealed
from twosource.terms import Status

MEMBER = {"frame": "member", "name": "a", "size": 5, "clock": None}
END, DONE = {"frame": "end"}, {"frame": "done"}


class Scripted:
    """A sandbox in which a script runs instead of the job, as if the job had been taken over."""

    level, how = 0, "a script"

    def __init__(self, *messages):
        self.messages = messages
        self.requests = []

    def level_of(self, *, alone):
        return 0

    @contextmanager
    def stream(self, request, untrusted_source):
        self.requests.append(request)
        yield iter(self.messages)

    def run_each(self, requests, open_source):
        return iter(())


def job(path: str = "secret/bag.zip", **limits) -> Job:
    settings = IntakeSettings(**limits)
    return Job(
        exhibit_id="e" * 64,
        size=100,
        path=path,
        identified=Identification("application/zip", "its bytes", ""),
        budget=budget_for(100, settings),
    )


def told(*messages, **limits) -> list[tuple]:
    found = []
    with unpacking(job(**limits), io.BytesIO(), Scripted(*messages)) as incoming:
        for one in incoming:
            if isinstance(one, Fault):
                found.append((one.code, one.words))
            else:
                one.stream.begins()
                found.append((one.name, one.stream.read(), one.fault and one.fault.code))
    return found


def test_members_and_faults_come_in_their_order():
    note = {"frame": "note", "code": "gap", "words": {"n": "9"}}
    assert told(MEMBER, b"wo", b"rds", END, note, DONE) == [("a", b"words", None), ("gap", {"n": "9"})]


def test_a_member_without_bytes_is_a_member():
    assert told(MEMBER, END, DONE) == [("a", b"", None)]


def test_what_nobody_read_is_passed_over():
    with unpacking(job(), io.BytesIO(), Scripted(MEMBER, b"wo", b"rds", END, MEMBER, END, DONE)) as incoming:
        assert len(list(incoming)) == 2


@pytest.mark.parametrize(
    "messages",
    [
        (),
        (MEMBER, b"words", END),
        (MEMBER, b"words"),
        (MEMBER, b"words", MEMBER, END, DONE),
        (MEMBER, b"", END, DONE),
        (b"words", DONE),
        (END, DONE),
        ({"frame": "shell"}, DONE),
        ({}, DONE),
        ("text", DONE),
        (MEMBER, {"frame": "done"}),
    ],
)
def test_a_job_that_breaks_the_order_of_frames_is_not_believed(messages):
    with pytest.raises(RefusedError, match="could not be taken apart"):
        told(*messages)


def test_more_than_the_budget_is_refused_whatever_the_job_says():
    with pytest.raises(RefusedError, match="above 10 bytes"):
        told(MEMBER, b"x" * 11, END, DONE, free_unpacked_bytes=10, max_ratio=0)
    with pytest.raises(RefusedError, match="the most one item may have"):
        told(MEMBER, b"x" * 11, END, DONE, max_item_bytes=10)
    with pytest.raises(RefusedError, match="holds 1 members, more than the 0"):
        told(MEMBER, END, DONE, max_members=0)


def test_a_code_nobody_reviewed_words_no_sentence():
    """Who takes over a reader must not be able to write what the program says."""
    stopped = {"frame": "stopped", "code": "x", "words": {"path": "elsewhere", "reason": "call this number"}}
    with pytest.raises(RefusedError) as raised:
        told(stopped)
    assert raised.value.code == "sealed"
    assert "secret/bag.zip could not be taken apart" in raised.value.happened


def test_words_of_a_fault_cannot_move_its_path_or_fill_a_screen():
    stopped = {
        "frame": "stopped",
        "code": "archive",
        "words": {"path": "/etc/passwd", "reason": "a\nb" * 9000},
    }
    with pytest.raises(RefusedError) as raised:
        told(stopped)
    assert "secret/bag.zip" in raised.value.happened
    assert "passwd" not in raised.value.happened
    assert "\n" not in raised.value.happened
    assert len(raised.value.happened) < 500


def test_names_and_clocks_of_any_shape_become_text_and_numbers():
    odd = [
        {**MEMBER, "name": 7, "clock": "yesterday"},
        {**MEMBER, "name": "a\0b", "clock": float("nan")},
        {**MEMBER, "name": "\udcff", "clock": True},
        {**MEMBER, "name": "n" * 100_000, "clock": -1e300},
    ]
    messages = [frame for one in odd for frame in (one, END)]
    names = [name for name, _, _ in told(*messages, DONE)]
    assert names[:3] == ["7", "a\\x00b", "\\udcff"]
    assert len(names[3]) < 40_000


def test_the_request_names_neither_file_nor_path_nor_case():
    sandbox = Scripted(DONE)
    with unpacking(job(passwords=("open",)), io.BytesIO(), sandbox) as incoming:
        list(incoming)
    (request,) = sandbox.requests
    assert "secret" not in repr(request)
    assert "bag" not in repr(request)
    assert request.alone
    assert request.limits.max_seconds > 100


def test_the_inner_end_sends_frames_and_stops_at_its_allowance():
    request = job(free_unpacked_bytes=3, max_ratio=0).request()
    import_bag = {**request.arguments, "media_type": "application/mbox"}
    mail = b"From a\nFrom: a@x\n\nwords\n"
    frames = list(unpack_sealed(io.BytesIO(mail), import_bag, Limits()))
    kinds = [frame["frame"] for frame in frames]
    assert kinds == ["member", "broken", "stopped"]
    assert [frames[1]["code"], frames[2]["code"]] == ["budget", "spent"]


def test_a_held_container_can_be_opened_again(tmp_path, accession, kept):
    """After a password was given nobody has to find the delivery once more."""
    (tmp_path / "bag.zip").write_bytes(hostile.locked_zip({"a.txt": b"secret words"}, "tanit", "aes256"))
    first = list(receive([tmp_path], accession=accession, originals=kept, sandbox=Unsealed()))
    assert [one.status for one in first] == [Status.WAITING, Status.READ]
    exhibit, holding = first[-1].values
    (tmp_path / "bag.zip").unlink()

    def again(*passwords):
        return list(
            reopen(
                [(exhibit, holding)],
                accession=accession,
                originals=kept,
                settings=IntakeSettings(passwords=passwords),
                known_ids={exhibit.exhibit_id},
                sandbox=Unsealed(),
            )
        )

    (locked, _) = again("guess")
    assert (locked.status, locked.failures[0].code) == (Status.WAITING, "locked")
    member, container = again("guess", "tanit")
    assert kept.content[member.item_id] == b"secret words"
    assert container.values == (exhibit, holding)


def test_opening_again_with_raised_limits_gives_the_members(tmp_path, accession, kept, zipped):
    (tmp_path / "bag.zip").write_bytes(zipped({"zeros": bytes(1 << 20)}))
    settings = IntakeSettings(free_unpacked_bytes=1 << 16, max_ratio=1)
    (refused,) = receive([tmp_path], accession=accession, originals=kept, settings=settings)
    assert refused.status is Status.REFUSED
    exhibit, holding = refused.values
    raised = IntakeSettings(free_unpacked_bytes=1 << 16, max_ratio=1, raised=frozenset({exhibit.exhibit_id}))
    member, container = reopen([(exhibit, holding)], accession=accession, originals=kept, settings=raised)
    assert [type(value) for value in member.values] == [Exhibit, Holding]
    assert container.status is Status.READ


def test_a_delivery_with_and_without_a_sandbox_is_the_same(tmp_path, accession, kept, zipped, mailed):
    (tmp_path / "m.eml").write_bytes(mailed("See.", ("b.zip", zipped({"c.txt": b"words"}))))
    plain = list(receive([tmp_path], accession=accession, originals=kept))
    sealed = list(receive([tmp_path], accession=accession, originals=kept, sandbox=Unsealed()))
    assert plain == sealed
    assert len(plain) == 3
