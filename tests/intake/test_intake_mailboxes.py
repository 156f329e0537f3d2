"""Mailboxes: every message an exhibit, cut where messages begin and nowhere else."""

import io
import mailbox
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twosource.evidence.holdings import Exhibit, Holding
from twosource.intake import IntakeSettings, receive
from twosource.intake.containers import Allowance, FaultError
from twosource.intake.mailboxes import MAX_LINE, members_of_mailbox, messages_of
from twosource.terms import Status

FROM = b"From a@example.org Mon May  2 10:00:00 2016\n"
FIRST = b"From: a@example.org\nMessage-ID: <1@x>\nSubject: one\n\nfirst words\n"
SECOND = b"From: b@example.org\nMessage-ID: <2@x>\nSubject: two\n\nsecond words\n"


def messages(content: bytes) -> list[bytes]:
    return [content[gap.start : gap.end] for gap in messages_of(io.BytesIO(content))]


def test_every_message_is_a_member_without_the_line_before_it():
    assert messages(FROM + FIRST + b"\n" + FROM + SECOND) == [FIRST, SECOND]
    assert messages((FROM + FIRST + b"\n" + FROM + SECOND).replace(b"\n", b"\r\n")) == [
        FIRST.replace(b"\n", b"\r\n"),
        SECOND.replace(b"\n", b"\r\n"),
    ]


@pytest.mark.parametrize(
    "body",
    [
        b"From the hills they came\n",
        b"\nFrom the hills\nthey came\n",
        b"\n>From a@x\nSubject: x\n",
        b"x" * MAX_LINE + b"From a\nb: c\n",
    ],
)
def test_a_sentence_that_begins_so_cuts_no_message(body):
    assert messages(FROM + FIRST + body + b"\n" + FROM + SECOND) == [FIRST + body, SECOND]


def test_messages_are_cut_as_the_standard_library_cuts_them(tmp_path):
    box = mailbox.mbox(tmp_path / "a.mbox")
    for content in (FIRST, SECOND, FIRST):
        box.add(content)
    box.flush()
    theirs = [box.get_bytes(key) for key in box.iterkeys()]
    box.close()
    found = messages((tmp_path / "a.mbox").read_bytes())
    assert [one.rstrip() for one in found] == [one.rstrip() for one in theirs]


def test_a_mailbox_is_received_as_its_messages(tmp_path, kept, accession):
    (tmp_path / "a.mbox").write_bytes(FROM + FIRST + b"\n" + FROM + SECOND)
    outcomes = list(receive([tmp_path], accession=accession, originals=kept))
    values = [value for one in outcomes for value in one.values]
    holdings = [value for value in values if isinstance(value, Holding)]
    assert [one.path for one in holdings] == ["a.mbox/message-1.eml", "a.mbox/message-2.eml", "a.mbox"]
    assert [one.media_type for one in values if isinstance(one, Exhibit)] == [
        "message/rfc822",
        "message/rfc822",
        "application/mbox",
    ]
    assert {one.container_id for one in holdings[:2]} == {outcomes[-1].item_id}
    assert {one.status for one in outcomes} == {Status.READ}


def test_attachments_of_a_message_in_a_mailbox_are_members_of_the_message(tmp_path, kept, accession, mailed):
    (tmp_path / "a.mbox").write_bytes(
        FROM + mailed("See this.", ("list.csv", b"a,b,c\n1,2,3\n4,5,6\n")) + b"\n" + FROM + SECOND
    )
    outcomes = list(receive([tmp_path], accession=accession, originals=kept))
    paths = [value.path for one in outcomes for value in one.values if isinstance(value, Holding)]
    assert paths == [
        "a.mbox/message-2.eml",
        "a.mbox/message-1.eml/list.csv",
        "a.mbox/message-1.eml",
        "a.mbox",
    ]


def test_more_messages_than_may_be_taken_are_told(tmp_path, kept, accession):
    (tmp_path / "a.mbox").write_bytes((FROM + FIRST + b"\n") * 5)
    settings = IntakeSettings(max_members=3)
    outcomes = list(receive([tmp_path], accession=accession, originals=kept, settings=settings))
    assert [failure.code for failure in outcomes[-1].failures] == ["members"]
    assert outcomes[-1].status is Status.PARTLY_READ
    assert len(outcomes) == 4


def allowed(n_members: int = 100) -> Allowance:
    return Allowance(
        n_bytes_left=1 << 20, n_members_left=n_members, max_item_bytes=1 << 20, max_mail_bytes=1 << 20
    )


def test_more_messages_than_are_left_end_the_mailbox():
    with pytest.raises(FaultError) as raised:
        list(members_of_mailbox(io.BytesIO((FROM + FIRST + b"\n") * 2), allowed(1)))
    assert raised.value.fault.words == {"n": "at least 2", "limit": "1"}


def test_what_stands_before_the_first_message_is_told():
    given = list(members_of_mailbox(io.BytesIO(b"x" * 2000 + b"\n\n" + FROM + FIRST), allowed()))
    assert [getattr(one, "code", "") for one in given] == ["before", ""]


def test_a_mailbox_can_be_read_while_its_messages_are():
    """Whoever takes a message moves the stream; the next one is found all the same."""
    source = io.BytesIO((FROM + FIRST + b"\n") * 3)
    found = []
    for member in members_of_mailbox(source, allowed()):
        found.append(b"".join(member.chunks()))
        source.seek(7)
    assert found == [FIRST, FIRST, FIRST + b"\n"]


@given(st.binary(max_size=300))
def test_any_bytes_are_cut_into_stretches_in_order(content):
    gaps = list(messages_of(io.BytesIO(b"From a\nb: c\n" + content)))
    assert len(gaps) >= 1
    assert all(one.start <= one.end for one in gaps)
    assert all(one.end <= other.start for one, other in pairwise(gaps))
