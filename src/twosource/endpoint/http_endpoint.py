"""Chat completions over HTTP as OpenAI's interface defines them, to one granted origin and nowhere else.

The whole exchange has one deadline, kept by a watchdog that cuts the connection, so that a server
that sends a byte a minute ends like one that sends nothing.
"""

import base64
import json
import re
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from typing import Any

from twosource.endpoint.granting import EndpointGrant
from twosource.errors import RefusedError, TryAgainError
from twosource.ports import ModelAnswer, ModelRequest

PATH = "/v1/chat/completions"
CHUNK = 1 << 16
OK = 200
NAMED = re.compile(r"[^A-Za-z0-9._:/@+ -]")
MAX_NAME = 100
SENT = "What was sent is in the ledger; nothing of an answer was kept."
MISSHAPEN = (ValueError, TypeError, LookupError, AttributeError, RecursionError)


@dataclass(frozen=True, slots=True)
class HttpEndpoint:
    """A model behind the grant's origin."""

    grant: EndpointGrant

    @property
    def origin(self) -> str:
        """Where it is."""
        return self.grant.origin

    @property
    def model(self) -> str:
        """Which model is asked for."""
        return self.grant.model

    def written(self, request: ModelRequest) -> bytes:
        """Return the body of the request: no tools, no stream, no randomness asked for."""
        body = {
            "model": self.grant.model,
            "messages": [
                {"role": "system", "content": request.instructions},
                {"role": "user", "content": _content(request)},
            ],
            "temperature": 0,
            "max_tokens": self.grant.limits.max_tokens,
            "response_format": {"type": "json_object"},
            "stream": False,
        }
        return json.dumps(body, ensure_ascii=False, sort_keys=True).encode("utf-8", "replace")

    def ask(self, request: ModelRequest) -> ModelAnswer:
        """Send one request and return its answer.

        Raises TryAgainError where nobody answers in time, RefusedError for an answer that is too
        large, elsewhere, or not of the interface.
        """
        body = self.written(request)
        if len(body) > self.grant.limits.max_sent:
            raise _refused(
                f"The request has {len(body):,} bytes, more than the {self.grant.limits.max_sent:,} granted.",
                safe="Nothing was sent.",
            )
        with self._exchange(body) as exchange:
            received = self._received(exchange)
        return _answer(received, self.grant.model)

    @contextmanager
    def _exchange(self, body: bytes) -> Iterator["_Exchange"]:
        connection = self._connection()
        exchange = _Exchange()
        watchdog = threading.Timer(self.grant.limits.max_seconds, exchange.cut)
        watchdog.daemon = True
        watchdog.start()
        try:
            connection.connect()
            exchange.line = connection.sock
            connection.request("POST", PATH, body, self._headers())
            exchange.response = connection.getresponse()
            yield exchange
        except (OSError, HTTPException) as error:
            raise self._unanswered(exchange, error) from error
        finally:
            watchdog.cancel()
            exchange.end()
            connection.close()

    def _connection(self) -> HTTPConnection:
        seconds = self.grant.limits.max_seconds
        if self.grant.scheme == "https":
            context = ssl.create_default_context()
            return HTTPSConnection(self.grant.host, self.grant.port, timeout=seconds, context=context)
        return HTTPConnection(self.grant.host, self.grant.port, timeout=seconds)

    def _headers(self) -> dict[str, str]:
        headers = {
            "Content-Type": "application/json",
            "Accept": "application/json",
            "Accept-Encoding": "identity",
        }
        return {**headers, "Authorization": f"Bearer {self.grant.key}"} if self.grant.key else headers

    def _received(self, exchange: "_Exchange") -> bytes:
        response = exchange.response
        if response is None:
            raise self._unanswered(exchange, OSError("no response"))
        if 300 <= response.status < 400:
            raise _refused(f"{self.origin} points elsewhere ({response.status}), and only it was granted.")
        if response.status != OK:
            raise _refused(f"{self.origin} answered with status {response.status}.")
        if response.getheader("Content-Encoding", "identity").lower() != "identity":
            raise _refused(f"{self.origin} answered compressed, which was not asked for.")
        pieces, size = [], 0
        while chunk := response.read1(CHUNK):
            size += len(chunk)
            if size > self.grant.limits.max_received:
                raise _refused(
                    f"{self.origin} answered with more than {self.grant.limits.max_received:,} bytes."
                )
            pieces.append(chunk)
        if exchange.is_cut:
            raise self._unanswered(exchange, OSError("cut"))
        return b"".join(pieces)

    def _unanswered(self, exchange: "_Exchange", error: Exception) -> TryAgainError:
        took = f"took longer than {self.grant.limits.max_seconds:g} seconds"
        why = (
            took if exchange.is_cut or isinstance(error, TimeoutError) else f"did not answer ({_kind(error)})"
        )
        return TryAgainError(
            f"{self.origin} {why}.", safe=SENT, remedy="See that the model runs there, then ask again."
        )


@dataclass(slots=True)
class _Exchange:
    """One request and its response, which the watchdog can cut."""

    # Held here because the connection lets go of its socket once the last answer has begun.
    line: socket.socket | None = None
    response: HTTPResponse | None = None
    is_cut: bool = False

    def end(self) -> None:
        """Let go of what was opened; the response holds the socket where the connection no longer does."""
        if self.response is not None:
            self.response.close()
        if self.line is not None:
            self.line.close()

    def cut(self) -> None:
        """End the exchange, whatever it waits for."""
        self.is_cut = True
        if self.line is not None:
            with suppress(OSError):
                self.line.shutdown(socket.SHUT_RDWR)


def _kind(error: Exception) -> str:
    return getattr(error, "strerror", None) or type(error).__name__


def _content(request: ModelRequest) -> str | list[dict[str, Any]]:
    if not request.picture:
        return request.untrusted_text
    encoded = base64.b64encode(request.picture).decode("ascii")
    return [
        {"type": "text", "text": request.untrusted_text},
        {"type": "image_url", "image_url": {"url": f"data:image/png;base64,{encoded}"}},
    ]


def _answer(received: bytes, asked_for: str) -> ModelAnswer:
    """Take the one text out of an answer; tool calls, other choices and everything else are left."""
    try:
        whole = json.loads(received)
        text = whole["choices"][0]["message"]["content"]
        if not isinstance(text, str):
            raise TypeError("the content is no text")
    except MISSHAPEN as error:
        raise _refused("The answer is not of the interface that was asked.") from error
    return ModelAnswer(
        untrusted_text=text,
        model=_name(whole.get("model")) or asked_for,
        version=_name(whole.get("system_fingerprint")) or "unknown",
        n_received=len(received),
    )


def _name(untrusted: Any) -> str:
    """Return what a model calls itself, cut to letters that steer nothing."""
    return NAMED.sub("", untrusted)[:MAX_NAME].strip() if isinstance(untrusted, str) else ""


def _refused(happened: str, *, safe: str = SENT) -> RefusedError:
    return RefusedError(
        happened, safe=safe, remedy="Look at the endpoint, or do without it.", code="endpoint"
    )
