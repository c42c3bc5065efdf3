"""Translating: a stand-in for services that translate, on a loopback port, with the faults of real ones."""

from __future__ import annotations

import contextlib
import json
import re
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, TypeVar


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """An answer in place of a translation."""

    status: int = 200
    body: bytes | None = None
    """None: the translation after all."""
    headers: Mapping[str, str] = field(default_factory=dict)
    change: Callable[[list[str]], list[str]] | None = None
    """What becomes of the translated texts before they are sent."""
    pause_s: float = 0.0
    cut: int = 0
    """Bytes that are announced and never sent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request as it came."""

    path: str
    headers: Mapping[str, str]
    value: Any


class StubService(ThreadingHTTPServer):
    """Speaks as LibreTranslate, DeepL and OpenAI do, by the path that is asked.

    A translation is the text with every word that has no figure, tag or capitals alone turned round.
    """

    daemon_threads = True
    block_on_close = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.faults: list[Fault] = []
        """Taken one by one from the front; with none left every answer is right."""
        self.asked: list[Asked] = []

    @property
    def address(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.server_port}"

    def answer(self, path: str, value: Any, fault: Fault) -> bytes:
        """Return the right answer to what was asked of `path`."""
        if path.endswith("/translate") and "q" in value:
            return _json({"translatedText": _texts(value["q"], fault)})
        if path.endswith("/v2/translate"):
            return _json({"translations": [{"text": text} for text in _texts(value["text"], fault)]})
        passages = json.loads(value["messages"][1]["content"])["passages"]
        texts = _texts([passage["text"] for passage in passages], fault)
        written = {"translations": [{"id": number, "text": text} for number, text in enumerate(texts, 1)]}
        content = f"```json\n{json.dumps(written)}\n```"
        return _json({"choices": [{"message": {"role": "assistant", "content": content}}]})

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of clients that hang up."""


_Stub = TypeVar("_Stub", bound=StubService)


@contextlib.contextmanager
def running(service: _Stub) -> Iterator[_Stub]:
    """Run a service until the block ends."""
    with service:
        thread = threading.Thread(target=service.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield service
        finally:
            service.shutdown()
            thread.join()


def stub_service() -> contextlib.AbstractContextManager[StubService]:
    """Run a service that translates until the block ends."""
    return running(StubService())


def turned_round(text: str) -> str:
    """Return a "translation": words backwards, a "not" as Spanish has it, all else as it is."""
    return re.sub(r"<[^>]*>|&\w+;|[^\W\d_]+", _turned_round, text)


def _turned_round(found: re.Match[str]) -> str:
    word = found[0]
    if word.lower() in {"no", "not"}:
        return "No" if word[0].isupper() else "no"
    return word if word[0] in "<&" or word.isupper() else word[::-1]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: StubService

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- as http.server names it
        """Say nothing."""

    def do_POST(self) -> None:
        """Answer with the next fault, or a translation."""
        value = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append(Asked(path=self.path, headers=dict(self.headers), value=value))
        fault = self.server.faults.pop(0) if self.server.faults else Fault()
        if fault.pause_s:
            time.sleep(fault.pause_s)
        body = fault.body if fault.body is not None else self.server.answer(self.path, value, fault)
        with contextlib.suppress(ConnectionError):
            self.send_response(fault.status)
            for name, text in fault.headers.items():
                self.send_header(name, text)
            self.send_header("Content-Length", str(len(body) + fault.cut))
            self.end_headers()
            self.wfile.write(body)
        self.close_connection = True


def _json(value: object) -> bytes:
    return json.dumps(value).encode()


def _texts(texts: list[str], fault: Fault) -> list[str]:
    done = [turned_round(text) for text in texts]
    return fault.change(done) if fault.change else done
