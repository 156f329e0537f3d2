"""Grants: one origin, one model, and nothing that could become another address."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twosource.endpoint import EndpointLimits, grant
from twosource.errors import NetworkError


@pytest.mark.parametrize(
    ("origin", "shown"),
    [
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
        ("http://localhost", "http://localhost:80"),
        ("http://[::1]:9/", "http://[::1]:9"),
        ("https://models.example.org", "https://models.example.org:443"),
        (" https://10.0.0.7:8443 ", "https://10.0.0.7:8443"),
    ],
)
def test_an_origin_is_granted_as_scheme_host_and_port(origin, shown):
    assert grant(origin, "m").origin == shown


@pytest.mark.parametrize(
    "origin",
    [
        "", "127.0.0.1:8080", "ftp://127.0.0.1", "file:///etc/passwd", "unix:/run/x.sock", "http://",
        "http://models.example.org", "http://192.168.1.5:8080", "http://0.0.0.0:1", "http://169.254.169.254",
        "http://127.0.0.1.example.org", "https://user@models.example.org", "https://user:pass@models.example.org",
        "https://models.example.org/v1", "https://models.example.org?x=1", "https://models.example.org#x",
        "https://models.example.org:port", "https://models.example.org:99999", "https://mod els.example.org",
        "https://[bad", "https://a\r\nHost: b", "javascript:alert(1)", "http://localhost@models.example.org",
        "http://2130706433@x", "https://-x.example.org",
    ],
)  # fmt: skip
def test_everything_else_is_refused_with_a_sentence(origin):
    with pytest.raises(NetworkError) as error:
        grant(origin, "m")
    assert error.value.exit_code == 8
    assert "Nothing was sent." in error.value.sentences()


@pytest.mark.parametrize("model", ["", " ", "a b", "x\n", "-m", "m" * 200, "<script>"])
def test_a_model_is_a_name(model):
    with pytest.raises(NetworkError):
        grant("http://127.0.0.1:1", model)


def test_a_key_with_a_line_break_cannot_add_a_header():
    with pytest.raises(NetworkError):
        grant("http://127.0.0.1:1", "m", key="x\r\nHost: y")


def test_a_key_is_never_shown():
    granted = grant("http://127.0.0.1:1", "m", key="secret-key")
    assert "secret-key" not in repr(granted) + granted.origin


def test_limits_are_part_of_the_grant():
    assert grant("http://127.0.0.1:1", "m", limits=EndpointLimits(max_sent=5)).limits.max_sent == 5


@given(st.text(max_size=60))
def test_any_text_is_granted_as_an_origin_or_refused(text):
    try:
        granted = grant(text, "m")
    except NetworkError:
        return
    assert granted.origin.startswith(("http://", "https://"))
    assert grant(granted.origin, "m") == granted
