"""Fetch: a large file from a service, taken up where it broke off, and kept only when it is the right one.

What has come so far lies beside the file as `.part`. Redirects are followed to https alone, or from this
machine to itself; certificates are checked, every wait has an end, and a connection that trickles is cut.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import hashlib
import os
import re
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, NoReturn

from builder.base.errors import Busy, NetworkError
from builder.base.text import one_line, shorten
from builder.system.files import cannot_write
from builder.system.http import AGAIN, Limits, ServiceRefused, is_loopback, wait_asked_for

if TYPE_CHECKING:
    from http.client import HTTPResponse
    from urllib.error import HTTPError
    from urllib.request import OpenerDirector

_FIRST_WAIT_S, _LONGEST_WAIT_S = 1.0, 60.0
_BLOCK_BYTES = 1 << 16
_PROGRESS_BYTES = 1 << 16
"""With that much more of a file all tries count anew."""
_PACE_S, _PACE_BYTES = 60.0, 1 << 14
"""A connection brings that much in that time, or is given up."""
_AGAIN_HINT = "run it again: it goes on where it broke off"


@dataclass(frozen=True, slots=True, kw_only=True)
class Remote:
    """A file of a service, and what it has to be."""

    address: str
    size_bytes: int
    md5: str
    """32 hex digits: against damage on the way, not against a service that lies."""


def fetch(
    remote: Remote,
    path: Path,
    *,
    service: str,
    limits: Limits | None = None,
    tell: Callable[[int], None] = lambda _done_bytes: None,
    sleep: Callable[[float], None] = time.sleep,
    clock: Callable[[], float] = time.monotonic,
) -> None:
    """Fetch `remote` into `path`, which is there whole and right, or as it was.

    Args:
        remote: The file.
        path: Where it goes; missing folders are made.
        service: What messages call the service.
        limits: Of the exchange; the longest time does not count, but a pace is asked for.
        tell: Is told how many bytes are there, again and again.
        sleep: Waits between two tries.
        clock: Seconds that only grow.

    Raises:
        ServiceRefused: The service does not give the file.
        NetworkError: It cannot be reached, or what it sent is another file, which is removed then.
        OutputError: The disk or the folder does not take it.
        Busy: Another process is fetching it.
    """
    part = path.with_name(f"{path.name}.part")
    exchange = _Exchange(service=service, limits=limits or Limits(), sleep=sleep, clock=clock)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with _alone(part) as file:
            _need_space(part, remote.size_bytes - part.stat().st_size)
            exchange.fill(file, remote, tell)
            _check(file, remote, part, service)
            part.replace(path)
    except OSError as error:
        raise cannot_write(part, error) from error


def fetch_bytes(
    address: str,
    *,
    service: str,
    limits: Limits | None = None,
    sleep: Callable[[float], None] = time.sleep,
    clock: Callable[[], float] = time.monotonic,
) -> bytes:
    """Return what the service has at `address`, at most as long as `limits` allow.

    Raises:
        ServiceRefused: It answered with another status than 200.
        NetworkError: It cannot be reached, or its answer is too long or broken off.
    """
    exchange = _Exchange(service=service, limits=limits or Limits(), sleep=sleep, clock=clock)
    return exchange.bytes_of(address)


def is_whole(path: Path, remote: Remote) -> bool:
    """Tell whether `path` is the file that would be fetched."""
    try:
        if path.stat().st_size != remote.size_bytes:
            return False
        with path.open("rb") as file:
            return _md5(file) == remote.md5
    except OSError:
        return False


class _Passing(Exception):
    """A fault that may be gone when it is tried again, after `wait_s` seconds at least."""

    def __init__(self, error: NetworkError, *, wait_s: float = 0.0) -> None:
        super().__init__(str(error))
        self.error = error
        self.wait_s = wait_s


class _OutOfRange(Exception):
    """The service has no bytes where ours end: what we have is of another file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Exchange:
    service: str
    limits: Limits
    sleep: Callable[[float], None]
    clock: Callable[[], float]

    def bytes_of(self, address: str) -> bytes:
        tried = 0
        while True:
            body = bytearray()
            try:
                for _, block in self._blocks(address, 0):
                    body += block
                    if len(body) > self.limits.most_bytes:
                        raise self._error(f"{address} is longer than {self.limits.most_bytes} bytes")
                return bytes(body)
            except _Passing as passing:
                tried = self._wait(tried, passing)

    def fill(self, file: IO[bytes], remote: Remote, tell: Callable[[int], None]) -> None:
        """Bring `file` to the size of `remote`, from where it ends."""
        tried = 0
        while (had := file.seek(0, os.SEEK_END)) != remote.size_bytes:
            if had > remote.size_bytes:
                file.truncate(0)
                continue
            try:
                self._append(file, remote, had, tell)
            except _OutOfRange:
                file.truncate(0)
                tried = self._wait(tried, _Passing(self._error("it has no bytes where ours end")))
            except _Passing as passing:
                file.flush()
                came = file.seek(0, os.SEEK_END) - had
                tried = self._wait(0 if came >= _PROGRESS_BYTES else tried, passing)

    def _append(self, file: IO[bytes], remote: Remote, had: int, tell: Callable[[int], None]) -> None:
        size = had
        for start, block in self._blocks(remote.address, had):
            if start == 0 and size:
                file.truncate(0)  # the service gives the whole file whatever it is asked for
                file.seek(0)
            size = start + len(block)
            if size > remote.size_bytes:
                file.truncate(0)
                raise self._error(f"{remote.address} is longer than the {remote.size_bytes} bytes announced")
            file.write(block)
            tell(size)
        if size < remote.size_bytes:
            raise _Passing(self._error(f"its answer ended {remote.size_bytes - size} bytes too early"))

    def _blocks(self, address: str, start: int) -> Iterator[tuple[int, bytes]]:
        """Yield stretches of what is at `address` from `start` on, or from 0, each with its place."""
        import ssl
        from http.client import HTTPException
        from urllib.error import HTTPError, URLError
        from urllib.request import Request

        request = Request(address, headers={"Accept-Encoding": "identity"})  # noqa: S310 - https or this machine
        if start:
            request.add_header("Range", f"bytes={start}-")
        try:
            with _opener().open(request, timeout=self.limits.timeout_s) as response:
                place = self._first_byte(response, start)
                for block in self._paced(response):
                    yield place, block
                    place += len(block)
                if response.length:
                    raise _Passing(
                        self._error(f"its answer broke off {response.length} bytes before its end")
                    )
        except HTTPError as error:
            with error:
                self._refuse(error, address)
        except URLError as error:
            if isinstance(error.reason, ssl.SSLCertVerificationError):
                raise self._error(f"its certificate is not to be trusted: {error.reason}") from error
            raise _Passing(self._error(f"it cannot be reached: {error.reason}")) from error
        except TimeoutError as error:
            raise _Passing(self._error(f"it was silent for {self.limits.timeout_s:g} s")) from error
        except (OSError, HTTPException) as error:
            said = f"the connection broke: {str(error) or type(error).__name__}"
            raise _Passing(self._error(said)) from error

    def _first_byte(self, response: HTTPResponse, start: int) -> int:
        """Return where an answer begins (RFC 9110, 14.4 and 15.3.7)."""
        if response.status != 206:
            return 0
        found = re.match(r"bytes (\d+)-", response.headers.get("Content-Range", ""))
        if found is None or int(found[1]) != start:
            raise self._error(f"it was asked for bytes from {start} on and sent others")
        return start

    def _paced(self, response: HTTPResponse) -> Iterator[bytes]:
        since_s, came = self.clock(), 0
        while block := response.read1(_BLOCK_BYTES):
            yield block
            came += len(block)
            if self.clock() - since_s > _PACE_S:
                if came < _PACE_BYTES:
                    raise _Passing(self._error(f"it sent {came} bytes in {_PACE_S:.0f} s, which is too slow"))
                since_s, came = self.clock(), 0

    def _refuse(self, error: HTTPError, address: str) -> NoReturn:
        if error.code == 416:
            raise _OutOfRange
        said = f"it answered with status {error.code} for {address}"
        hint = "look at the address" if error.code in {404, 410} else _AGAIN_HINT
        refused = ServiceRefused(self._said(said), status=error.code, hint=hint)
        if error.code in AGAIN:
            raise _Passing(refused, wait_s=wait_asked_for(error.headers.get("Retry-After")))
        raise refused

    def _wait(self, tried: int, passing: _Passing) -> int:
        """Wait after a try that came to nothing and return how many there were, or give up."""
        if tried + 1 >= self.limits.tries:
            raise passing.error from passing
        self.sleep(min(max(_FIRST_WAIT_S * 2**tried, passing.wait_s), _LONGEST_WAIT_S))
        return tried + 1

    def _error(self, said: str) -> NetworkError:
        return NetworkError(self._said(said), hint=_AGAIN_HINT)

    def _said(self, said: str) -> str:
        return f"{self.service} did not deliver: {one_line(said)}"


