"""A stand-in for translation services."""

from collections.abc import Iterator

import pytest

from builder.testing.translating import StubService, stub_service


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[StubService]:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    with stub_service() as stub:
        yield stub
