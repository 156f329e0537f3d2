"""The HTTP client: what is sent is what was shown, and no answer makes it do anything else."""

import json
import time

import pytest
from local_server import completion, says, serving

from twosource.endpoint import EndpointLimits, HttpEndpoint, grant
from twosource.errors import RefusedError, TryAgainError
from twosource.ports import ModelRequest

REQUEST = ModelRequest(instructions="Do this.", untrusted_text='{"paragraphs": []}')


def endpoint(origin, **limits):
    return HttpEndpoint(grant(origin, "small", limits=EndpointLimits(**{"max_seconds": 5.0, **limits})))


class TestSending:
    def test_exactly_what_was_shown_is_sent_and_to_one_path(self):
        with serving(says("{}")) as (origin, received):
            asked = endpoint(origin)
            asked.ask(REQUEST)
        (got,) = received
        assert got["body"] == json.loads(asked.written(REQUEST))
        assert got["path"] == "/v1/chat/completions"

    def test_material_stands_apart_from_instructions_and_no_tools_are_given(self):
        body = json.loads(endpoint("http://127.0.0.1:1").written(REQUEST))
        assert [m["role"] for m in body["messages"]] == ["system", "user"]
        assert body["messages"][1]["content"] == REQUEST.untrusted_text
        assert not {"tools", "functions", "tool_choice"} & set(body)
        assert (body["temperature"], body["stream"]) == (0, False)

    def test_the_same_request_is_the_same_bytes(self):
        asked = endpoint("http://127.0.0.1:1")
        assert asked.written(REQUEST) == asked.written(REQUEST)

    def test_a_picture_goes_as_data_and_never_as_an_address(self):
        body = json.loads(endpoint("http://127.0.0.1:1").written(
            ModelRequest(instructions="x", untrusted_text="y", picture=b"\x89PNG")
        ))  # fmt: skip
        assert body["messages"][1]["content"][1]["image_url"]["url"] == "data:image/png;base64,iVBORw=="

    def test_a_key_goes_in_its_header_only(self):
        with serving(says("{}")) as (origin, received):
            HttpEndpoint(grant(origin, "small", key="k-1")).ask(REQUEST)
        assert received[0]["headers"]["Authorization"] == "Bearer k-1"
        assert "k-1" not in json.dumps(received[0]["body"])

    def test_no_proxy_of_the_environment_is_used(self, monkeypatch):
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, "http://127.0.0.1:1")
        with serving(says("fine")) as (origin, received):
            assert endpoint(origin).ask(REQUEST).untrusted_text == "fine"
        assert len(received) == 1

    def test_a_request_beyond_the_limit_is_not_sent(self):
        with (
            serving(says("{}")) as (origin, received),
            pytest.raises(RefusedError, match="more than the 10 granted"),
        ):
            endpoint(origin, max_sent=10).ask(REQUEST)
        assert received == []


class TestReceiving:
    def test_the_answer_names_its_model_and_version(self):
        with serving(says("words")) as (origin, _):
            answer = endpoint(origin).ask(REQUEST)
        assert (answer.untrusted_text, answer.model, answer.version) == ("words", "small-model-1", "fp_7")

    def test_a_name_that_would_steer_something_is_cut_to_letters(self):
        with serving(says("x", model="<b>\x1b[31m" + "m" * 500, system_fingerprint=7)) as (origin, _):
            answer = endpoint(origin).ask(REQUEST)
        assert answer.model == ("b>[31m".replace(">", "").replace("[", "") + "m" * 500)[:100]
        assert answer.version == "unknown"

    def test_a_redirect_is_refused_and_not_followed(self):
        with serving(says("{}")) as (elsewhere, followed):
            headers = [("Location", f"{elsewhere}/v1/chat/completions")]
            for status in (301, 302, 303, 307, 308):
                with (
                    serving(says(b"", status, headers)) as (origin, _),
                    pytest.raises(RefusedError, match="elsewhere"),
                ):
                    endpoint(origin).ask(REQUEST)
        assert followed == []

    @pytest.mark.parametrize("status", [204, 400, 401, 404, 429, 500, 503])
    def test_another_status_is_a_sentence_without_the_servers_words(self, status):
        with (
            serving(says(b"<script>planted</script>", status)) as (origin, _),
            pytest.raises(RefusedError) as error,
        ):
            endpoint(origin).ask(REQUEST)
        assert f"status {status}" in error.value.sentences()
        assert "planted" not in error.value.sentences()

    @pytest.mark.parametrize(
        "body",
        [
            b"", b"no json", b"[]", b"null", b'{"choices": []}', b'{"choices": [{"message": {}}]}',
            b'{"choices": [{"message": {"content": null, "tool_calls": [{"function": {"name": "rm"}}]}}]}',
            b'{"choices": [{"message": {"content": ["a"]}}]}', b"[" * 100_000, b"\xff\xfe\x00",
        ],
    )  # fmt: skip
    def test_what_is_not_of_the_interface_is_refused(self, body):
        with serving(says(body)) as (origin, _), pytest.raises(RefusedError) as error:
            endpoint(origin).ask(REQUEST)
        assert error.value.code == "endpoint"

    def test_a_huge_answer_is_cut_off_and_refused(self):
        def endless(handler, _body):
            handler.send_response(200)
            handler.end_headers()
            while True:
                handler.wfile.write(b"x" * 65536)

        with serving(endless) as (origin, _), pytest.raises(RefusedError, match="more than 100,000 bytes"):
            endpoint(origin, max_received=100_000).ask(REQUEST)

    def test_a_compressed_answer_that_nobody_asked_for_is_refused(self):
        answer = says(b"x", headers=[("Content-Encoding", "gzip")])
        with serving(answer) as (origin, _), pytest.raises(RefusedError, match="compressed"):
            endpoint(origin).ask(REQUEST)

    @pytest.mark.parametrize("where", ["head", "body"])
    def test_a_server_that_drips_ends_at_the_deadline_of_the_whole_exchange(self, where):
        def drip(handler, _body):
            if where == "body":
                handler.send_response(200)
                handler.end_headers()
            else:
                handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
            for _ in range(200):
                handler.wfile.write(b"x")
                handler.wfile.flush()
                time.sleep(0.05)

        with (
            serving(drip) as (origin, _),
            pytest.raises(TryAgainError, match=r"took longer than 0\.4 seconds"),
        ):
            endpoint(origin, max_seconds=0.4).ask(REQUEST)

    def test_nobody_there_is_a_sentence(self):
        with serving(says("{}")) as (origin, _):
            pass
        with pytest.raises(TryAgainError, match="did not answer"):
            endpoint(origin).ask(REQUEST)

    def test_a_server_that_hangs_up_is_a_sentence(self):
        def hang_up(handler, _body):
            handler.connection.close()

        with serving(hang_up) as (origin, _), pytest.raises((TryAgainError, RefusedError)):
            endpoint(origin).ask(REQUEST)

    def test_an_answer_cut_short_is_no_answer(self):
        def short(handler, _body):
            body = completion("words")
            handler.send_response(200)
            handler.send_header("Content-Length", str(len(body)))
            handler.end_headers()
            handler.wfile.write(body[:-20])

        with serving(short) as (origin, _), pytest.raises((TryAgainError, RefusedError)):
            endpoint(origin).ask(REQUEST)
