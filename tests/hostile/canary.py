"""A web server on loopback that nobody may ask anything: hostile inputs name its address in every way they can."""

import atexit
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

_SOCKET = socket.create_server(("127.0.0.1", 0))
atexit.register(_SOCKET.close)
PORT = _SOCKET.getsockname()[1]
CANARY = f"http://127.0.0.1:{PORT}/canary"
"""The address that inputs name. It is known when this module is imported; `listening` answers it."""


class _Handler(BaseHTTPRequestHandler):
    def parse_request(self) -> bool:
        """Note whatever comes, of any method, and answer nothing of use."""
        self.server.requests.append(self.raw_requestline.decode("latin-1").strip())  # type: ignore[attr-defined]
        self.wfile.write(b"HTTP/1.0 404 Not Found\r\nContent-Length: 0\r\n\r\n")
        self.close_connection = True
        return False

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def listening() -> Iterator[list[str]]:
    """Answer at `CANARY` until the block ends; yield the first line of every request so far."""
    server = ThreadingHTTPServer(("127.0.0.1", PORT), _Handler, bind_and_activate=False)
    server.socket.close()
    server.socket = _SOCKET.dup()
    server.requests = []  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield server.requests  # type: ignore[attr-defined]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
