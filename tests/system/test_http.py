"""HTTP: patient with what may pass, short with what will not, and silent about keys."""

import json
import socket
import ssl
from collections.abc import Iterator
from email.utils import formatdate
from time import time

import pytest

from builder.base.errors import NetworkError, UsageError
from builder.system.http import Limits, ServiceRefused, check_address, is_loopback, post_json, wait_asked_for
from builder.testing.translating import Fault, StubService, stub_service

KEY = "sk-very-secret-0123456789"


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[StubService]:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    with stub_service() as stub:
        yield stub


def ask(service: StubService, waits: list[float] | None = None, **limits: float) -> object:
    return post_json(
        f"{service.address}/translate",
        {"q": ["good"]},
        service="stub",
        headers={"Authorization": f"Bearer {KEY}"},
        secrets=(KEY,),
        limits=Limits(**limits),  # type: ignore[arg-type]
        sleep=(waits if waits is not None else []).append,
    )


def test_an_answer_is_what_its_json_holds(service: StubService) -> None:
    assert ask(service) == {"translatedText": ["doog"]}
    assert service.asked[0].headers["Content-Type"] == "application/json"


@pytest.mark.parametrize("status", [408, 429, 500, 503])
def test_a_fault_that_may_pass_is_waited_out(service: StubService, status: int) -> None:
    service.faults = [Fault(status=status, body=b"later"), Fault(status=status, body=b"later")]
    waits: list[float] = []

    found = ask(service, waits)

    assert (found, waits) == ({"translatedText": ["doog"]}, [1.0, 2.0])


def test_the_wait_is_as_long_as_the_service_asks_for(service: StubService) -> None:
    service.faults = [Fault(status=429, body=b"", headers={"Retry-After": "7"})]
    waits: list[float] = []

    ask(service, waits)

    assert waits == [7.0]


def test_the_wait_has_an_end_whatever_the_service_asks_for(service: StubService) -> None:
    service.faults = [Fault(status=503, body=b"", headers={"Retry-After": "86400"})]
    waits: list[float] = []

    ask(service, waits)

    assert waits == [60.0]


@pytest.mark.parametrize(
    ("value", "least", "most"),
    [
        (None, 0, 0),
        ("", 0, 0),
        ("12", 12, 12),
        ("soon", 0, 0),
        ("-3", 0, 0),
        ("Fri, 31 Dec 1999 23:59:59", 0, 0),
    ],
)
def test_a_wait_is_a_number_of_seconds(value: str | None, least: float, most: float) -> None:
    assert least <= wait_asked_for(value) <= most


@pytest.mark.parametrize(("seconds", "least", "most"), [(30, 25, 31), (-30, 0, 0)])
def test_a_wait_until_a_date_is_the_time_left(seconds: float, least: float, most: float) -> None:
    until = formatdate(time() + seconds, usegmt=True)

    assert least <= wait_asked_for(until) <= most


def test_it_gives_up_after_so_many_tries(service: StubService) -> None:
    service.faults = [Fault(status=500, body=b"") for _ in range(9)]

    with pytest.raises(ServiceRefused, match="status 500") as found:
        ask(service, tries=3)

    assert (found.value.status, len(service.asked)) == (500, 3)


def test_a_refused_key_is_told_once_and_not_shown(service: StubService) -> None:
    body = json.dumps({"error": {"message": f"bad key {KEY}"}}).encode()
    service.faults = [Fault(status=403, body=body)]

    with pytest.raises(ServiceRefused) as found:
        ask(service)

    assert KEY not in str(found.value) + repr(found.value)
    assert "bad key [key]" in str(found.value)
    assert len(service.asked) == 1


@pytest.mark.parametrize("before", range(90, 121, 5))
@pytest.mark.parametrize("status", [200, 307, 403])
def test_no_part_of_a_key_is_left_where_a_message_is_cut(
    service: StubService, status: int, before: int
) -> None:
    words = "x" * (before - (80 if status == 200 else 0)) + KEY
    body = words.encode() if status == 200 else json.dumps({"error": words}).encode()
    service.faults = [Fault(status=status, body=body, headers={"Location": f"/{words}"})]

    with pytest.raises(NetworkError) as found:
        ask(service)

    assert KEY[:4] not in str(found.value)


