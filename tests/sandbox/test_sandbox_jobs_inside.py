"""What a job finds inside, and how its words come out."""

import io

import pytest
from sandbox_samples import SMALL, answer_of, request_for

from twosource.errors import LimitError, RefusedError
from twosource.ports import Limits


def take_all(messages, into):
    for message in messages:
        into.append(message)


def test_a_job_reads_the_original_and_its_words_come_out(sandbox):
    answer = answer_of(sandbox, request_for("echo", said="سلام \ud800"), "كلمة".encode())
    assert answer.refused is None
    assert answer.untrusted_messages[0]["said"] == "سلام \ud800"
    assert answer.untrusted_messages[0]["bytes"] == "كلمة"


def test_an_original_that_is_a_real_file_is_read_from_its_beginning_twice(sandbox, tmp_path):
    path = tmp_path / "exhibit"
    path.write_bytes(b"0123456789")
    path.chmod(0o444)
    with path.open("rb") as source:
        source.read(5)
        for _ in range(2):
            with sandbox.stream(request_for("echo", said="x"), source) as messages:
                assert [one["bytes"] for one in messages] == ["0123456789"]


def test_a_job_is_nobody_and_holds_only_its_own_two_descriptors(sandbox):
    [said] = answer_of(sandbox, request_for("tell_surroundings")).untrusted_messages
    assert said["uid"] != 0
    assert said["held"] == [0, 1, 2, 3, 4]
    assert not {"USER", "SSH_AUTH_SOCK", "LANG"} & set(said["environment"])


def test_the_kernel_limits_memory_time_size_descriptors_and_processes(sandbox):
    limits = Limits(max_seconds=7.0, max_memory=300 << 20)
    [said] = answer_of(sandbox, request_for("tell_limits", limits=limits)).untrusted_messages
    assert 300 << 20 <= said["RLIMIT_AS"] < 3000 << 20
    assert said["RLIMIT_CPU"] == 9
    assert said["RLIMIT_FSIZE"] == 256 << 20
    assert said["RLIMIT_CORE"] == 0
    assert 0 < said["RLIMIT_NOFILE"] <= 256
    assert said["RLIMIT_NPROC"] > 0


def test_a_job_may_run_programs_and_use_its_temporary_folder(sandbox):
    assert answer_of(sandbox, request_for("start_a_program")).untrusted_messages == ({"out": "a\nb\n"},)
    assert answer_of(sandbox, request_for("write_scratch")).untrusted_messages == ({"read": "words"},)


def test_a_refusal_crosses_the_wall_with_its_sentences(sandbox):
    refused = answer_of(sandbox, request_for("refuse")).refused
    assert isinstance(refused, RefusedError)
    assert refused.code == "password"
    assert refused.sentences() == "It is locked. Kept. Unlock it."


def test_a_limit_stays_a_limit_its_text_is_cut_and_a_strange_code_is_dropped(sandbox):
    refused = answer_of(sandbox, request_for("refuse_over_limit")).refused
    assert isinstance(refused, LimitError)
    assert len(refused.happened) == 1000
    assert refused.code == ""


def test_what_was_sent_before_a_refusal_is_dropped_from_an_answer_and_kept_in_a_stream(sandbox):
    assert answer_of(sandbox, request_for("refuse")).untrusted_messages == ()
    got = []
    with (
        sandbox.stream(request_for("refuse"), io.BytesIO(b"x")) as messages,
        pytest.raises(RefusedError, match="locked"),
    ):
        take_all(messages, got)
    assert got == [{"before": True}]


def test_a_job_that_is_not_there_is_the_programs_fault_and_raises(sandbox):
    with pytest.raises(ImportError, match="no such job"):
        answer_of(sandbox, request_for("nothing_of_that_name"))
    assert answer_of(sandbox, request_for("echo", said="still here")).refused is None


def test_arguments_too_long_for_an_order_are_a_mistake_of_the_caller(sandbox):
    with pytest.raises(ValueError, match="arguments"):
        answer_of(sandbox, request_for("echo", said="x" * 200_000))


def test_a_fresh_sandbox_serves_a_request_that_asks_to_be_alone(sandbox):
    answer = answer_of(sandbox, request_for("echo", said="alone", alone=True, limits=SMALL))
    assert answer.untrusted_messages[0]["said"] == "alone"
    assert sandbox.level_of(alone=True) == (3 if sandbox.level == 2 else 1)


def test_it_says_what_seals_with_versions(sandbox):
    assert "seccomp" in sandbox.how
    assert any(sign.isdigit() for sign in sandbox.how)
