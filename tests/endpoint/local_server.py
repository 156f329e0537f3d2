"""A small server on 127.0.0.1 that answers as a test tells it, and remembers what it was sent."""

import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


def completion(content, **more):
    """Return a chat completion whose one choice says `content`."""
    body = {
        "model": "small-model-1",
        "system_fingerprint": "fp_7",
        "choices": [{"message": {"content": content}}],
    }
    return json.dumps({**body, **more}).encode()


@contextmanager
def serving(answer):
    """Serve `answer(handler, body)` on a free port; yields (origin, list of bodies received)."""
    received = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            received.append({"path": self.path, "headers": dict(self.headers), "body": json.loads(body)})
            try:
                answer(self, json.loads(body))
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True

        def log_message(self, *_):
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", received
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def says(content, status=200, headers=(), **more):
    """Return an answer that says one thing."""

    def answer(handler, _body):
        body = completion(content, **more) if isinstance(content, str) else content
        handler.send_response(status)
        for name, value in headers:
            handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return answer
