"""HTTP: a question to a service as JSON, its answer as JSON or bytes, and an end to every wait.

Certificates are checked, proxies are those of the environment, no redirect is followed, an answer has a most
size and a longest time, and a refusal that may pass is waited out as long as the service asks for.
"""

from __future__ import annotations

import json
import time
import urllib.parse
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from builder.base.digest import Json, canonical
from builder.base.errors import NetworkError, UsageError
from builder.base.text import one_line, shorten

if TYPE_CHECKING:
    from http.client import HTTPResponse
    from urllib.error import HTTPError
    from urllib.request import OpenerDirector

AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})
"""Answers after which it may help to ask again (RFC 9110, 15; RFC 6585, 4)."""
FAILURE = "did not deliver"
HIDDEN = "[key]"
"""Stands for a secret in what is shown."""

_FIRST_WAIT_S, _LONGEST_WAIT_S = 1.0, 60.0
_MOST_WORDS_BYTES = 4096
_BLOCK_BYTES = 1 << 14


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How long and how large an exchange may be."""

    timeout_s: float = 30.0
    """To connect, and between two stretches of an answer."""
    longest_s: float = 180.0
    """For a whole answer once it began."""
    most_bytes: int = 8_000_000
    """Of an answer."""
    tries: int = 4
    """How often a question is asked before it is given up."""


class ServiceRefused(NetworkError):
    """A service answered with another status than 200.

    Args:
        message: What it said, without secrets.
        status: The HTTP status.
        hint: One thing to do.
    """

    def __init__(self, message: str, *, status: int, hint: str | None = None) -> None:
        super().__init__(message, hint=hint)
        self.status = status


def check_address(address: str) -> str:
    """Return `address` without a `/` at its end.

    Raises:
        UsageError: It is no http or https address, or holds a user name, a query or a fragment. What it holds
            before an `@` is never shown.
    """
    shown = shorten(address.rpartition("@")[2])
    try:
        parts = urllib.parse.urlsplit(address)
        _ = parts.port  # raises where it is no number
    except ValueError as error:
        raise UsageError(f'"{shown}" is no address: {error}') from error
    if parts.username is not None or parts.password is not None:
        raise UsageError(
            "an address with a user name or a password in it is not used",
            hint="put keys into environment variables, and the address without them into edition.toml",
        )
    plain = not parts.query and not parts.fragment and address.isascii() and address.isprintable()
    if parts.scheme not in {"http", "https"} or not parts.hostname or not plain or " " in address:
        raise UsageError(
            f'expected an address like https://translate.example.org, found "{shown}"',
            hint="write it with https:// (or http:// for a service on this machine), without ? and #",
        )
    return address.rstrip("/")


def is_loopback(address: str) -> bool:
    """Tell whether an address leads to this machine, by its spelling alone."""
    import ipaddress

    host = urllib.parse.urlsplit(address).hostname or ""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def wait_asked_for(value: str | None) -> float:
    """Return the seconds a `Retry-After` header asks for: a number, or a date (RFC 9110, 10.2.3).

    What is neither asks for nothing.
    """
    if not value:
        return 0.0
    from email.utils import parsedate_to_datetime

    text = value.strip()
    if text.isascii() and text.isdigit():
        return float(text)
    try:
        until = parsedate_to_datetime(text)
    except ValueError:
        return 0.0
    if until.tzinfo is None:
        until = until.replace(tzinfo=UTC)
    return max(0.0, (until - datetime.now(UTC)).total_seconds())


def post_json(
    address: str,
    question: Json,
    *,
    service: str,
    headers: Mapping[str, str] | None = None,
    secrets: Sequence[str] = (),
    limits: Limits | None = None,
    sleep: Callable[[float], None] = time.sleep,
    clock: Callable[[], float] = time.monotonic,
) -> object:
    """Send `question` and return what the answer's JSON holds.

    Args:
        address: As `check_address` returns it.
        question: Sent as UTF-8 JSON.
        service: What messages call the service.
        headers: Besides the type of the content.
        secrets: Texts that never appear in a message, whoever says them.
        limits: Of this exchange.
        sleep: Waits between two tries.
        clock: Seconds that only grow.

    Raises:
        ServiceRefused: It answered with a status that is not 200, at last.
        NetworkError: It cannot be reached, its certificate does not hold, or its answer is late, too long,
            cut off or no JSON.
    """
    limits = limits or Limits()
    exchange = _Exchange(service=service, secrets=tuple(filter(None, secrets)), limits=limits, clock=clock)
    for tried in range(limits.tries):
        try:
            return exchange.value(exchange.ask(address, canonical(question), headers or {}))
        except Passing as passing:
            if tried == limits.tries - 1:
                raise passing.error from passing
            sleep(passing.pause_s(tried))
    raise ValueError("a question has to be asked at least once")


def post_once(
    address: str,
    question: Json,
    *,
    service: str,
    failure: str = FAILURE,
    headers: Mapping[str, str] | None = None,
    secrets: Sequence[str] = (),
    limits: Limits | None = None,
    clock: Callable[[], float] = time.monotonic,
) -> bytes:
    """Send `question` once and return the bytes of the answer.

    Args:
        address: As `check_address` returns it.
        question: Sent as UTF-8 JSON.
        service: What messages call the service.
        failure: What messages say it did not do, such as `did not speak "Good morning."`.
        headers: Besides the type of the content; `Accept` may be among them.
        secrets: Texts that never appear in a message, whoever says them.
        limits: Of this exchange; its tries do not count.
        clock: Seconds that only grow.

    Raises:
        Passing: It failed in a way that may be gone soon.
        NetworkError: It failed in another way, as for `post_json`.
    """
    exchange = _Exchange(
        service=service,
        failure=failure,
        secrets=tuple(filter(None, secrets)),
        limits=limits or Limits(),
        clock=clock,
    )
    return exchange.ask(address, canonical(question), headers or {})


class Passing(Exception):
    """A fault that may be gone when the question is asked again.

    Args:
        error: What is to be raised when it is not asked again.
        wait_s: Seconds the service asks to wait at least.
        answered: True when the service is there and said that it is busy or in trouble.
    """

    def __init__(self, error: NetworkError, *, wait_s: float = 0.0, answered: bool = False) -> None:
        super().__init__(str(error))
        self.error = error
        self.wait_s = wait_s
        self.answered = answered

    def pause_s(self, tried: int) -> float:
        """Return the seconds to wait after this many tries before: 1, 2, 4 …, as asked for, at most 60."""
        return min(max(_FIRST_WAIT_S * (1 << min(tried, 10)), self.wait_s), _LONGEST_WAIT_S)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Exchange:
    service: str
    secrets: tuple[str, ...]
    limits: Limits
    clock: Callable[[], float]
    failure: str = FAILURE

    def ask(self, address: str, body: bytes, headers: Mapping[str, str]) -> bytes:
        import ssl
        from http.client import HTTPException
        from urllib.error import HTTPError, URLError
        from urllib.request import Request

        request = Request(  # noqa: S310 - check_address lets http and https through alone
            address,
            data=body,
            headers={"Content-Type": "application/json", "Accept": "application/json", **headers},
            method="POST",
        )
        try:
            with _opener().open(request, timeout=self.limits.timeout_s) as response:
                return self._body(response)
        except HTTPError as error:
            with error:
                raise self._refusal(error) from None
        except URLError as error:
            if isinstance(error.reason, ssl.SSLCertVerificationError):
                raise self._error(f"its certificate is not to be trusted: {error.reason}") from error
            raise Passing(self._error(f"it cannot be reached: {error.reason}")) from error
        except TimeoutError as error:
            said = f"it was silent for {self.limits.timeout_s:g} s"
            raise Passing(self._error(said)) from error
        except (OSError, HTTPException) as error:
            said = f"the connection broke: {str(error) or type(error).__name__}"
            raise Passing(self._error(said)) from error

    def _body(self, response: HTTPResponse) -> bytes:
        until_s = self.clock() + self.limits.longest_s
        body = bytearray()
        while block := response.read1(_BLOCK_BYTES):
            body += block
            if len(body) > self.limits.most_bytes:
                raise self._error(f"its answer is longer than {self.limits.most_bytes} bytes")
            if self.clock() > until_s:
                late = f"its answer was not whole after {self.limits.longest_s:g} s"
                raise Passing(self._error(late))
        if response.length:
            raise Passing(self._error(f"its answer broke off {response.length} bytes before its end"))
        return bytes(body)

    def value(self, body: bytes) -> object:
        """Return what the JSON of an answer holds."""
        try:
            return json.loads(body)
        except (ValueError, RecursionError) as error:
            if b"<html" in body[:2000].lower():
                what = "a web page"
            else:
                words = self._hidden(body[:_MOST_WORDS_BYTES].decode("utf-8", "replace"))
                what = f'"{shorten(words, 40)}"' if body else "nothing"
            raise self._error(
                f"expected JSON from it, found {what}", hint="look at the address of the service"
            ) from error

    def _refusal(self, error: HTTPError) -> Exception:
        words = shorten(self._hidden(_words(error)), 120)
        said = f"it answered with status {error.code}" + (f': "{words}"' if words else "")
        if 300 <= error.code < 400:
            target = error.headers.get("Location", "nowhere")
            said = f"it sends us on to {shorten(self._hidden(target), 100)}, where nothing is sent"
        refused = ServiceRefused(self._said(said), status=error.code, hint=_hint(error.code))
        if error.code not in AGAIN:
            return refused
        wait_s = wait_asked_for(error.headers.get("Retry-After"))
        return Passing(refused, wait_s=wait_s, answered=True)

    def _error(self, said: str, *, hint: str | None = None) -> NetworkError:
        return NetworkError(self._said(said), hint=hint or "run it again later; what is done is kept")

    def _said(self, said: str) -> str:
        return f"{self.service} {self.failure}: {one_line(self._hidden(said))}"

    def _hidden(self, text: str) -> str:
        """Return `text` without secrets; to be asked before it is cut, which would leave half of one."""
        for secret in self.secrets:
            text = text.replace(secret, HIDDEN)
        return text


def _opener() -> OpenerDirector:
    """Return what opens http and https alone, follows nothing, and checks every certificate."""
    import ssl
    from urllib import request

    opener = request.OpenerDirector()
    for handler in (
        request.ProxyHandler(),
        request.HTTPHandler(),
        request.HTTPSHandler(context=ssl.create_default_context()),
        request.HTTPDefaultErrorHandler(),
        request.HTTPErrorProcessor(),
        request.UnknownHandler(),
    ):
        opener.add_handler(handler)
    return opener


def _words(error: HTTPError) -> str:
    """Return what a refusal says in JSON: under `message`, or under `error`, a text or with a `message`."""
    from http.client import HTTPException

    try:
        value = json.loads(error.read(_MOST_WORDS_BYTES))
    except (ValueError, OSError, HTTPException, RecursionError):
        return ""
    for name in ("error", "message", "detail"):
        found = value.get(name) if isinstance(value, dict) else None
        if isinstance(found, dict):
            found = found.get("message")
        if isinstance(found, str) and found:
            return found
    return ""


def _hint(status: int) -> str:
    match status:
        case 401 | 403:
            return "look at the key in the environment variable of this service"
        case 404 | 405:
            return "look at the address of the service"
        case 413:
            return "set most_characters lower for this service in edition.toml"
        case 402 | 429 | 456:  # 456 is DeepL's for a used-up quota
            return "wait, or look at the quota of your account; what is done is kept"
        case _ if 300 <= status < 400:
            return "write the address it names into edition.toml, if you trust it"
        case _:
            return "run it again later; what is done is kept"
