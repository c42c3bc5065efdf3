"""Engines by name: listed, told apart, imported late."""

import subprocess
import sys

import pytest

from builder.base.errors import UsageError, VoiceMissing
from builder.speech import engines, espeak, google, hibari, kokoro, openjtalk, piper
from builder.testing.programs import not_installed

MODULES = {"piper": "piper", "kokoro": "kokoro_onnx", "openjtalk": "pyopenjtalk"}
ENGINES = [
    pytest.param(
        name,
        marks=pytest.mark.skipif(
            name in MODULES and not_installed(MODULES[name]), reason=f"the extra of {name} is not installed"
        ),
    )
    for name in engines.NAMES
]

OPTIONS = {
    "gtts": {"consent": "yes"},
    "openai": {"url": "http://127.0.0.1:9/v1", "model": "kokoro", "voices": "ef_dora:es"},
}
"""Settings without which an engine does not start."""


@pytest.mark.parametrize("name", ENGINES)
def test_each_engine_tells_of_itself_by_its_name(name):
    found = engines.info(name, OPTIONS)

    assert found.name == name
    assert found.voices or name == "recorded"


@pytest.mark.parametrize("name", ENGINES)
def test_each_engine_loads_and_closes_without_speaking(name):
    engine = engines.load(name, OPTIONS)

    engine.close()

    assert engine.info.name == name


def test_an_unknown_engine_is_named_with_the_nearest():
    with pytest.raises(VoiceMissing, match=r'no engine called "espeak"; did you mean "espeak-ng"\?'):
        engines.info("espeak")


@pytest.mark.parametrize("name", ["tone", "espeak-ng", "hibari"])
def test_a_setting_the_engine_does_not_have_is_refused(name):
    with pytest.raises(UsageError, match=f'engine {name} has no setting called "speed"'):
        engines.load(name, {name: {"speed": "9"}})


def test_a_misspelt_setting_is_named_with_the_nearest():
    with pytest.raises(UsageError, match=r'"konsent"; did you mean "consent"\?'):
        engines.load("gtts", {"gtts": {"konsent": "yes"}})


@pytest.mark.parametrize("options", [{}, {"consent": "no"}, {"consent": "true"}])
def test_the_network_needs_consent(options):
    with pytest.raises(UsageError, match="only with your consent"):
        engines.load("gtts", {"gtts": options})


def test_installed_engines_leave_out_tones_and_the_network(monkeypatch):
    monkeypatch.setattr(piper, "package_folder", lambda name: None)

    assert [engine.name for engine in engines.installed()] == ["espeak-ng", "hibari"]
    assert [engine.name for engine in engines.installed(network=True)] == ["espeak-ng", "hibari", "gtts"]


def test_every_engine_that_is_here_is_listed(monkeypatch):
    monkeypatch.setattr(engines, "LOCAL", ("espeak-ng", "hibari", "kokoro", "openjtalk"))
    for module in (kokoro, openjtalk):
        monkeypatch.setattr(module, "package_folder", lambda name: None)

    assert [engine.name for engine in engines.installed()] == ["espeak-ng", "hibari"]


def test_a_bare_install_has_no_voices(monkeypatch):
    for module in (espeak, hibari, piper, google):
        monkeypatch.setattr(module, "package_folder", lambda name: None)

    assert engines.installed(network=True) == ()


def test_asking_what_is_there_imports_nothing_heavy():
    code = (
        "import sys; from builder.speech.choose import choose_voice as choose; choose('en'); choose('fr'); "
        "print(*sorted({'numpy', 'onnxruntime', 'hibari', 'kokoro_onnx', 'pyopenjtalk', 'piper', "
        "'requests', 'gtts', 'av', 'importlib.metadata'} "
        "& set(sys.modules)))"
    )

    said = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True).stdout

    assert said == "\n"