def test_no_redirect_is_followed(service: StubService) -> None:
    service.faults = [Fault(status=307, body=b"", headers={"Location": "http://127.0.0.1:9/elsewhere"})]

    with pytest.raises(ServiceRefused, match="sends us on to"):
        ask(service)

    assert len(service.asked) == 1


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (Fault(body=b"<!doctype html><html><body>Log in</body></html>"), "found a web page"),
        (Fault(body=b'{"translatedText": ["do'), "expected JSON"),
        (Fault(body=b""), "found nothing"),
        (Fault(body=b"\xff\xfe"), "expected JSON"),
        (Fault(body=b"[" * 100_000), "expected JSON"),
        (Fault(body=b" " * 5000), "longer than 4000 bytes"),
    ],
    ids=["page", "truncated", "empty", "not text", "nested", "huge"],
)
def test_what_is_no_answer_is_not_asked_for_again(service: StubService, fault: Fault, said: str) -> None:
    limit = 4000 if said.startswith("longer") else 1_000_000
    service.faults = [fault]

    with pytest.raises(NetworkError, match=said):
        ask(service, most_bytes=limit)

    assert len(service.asked) == 1


def test_an_answer_that_breaks_off_is_asked_for_again(service: StubService) -> None:
    service.faults = [Fault(cut=40)]

    assert ask(service) == {"translatedText": ["doog"]}
    assert len(service.asked) == 2


def test_silence_has_an_end(service: StubService) -> None:
    service.faults = [Fault(pause_s=0.6)]

    with pytest.raises(NetworkError, match=r"silent for 0\.1 s|cannot be reached: timed out"):
        ask(service, timeout_s=0.1, tries=1)


def test_a_slow_answer_has_an_end(service: StubService) -> None:
    clock = iter(range(0, 10_000, 100))

    with pytest.raises(NetworkError, match="not whole after 5 s"):
        post_json(
            f"{service.address}/translate",
            {"q": ["good"]},
            service="stub",
            limits=Limits(longest_s=5, tries=1),
            clock=lambda: float(next(clock)),
        )


def test_nobody_there_is_told() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{free.getsockname()[1]}"

        with pytest.raises(NetworkError, match="cannot be reached"):
            post_json(address, {}, service="stub", limits=Limits(tries=2), sleep=lambda _: None)


def test_certificates_are_checked() -> None:
    from builder.system.http import _opener

    handlers = [handler for handler in _opener().handlers if type(handler).__name__ == "HTTPSHandler"]
    context = handlers[0]._context  # type: ignore[attr-defined]

    assert (context.verify_mode, context.check_hostname) == (ssl.CERT_REQUIRED, True)


def test_the_proxy_of_the_environment_is_used(service: StubService, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", service.address)
    monkeypatch.setenv("no_proxy", "")

    post_json("http://translate.invalid/translate", {"q": ["good"]}, service="stub")

    assert service.asked[0].path == "http://translate.invalid/translate"


@pytest.mark.parametrize(
    "address",
    [
        "ftp://example.org",
        "file:///etc/passwd",
        "example.org",
        "https://",
        "https://a b.example",
        "https://example.org/?key=1",
        "https://example.org/#x",
        "http://example.org:port",
        "http://[::1",
        "https://exämple.org\n",
    ],
)
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(UsageError):
        check_address(address)


def test_a_password_in_an_address_is_refused_and_not_shown() -> None:
    with pytest.raises(UsageError) as found:
        check_address("https://me:hunter2@example.org/")

    assert "hunter2" not in str(found.value)


def test_an_address_loses_the_stroke_at_its_end() -> None:
    assert check_address("https://api.example.org/v1/") == "https://api.example.org/v1"
    assert is_loopback("http://127.0.0.1:5000")
    assert is_loopback("http://localhost:5000")
    assert not is_loopback("http://127.example.org.evil.example")
