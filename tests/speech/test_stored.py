"""An engine that is not here is planned with as it told elsewhere, and says nothing new."""

import json
from dataclasses import replace

import pytest

from builder.base.errors import UsageError, VoiceMissing
from builder.base.language import Language
from builder.speech import engines, tone
from builder.speech.choose import choose_voice, offer_next
from builder.speech.engine import EngineInfo, Voice
from builder.speech.stored import StoredSpeech, merge_engines, parse_engines, render_engines, with_voices
from builder.testing.engines import make_utterance

VOICE = Voice(
    name="ana",
    languages=(Language("es"),),
    licence="CC0",
    gain_db=-1.5,
    bands={Language("es"): "good"},
    neural=True,
    digest="abc",
)
INFO = EngineInfo(
    name="piper", title="Piper", version="1.8", voices=(VOICE,), parts={"models": "1"}, sample_rate_hz=22_050
)


@pytest.fixture
def no_piper(monkeypatch):
    from builder.speech import piper

    def missing(_options=None):
        raise VoiceMissing("Piper is not installed", hint="pip install 'edition-builder[piper]'")

    monkeypatch.setattr(piper, "info", missing)
    monkeypatch.setattr(piper, "load", missing)


def test_what_engines_tell_is_written_and_read_again():
    assert parse_engines(render_engines([tone.info(), INFO])) == (INFO, tone.info())


def test_the_order_of_engines_does_not_change_a_byte():
    assert render_engines([tone.info(), INFO]) == render_engines([INFO, tone.info()])


@pytest.mark.parametrize(
    "change",
    [
        {"schema": "other/1"}, {"engines": None}, {"engines": [{"name": "x"}]}, {"voices": [{}]},
        {"sample_rate_hz": 1}, {"speed": -1}, {"speed": "fast"}, {"version": 3},
        {"voice": {"gain_db": 400.0}}, {"voice": {"languages": ["<b>"]}},
        {"voice": {"bands": {"es": "best"}}}, {"voice": {"bands": {"../x": "good"}}},
    ],
    ids=str,
)  # fmt: skip
def test_what_no_engine_tells_is_refused(change):
    value = json.loads(render_engines([INFO]))
    change = dict(change)
    value["engines"][0]["voices"][0].update(change.pop("voice", {}))
    (value if change.keys() & {"schema", "engines"} else value["engines"][0]).update(change)

    with pytest.raises(ValueError, match=r"."):
        parse_engines(json.dumps(value).encode())


@pytest.mark.parametrize("data", [b"", b"[]", b"null", b"{" * 100_000, b"\xff"], ids=range(5))
def test_what_is_no_such_document_is_refused(data):
    with pytest.raises(ValueError, match=r"."):
        parse_engines(data)


def test_voices_of_one_release_are_joined_and_of_another_are_not():
    other = replace(INFO, voices=(replace(VOICE, name="luz"),))

    joined, apart = with_voices(INFO, other), with_voices(INFO, replace(other, version="1.9"))

    assert [voice.name for voice in joined.voices] == ["ana", "luz"]
    assert apart == INFO


def test_what_was_told_last_counts():
    newer = replace(INFO, version="1.9")

    assert merge_engines([INFO, tone.info()], [newer]) == (newer, tone.info())


def test_an_engine_that_is_not_here_is_known_as_it_told(no_piper):
    options = engines.with_stored({}, [INFO])

    assert engines.info("piper", options) == INFO
    assert INFO in engines.installed(options)
    assert INFO not in engines.installed(options, stored=False)
    with pytest.raises(VoiceMissing):
        engines.info("piper", engines.without_stored(options))


def test_its_voice_is_chosen_as_it_was_where_it_spoke(no_piper):
    ref = choose_voice(Language("es"), options=engines.with_stored({}, [INFO]))

    assert (ref.engine, ref.voice) == ("piper", "ana")


def test_it_says_nothing_new_and_tells_how_to_get_it(no_piper):
    engine = engines.load("piper", engines.with_stored({}, [INFO]))

    with pytest.raises(VoiceMissing) as caught:
        engine.synthesise(make_utterance("La niebla.", engine="piper", voice="ana", language="es"))
    engine.close()

    assert '"La niebla."' in str(caught.value)
    assert "pip install 'edition-builder[piper]'" in str(caught.value)
    assert caught.value.engine == "piper"


def test_it_is_never_offered_in_place_of_another(no_piper, monkeypatch):
    monkeypatch.setattr(engines, "LOCAL", ("piper",))
    error = VoiceMissing("no voice", engine="hibari", hint="pip install it")

    offer_next(error, Language("es"), engines.with_stored({}, [INFO]))

    assert error.hint == "pip install it"


def test_an_engine_that_is_here_tells_for_itself():
    elsewhere = replace(tone.info(), version="0", title="Old tones")
    options = engines.with_stored({}, [elsewhere])

    engine = engines.load("tone", options)

    assert engines.info("tone", options) == tone.info()
    assert engine.synthesise(make_utterance("The fog.")).frames


def test_a_voice_that_is_not_here_is_added_to_those_that_are():
    (voice,) = tone.info().voices
    elsewhere = replace(tone.info(), voices=(replace(voice, name="other", digest="abc"),))
    options = engines.with_stored({}, [elsewhere])

    engine = engines.load("tone", options)

    assert [each.name for each in engine.info.voices] == ["tone", "other"]
    assert engine.info == engines.info("tone", options)
    assert engine.synthesise(make_utterance("The fog.")).frames
    with pytest.raises(VoiceMissing):
        engine.synthesise(make_utterance("The fog.", voice="other"))


def test_a_stand_in_begins_anew_with_its_engine():
    class Engine(tone.ToneEngine):
        restarts = 0

        def restart(self):
            self.restarts += 1

    engine = Engine()
    StoredSpeech(INFO, engine=engine).restart()
    StoredSpeech(INFO).restart()

    assert engine.restarts == 1


def test_an_engine_nobody_knows_is_passed_over():
    assert engines.with_stored({}, [replace(INFO, name="new-engine")]) == {}


def test_settings_of_a_publisher_stay():
    options = engines.with_stored({"piper": {"folder": "/voices"}}, [INFO])

    assert engines.without_stored(options) == {"piper": {"folder": "/voices"}}
    with pytest.raises(UsageError):
        engines.info("tone", {"tone": {"pitch": "high"}})
