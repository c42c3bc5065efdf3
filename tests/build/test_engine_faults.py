"""Engines that fail in a build: the languages they speak are left out, every other one is published."""

import random
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from builder.base.language import Language
from builder.build.units import _by_turns
from builder.speech import engines, speak
from builder.speech.engine import EngineInfo, SpeechEngine, Voice
from builder.system.http import Passing
from builder.testing.engines import faulty_engine, faulty_info
from builder.testing.speaking import StubSpeech, stub_speech
from builder.testing.translating import Fault
from builder.testing.workspaces import SETTINGS, make_workspace

Build = Callable[..., int]
Errors = pytest.CaptureFixture[str]

TONE_ES = '[voices.es]\nengine = "tone"'


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[StubSpeech]:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(Passing, "pause_s", lambda self, tried: 0.0)
    with stub_speech() as stub:
        yield stub


@pytest.fixture
def networked(tmp_path: Path, service: StubSpeech) -> Path:
    """A workspace in three languages, Spanish spoken by a server."""
    settings = SETTINGS.replace(TONE_ES, '[voices.es]\nengine = "openai"')
    settings += f'\n[engines.openai]\nurl = "{service.address}/v1"\nmodel = "kokoro"\nvoices = "dora:es"\n'
    return make_workspace(tmp_path / "show", languages=["es", "fr"], settings=settings)


def published(workspace: Path) -> set[str]:
    return {path.parent.name for path in (workspace / "output" / "tea").glob("*/tea.*.mp3")}


def refusals(share: float, count: int = 3000) -> list[Fault]:
    chance = random.Random(7)
    return [
        Fault(status=chance.choice([429, 500, 502, 503]), body=b"") if chance.random() < share else Fault()
        for _ in range(count)
    ]


def test_a_language_is_spoken_by_a_server(networked: Path, build: Build, service: StubSpeech) -> None:
    status = build(folder=networked)

    assert status == 0
    assert published(networked) == {"en", "es", "fr"}
    assert any("es Use a pot." in text for text in service.texts)


def test_half_the_answers_may_be_refusals_and_every_language_is_published(
    networked: Path, build: Build, service: StubSpeech
) -> None:
    service.faults = refusals(0.5)

    status = build(folder=networked)

    assert status == 0
    assert published(networked) == {"en", "es", "fr"}
    assert len(service.asked) > 1.4 * len(set(service.texts))


def test_a_storm_of_refusals_stops_its_language_alone(
    networked: Path, build: Build, service: StubSpeech, capsys: Errors
) -> None:
    service.faults = refusals(1.0)

    status = build(folder=networked)

    told = capsys.readouterr().err
    assert status == 4
    assert published(networked) == {"en", "fr"}
    assert "tea/es" in told
    assert "kokoro at 127.0.0.1" in told
    assert "in a row" in told or "did not speak" in told
    assert len(service.asked) <= 16


def test_what_was_spoken_in_a_storm_is_not_asked_for_again(
    networked: Path, build: Build, service: StubSpeech
) -> None:
    service.faults = [Fault() for _ in range(20)] + refusals(1.0)
    build(folder=networked)
    spoken = {each.value["input"] for each in service.asked[:20]}
    service.faults, before = [], len(service.asked)

    status = build(folder=networked)

    assert status == 0
    assert published(networked) == {"en", "es", "fr"}
    assert not spoken & set(service.texts[before:])


def test_when_nothing_else_is_built_the_status_is_that_of_the_network(
    networked: Path, build: Build, service: StubSpeech
) -> None:
    service.faults = refusals(1.0)

    assert build("--language", "es", folder=networked) == 7


def test_editions_that_may_wait_for_a_service_come_last() -> None:
    plans: Any = [
        SimpleNamespace(edition=name, may_wait=waits, passage=SimpleNamespace(utterances=()))
        for name, waits in (("tea/en", False), ("tea/es", True), ("tea/es", False), ("tea/fr", False))
    ]

    assert [plan.edition for plan in _by_turns(plans)] == ["tea/en", "tea/fr", "tea/es", "tea/es"]


def faulty_module(mode: str, opened: list[SpeechEngine]) -> Any:
    """Return an engine called espeak-ng that speaks in one of the faulty worker's modes."""
    tags = tuple(Language(tag) for tag in ("es", "fr", "de", "it", "pt"))
    voices = tuple(
        Voice(name=tag, languages=(tag,), licence="x", gain_db=0.0, bands={tag: "good"}) for tag in tags
    )

    def info(_options: object) -> EngineInfo:
        return replace(faulty_info(), name="espeak-ng", voices=voices)

    def load(options: object) -> SpeechEngine:
        engine = faulty_engine(mode, deadline_s=0.3 if mode in {"hang", "ignore signals"} else 20)
        engine._info = info(options)
        opened.append(engine)
        return engine

    return SimpleNamespace(NAME="espeak-ng", OPTIONS=(), PATHS=(), info=info, load=load)


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], list[SpeechEngine]]:
    """Let espeak-ng fail in a mode, and note the engines that are opened."""
    module = engines._module

    def fail(mode: str) -> list[SpeechEngine]:
        opened: list[SpeechEngine] = []
        stand_in = faulty_module(mode, opened)
        monkeypatch.setattr(
            engines, "_module", lambda name: stand_in if name == "espeak-ng" else module(name)
        )
        return opened

    return fail


@pytest.mark.parametrize("mode", ["crash", "hang", "ignore signals", "garbage", "silence", "short"])
def test_an_engine_that_fails_stops_its_language_alone(
    tmp_path: Path, build: Build, failing: Callable[[str], object], capsys: Errors, mode: str
) -> None:
    failing(mode)
    settings = SETTINGS.replace(TONE_ES, '[voices.es]\nengine = "espeak-ng"')
    workspace = make_workspace(tmp_path / "show", languages=["es", "fr"], settings=settings)

    status = build(folder=workspace)

    told = capsys.readouterr().err
    assert status == 4
    assert published(workspace) == {"en", "fr"}
    assert "articles/tea.md:" in told
    assert '"es ' in told
    kept = [path.read_bytes() for path in (workspace / ".builder" / "store" / "speech").rglob("*")
            if path.is_file()]  # fmt: skip
    assert kept
    assert not [data for data in kept if b'"espeak-ng"' in data]


def test_an_engine_that_fails_in_three_languages_is_not_asked_in_a_fourth(
    tmp_path: Path,
    build: Build,
    failing: Callable[[str], list[SpeechEngine]],
    monkeypatch: pytest.MonkeyPatch,
    capsys: Errors,
) -> None:
    asked: list[str] = []
    lock = threading.Lock()
    inner = speak._synthesise

    def counted(utterance: Any, engine: Any) -> Any:
        if utterance.voice.engine == "espeak-ng":
            with lock:
                asked.append(utterance.language)
        return inner(utterance, engine)

    monkeypatch.setattr(speak, "_synthesise", counted)
    failing("crash")
    tags = ["de", "es", "fr", "it", "pt"]
    voices = "".join(f'[voices.{tag}]\nengine = "espeak-ng"\n\n' for tag in tags)
    settings = SETTINGS.partition("[voices.en]")[0] + voices + '[voices.en]\nengine = "tone"\n\n[policy]\n'
    workspace = make_workspace(
        tmp_path / "show", languages=tags, settings=settings + 'unreviewed = "disclose"\n'
    )

    status = build("--jobs", "1", folder=workspace)

    assert status == 4
    assert published(workspace) == {"en"}
    assert list(dict.fromkeys(asked)) == ["de", "es", "fr"]
    assert "espeak-ng failed with 3 voices in a row" in capsys.readouterr().err
