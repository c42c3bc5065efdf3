"""Hub: a stand-in for a place that keeps voices, on a loopback port, with the faults of real ones."""

from __future__ import annotations

import contextlib
import hashlib
import json
import re
import threading
import urllib.parse
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(frozen=True, slots=True, kw_only=True)
class HubFault:
    """What happens to an answer."""

    status: int | None = None
    """Sent in place of the file."""
    headers: Mapping[str, str] = field(default_factory=dict)
    cut: int = 0
    """Bytes at the end that are announced and never sent."""
    silent_s: float = 0.0
    """Seconds of silence before those bytes."""
    shift: int = 0
    """How many bytes too late a range begins."""
    change: bytes | None = None
    """Sent in place of the file's bytes."""


class StubHub(ThreadingHTTPServer):
    """Gives files by their path."""

    daemon_threads = True
    block_on_close = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.files: dict[str, bytes] = {}
        self.faults: dict[str, list[HubFault]] = {}
        """By path; taken one by one from the front."""
        self.ranges = True
        """Whether it heeds a request for a part of a file."""
        self.asked: list[tuple[str, str | None]] = []
        """Paths, and the range that was asked for."""
        self.quiet = threading.Event()
        """Set to end every silence."""

    @property
    def address(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.server_port}"

    def add_voice(
        self, name: str, model: bytes, settings: Mapping[str, object], *, card: str | None = None
    ) -> str:
        """Add a voice to the files and to `voices.json`, as Piper's catalogue has it; return its folder."""
        code, speaker, quality = name.split("-", 2)
        folder = f"{code.partition('_')[0]}/{code}/{speaker}/{quality}"
        files = {f"{name}.onnx": model, f"{name}.onnx.json": json.dumps(settings).encode()}
        if card is not None:
            files["MODEL_CARD"] = card.encode()
        catalogue = json.loads(self.files.get("voices.json", b"{}"))
        catalogue[name] = {
            "key": name,
            "language": {"code": code},
            "num_speakers": 1,
            "files": {
                f"{folder}/{file}": {
                    "size_bytes": len(data),
                    "md5_digest": hashlib.md5(data, usedforsecurity=False).hexdigest(),
                }
                for file, data in files.items()
            },
            "aliases": [],
        }
        self.files["voices.json"] = json.dumps(catalogue).encode()
        self.files.update({f"{folder}/{file}": data for file, data in files.items()})
        return folder

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of clients that hang up."""


@contextlib.contextmanager
def stub_hub() -> Iterator[StubHub]:
    """Run a hub until the block ends."""
    with StubHub() as hub:
        thread = threading.Thread(target=hub.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield hub
        finally:
            hub.quiet.set()
            hub.shutdown()
            thread.join()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: StubHub

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- as http.server names it
        """Say nothing."""

    def do_GET(self) -> None:
        """Answer with a file or the end of it (RFC 9110, 14), or with the next fault of its path."""
        path = urllib.parse.unquote(self.path.lstrip("/"))
        self.server.asked.append((path, self.headers.get("Range")))
        faults = self.server.faults.get(path, [])
        fault = faults.pop(0) if faults else HubFault()
        data = fault.change if fault.change is not None else self.server.files.get(path)
        if fault.status is not None or data is None:
            self._answer(fault.status or 404, b"", dict(fault.headers))
            return
        asked = re.fullmatch(r"bytes=(\d+)-", self.headers.get("Range", ""))
        first = int(asked[1]) if asked and self.server.ranges else 0
        if first and first >= len(data):
            self._answer(416, b"", {"Content-Range": f"bytes */{len(data)}"})
            return
        headers = {}
        if first:
            first += fault.shift
            headers["Content-Range"] = f"bytes {first}-{len(data) - 1}/{len(data)}"
        self._answer(206 if first else 200, data[first:], headers, fault)

    def _answer(
        self, status: int, body: bytes, headers: Mapping[str, str], fault: HubFault | None = None
    ) -> None:
        cut = fault.cut if fault else 0
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body[: len(body) - cut])
        self.wfile.flush()
        if fault and fault.silent_s:
            self.server.quiet.wait(fault.silent_s)
        self.close_connection = cut > 0