@contextlib.contextmanager
def _alone(part: Path) -> Iterator[IO[bytes]]:
    """Open `part` for reading and writing, kept as it is, by this process alone.

    Raises:
        Busy: Another process has it.
    """
    with os.fdopen(os.open(part, os.O_RDWR | os.O_CREAT, 0o666), "r+b") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Busy(
                "another process is fetching this file", where=str(part), hint="wait until it is done"
            ) from error
        yield file


def _need_space(part: Path, size_bytes: int) -> None:
    if shutil.disk_usage(part.parent).free < size_bytes:
        raise OSError(errno.ENOSPC, f"{size_bytes} bytes are needed, and there is less space")


def _check(file: IO[bytes], remote: Remote, part: Path, service: str) -> None:
    file.seek(0)
    found = _md5(file)
    if found != remote.md5:
        part.unlink()
        raise NetworkError(
            f"{service} did not deliver: {remote.address} has MD5 {found[:12]}…, expected "
            f"{shorten(remote.md5, 12)}; what came was removed",
            hint="run it again; if it stays so, tell whoever keeps the voices",
        )


def _md5(file: IO[bytes]) -> str:
    digest = hashlib.md5(usedforsecurity=False)
    while block := file.read(1 << 20):
        digest.update(block)
    return digest.hexdigest()


def _opener() -> OpenerDirector:
    """Return what opens http and https, checks every certificate, and is sent on by our rule alone."""
    import ssl
    from urllib import request

    class Redirects(request.HTTPRedirectHandler):
        def redirect_request(  # noqa: PLR0917 - as urllib calls it
            self, req: Any, fp: Any, code: int, msg: str, headers: Any, newurl: str
        ) -> request.Request | None:
            at_home = newurl.startswith("http://") and is_loopback(newurl) and is_loopback(req.full_url)
            if not newurl.startswith("https://") and not at_home:
                fp.close()
                raise NetworkError(
                    f"{shorten(req.full_url, 100)} sends us on to {shorten(newurl, 100)}; expected https",
                    hint="look at the address",
                )
            return super().redirect_request(req, fp, code, msg, headers, newurl)

    opener = request.OpenerDirector()
    for handler in (
        request.ProxyHandler(),
        request.HTTPHandler(),
        request.HTTPSHandler(context=ssl.create_default_context()),
        Redirects(),
        request.HTTPDefaultErrorHandler(),
        request.HTTPErrorProcessor(),
        request.UnknownHandler(),
    ):
        opener.add_handler(handler)
    return opener
