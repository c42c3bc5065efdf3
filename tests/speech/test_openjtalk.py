"""OpenJTalk: one Japanese voice, the same in any order, from files that were checked."""

import sys

import pytest

from builder.audio.pcm import SAMPLE_RATE_HZ, clip_samples
from builder.base.errors import VoiceMissing
from builder.speech import openjtalk, openjtalk_worker
from builder.speech.judge import judge
from builder.system.worker import WorkerError
from builder.testing.engines import EngineContract, make_utterance, without_network
from builder.testing.programs import not_installed

pytestmark = [
    pytest.mark.voice,
    pytest.mark.skipif(not_installed("pyopenjtalk"), reason="pyopenjtalk-plus is not installed"),
]

SENTENCES = (
    "霧は一日で晴れました。",
    "一キログラムにつき半ミリグラムを、四十分かけて。",
    "どうしてこんなに早く効くのですか。",
)


class TestContract(EngineContract):
    voice = "mei"
    language = "ja"
    sentences = SENTENCES

    def make_engine(self):
        return openjtalk.load()


@pytest.fixture(scope="module")
def engine():
    engine = openjtalk.load()
    yield engine
    engine.close()


def say(engine, text, *, rate_percent=100):
    return engine.synthesise(
        make_utterance(text, engine="openjtalk", voice="mei", language="ja", rate_percent=rate_percent)
    )


def test_a_quicker_rate_is_shorter_and_passes_the_judge(engine):
    normal, quick = (say(engine, SENTENCES[1], rate_percent=rate_percent) for rate_percent in (100, 150))

    judge(quick, make_utterance(SENTENCES[1], rate_percent=150), sample_rate_hz=48_000)
    assert quick.frames < 0.8 * normal.frames


def test_its_rate_becomes_that_of_every_recording(engine):
    clip = say(engine, SENTENCES[0])

    samples = clip_samples(clip)

    assert (clip.sample_rate_hz, SAMPLE_RATE_HZ) == (48_000, 24_000)
    assert 0.7 < 2 * len(samples) / clip.frames <= 1.01


def test_kanji_are_read_by_their_context(engine):
    assert say(engine, "今日は晴れです。").pcm == say(engine, "きょうは晴れです。").pcm


def test_the_author_of_the_voice_is_named_as_its_licence_asks():
    voice = openjtalk.info().voice("mei")

    assert voice.licence == "CC-BY-3.0"
    assert "MMDAgent Project Team" in voice.attribution
    assert "Nagoya Institute of Technology" in voice.attribution


def test_information_loads_no_dictionary_into_this_process():
    info = openjtalk.info()

    assert {"dictionary", "sudachipy", "sudachidict_core", "onnxruntime", "numpy"} == set(info.parts)
    assert not info.voices[0].neural
    assert "pyopenjtalk" not in sys.modules


@pytest.mark.parametrize("changed", ["dictionary/sys.dic", "htsvoice/mei_normal.htsvoice"])
def test_changed_files_in_the_wheel_are_refused(tmp_path, monkeypatch, changed):
    folder = openjtalk_worker.package_folder("pyopenjtalk")
    for name in ("dictionary", "htsvoice"):
        (tmp_path / name).mkdir()
        for path in (folder / name).iterdir():
            (tmp_path / name / path.name).symlink_to(path)
    (tmp_path / changed).unlink()
    (tmp_path / changed).write_bytes(b"other")
    monkeypatch.setattr(openjtalk_worker, "package_folder", lambda module: tmp_path)

    with pytest.raises(WorkerError, match="SHA-256"):
        openjtalk_worker.check()


def test_nothing_is_fetched():
    said = without_network(
        "from builder.speech import openjtalk_worker as worker\n"
        "worker.check()\n"
        "print(len(worker.speak('何が起きたのですか。', rate_percent=100)) > 48_000)"
    )

    assert said == "True"


def test_a_missing_wheel_says_how_to_install_it(monkeypatch):
    monkeypatch.setattr(openjtalk, "package_folder", lambda module: None)

    with pytest.raises(VoiceMissing) as caught:
        openjtalk.info()

    assert caught.value.hint == "pip install 'edition-builder[ja]'"
