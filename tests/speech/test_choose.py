"""The choice of a voice: what is configured, else the best of the profile, never a bad surprise."""

from dataclasses import dataclass

import pytest

from builder.base.errors import UsageError, VoiceMissing
from builder.base.language import Language
from builder.model.script import VoiceRef
from builder.speech import engines, espeak, google, hibari, kokoro, openjtalk, piper
from builder.speech.choose import band_of, better_voice, choose_voice, describe_voice, voice_credit
from builder.speech.engine import EngineInfo, Voice


@dataclass(frozen=True)
class Wanted:
    engine: str | None = None
    voice: str | None = None
    rate_percent: int = 100


@pytest.fixture(autouse=True)
def without_what_may_be_here(monkeypatch):
    monkeypatch.setattr(piper, "package_folder", lambda module: None)


@pytest.fixture
def without(monkeypatch):
    """Make engines look as if they were not installed."""

    def hide(*names):
        modules = {
            "espeak-ng": espeak,
            "hibari": hibari,
            "gtts": google,
            "kokoro": kokoro,
            "openjtalk": openjtalk,
        }
        for name in names:
            monkeypatch.setattr(modules[name], "package_folder", lambda module: None)

    return hide


def choose(language, **more):
    return choose_voice(Language(language), **more)


@pytest.mark.parametrize(
    ("language", "engine", "voice"),
    [
        ("en", "hibari", "heart"),
        ("en-AU", "hibari", "heart"),
        ("es", "espeak-ng", "es"),
        ("es-MX", "espeak-ng", "es"),
        ("fr", "espeak-ng", "fr"),
        ("pt-BR", "espeak-ng", "pt-br"),
        ("sr-Latn", "espeak-ng", "sr"),
        ("de-AT", "espeak-ng", "de"),
    ],
)
def test_auto_takes_the_best_measured_voice_here(language, engine, voice):
    assert choose(language) == VoiceRef(engine=engine, voice=voice)


def test_auto_makes_do_with_what_is_here(without):
    without("hibari")

    assert choose("en") == VoiceRef(engine="espeak-ng", voice="en-us")


@pytest.mark.parametrize("profile", ["auto", "fast"])
@pytest.mark.parametrize("language", ["ja", "ar", "zh-Hans", "yue"])
def test_a_voice_nobody_would_understand_is_refused_with_a_way_out(profile, language):
    with pytest.raises(VoiceMissing, match="cannot be understood") as caught:
        choose(language, profile=profile)

    assert "pip install 'edition-builder[" in caught.value.hint


@pytest.mark.parametrize(
    ("language", "extra"), [("ja", "ja"), ("zh-Hans", "zh"), ("fr", "kokoro"), ("ar", "gtts"), ("sw", "gtts")]
)
def test_what_gets_a_better_voice_is_told_by_its_extra(language, extra):
    voice = choose(language, configured=Wanted(engine="espeak-ng"))

    assert f"edition-builder[{extra}]" in better_voice(voice, Language(language))


def test_a_language_nobody_speaks_is_refused():
    with pytest.raises(VoiceMissing, match="no voice for xx is installed here"):
        choose("xx")


@pytest.mark.parametrize("language", ["en", "fr", "ja"])
def test_auto_never_takes_tones_or_the_network(without, language):
    without("espeak-ng", "hibari")

    with pytest.raises(VoiceMissing) as caught:
        choose(language)

    assert caught.value.hint.startswith("pip install 'edition-builder[")


def test_fast_is_espeak():
    assert choose("en", profile="fast") == VoiceRef(engine="espeak-ng", voice="en-us")


def test_fast_without_espeak_says_how_to_get_it(without):
    without("espeak-ng")

    with pytest.raises(VoiceMissing) as caught:
        choose("en", profile="fast")

    assert caught.value.hint.startswith("pip install 'edition-builder[espeak]'; or take the next voice here")


def test_natural_demands_a_neural_voice():
    assert choose("en", profile="natural") == VoiceRef(engine="hibari", voice="heart")

    with pytest.raises(VoiceMissing, match="no neural voice for es"):
        choose("es", profile="natural")


@pytest.mark.parametrize(
    ("language", "voice"), [("en", "en"), ("pt-BR", "pt"), ("zh-Hant-TW", "zh-TW"), ("he", "iw")]
)
def test_online_takes_the_network_for_every_language(language, voice):
    assert choose(language, profile="online") == VoiceRef(engine="gtts", voice=voice)


def test_online_without_the_package_says_how_to_get_it(without):
    without("gtts")

    with pytest.raises(VoiceMissing) as caught:
        choose("en", profile="online")

    assert caught.value.hint.startswith("pip install 'edition-builder[gtts]'; or take the next voice here")


@pytest.mark.parametrize(
    "wanted", [Wanted(engine="hibari"), Wanted(engine="hibari", voice="hart"), Wanted(engine="hybari")]
)
def test_a_voice_that_is_not_here_is_an_error_that_offers_the_next(without, wanted):
    without("hibari")

    with pytest.raises(VoiceMissing) as caught:
        choose("en", configured=wanted)

    assert caught.value.hint.endswith('usable: [voices.en] engine = "espeak-ng", voice = "en-us"')


def test_no_voice_is_offered_that_nobody_would_understand():
    with pytest.raises(VoiceMissing) as caught:
        choose("ja", configured=Wanted(engine="hibari"))

    assert "or take" not in caught.value.hint


@pytest.mark.parametrize(
    ("language", "wanted", "expected"),
    [
        ("en", Wanted(engine="espeak-ng"), VoiceRef(engine="espeak-ng", voice="en-us")),
        (
            "en",
            Wanted(engine="espeak-ng", voice="en-gb-x-rp"),
            VoiceRef(engine="espeak-ng", voice="en-gb-x-rp"),
        ),
        ("ja", Wanted(engine="espeak-ng"), VoiceRef(engine="espeak-ng", voice="ja")),
        ("en", Wanted(engine="tone"), VoiceRef(engine="tone", voice="tone")),
        ("es", Wanted(engine="gtts"), VoiceRef(engine="gtts", voice="es")),
        ("es", Wanted(voice="es-419"), VoiceRef(engine="espeak-ng", voice="es-419")),
        ("en", Wanted(rate_percent=90), VoiceRef(engine="hibari", voice="heart", rate_percent=90)),
    ],
)
def test_what_is_configured_wins(language, wanted, expected):
    assert choose(language, configured=wanted) == expected


@pytest.fixture
def everything(monkeypatch):
    """Let every engine be here, with voices as they would be, whatever is installed."""

    def speaking(name, neural, **bands):
        voices = tuple(
            Voice(
                name=f"{name} {tag}",
                languages=(Language(tag),),
                licence="",
                bands={Language(tag): band},
                neural=neural,
            )
            for tag, band in bands.items()
        )
        return lambda options: EngineInfo(name=name, title=name, version="1", voices=voices, parts={})

    monkeypatch.setattr(engines, "LOCAL", ("espeak-ng", "hibari", "openjtalk", "kokoro"))
    monkeypatch.setattr(kokoro, "info", speaking("kokoro", True, es="good", ja="usable"))
    monkeypatch.setattr(openjtalk, "info", speaking("openjtalk", False, ja="usable"))


@pytest.mark.parametrize(
    ("language", "engine"), [("es", "kokoro"), ("ja", "kokoro"), ("en", "hibari"), ("sv", "espeak-ng")]
)
def test_auto_takes_a_neural_voice_that_is_understood_as_well(everything, language, engine):
    assert choose(language).engine == engine


def test_fast_stays_quick_whatever_is_installed(everything):
    assert choose("es", profile="fast").engine == "espeak-ng"


def test_an_unknown_voice_is_named_with_the_nearest():
    with pytest.raises(
        VoiceMissing, match=r'no voice called "frr" for engine espeak-ng; did you mean "fr"\?'
    ):
        choose("fr", configured=Wanted(engine="espeak-ng", voice="frr"))

    with pytest.raises(VoiceMissing, match=r'no voice called "hart" here; did you mean "heart"\?'):
        choose("en", configured=Wanted(voice="hart"))


def test_an_engine_without_the_language_is_refused():
    with pytest.raises(VoiceMissing, match="engine hibari has no voice for fr"):
        choose("fr", configured=Wanted(engine="hibari"))


def test_a_rate_the_network_does_not_have_is_refused_early():
    with pytest.raises(UsageError, match="at its own rate"):
        choose("en", profile="online", configured=Wanted(rate_percent=90))


@pytest.mark.parametrize(
    ("ref", "language", "band"),
    [
        (VoiceRef(engine="hibari", voice="heart"), "en", "good"),
        (VoiceRef(engine="espeak-ng", voice="es"), "es-MX", "usable"),
        (VoiceRef(engine="espeak-ng", voice="fr"), "fr", "weak"),
        (VoiceRef(engine="espeak-ng", voice="sw"), "sw", "weak"),
        (VoiceRef(engine="espeak-ng", voice="ja"), "ja", "not usable"),
        (VoiceRef(engine="gtts", voice="fr"), "fr", "usable"),
        (VoiceRef(engine="tone", voice="tone"), "en", "not usable"),
    ],
)
def test_a_credit_tells_how_well_a_voice_is_understood(ref, language, band):
    assert voice_credit(ref, Language(language)).band == band


def test_a_credit_tells_trained_voices_from_rules():
    trained = voice_credit(VoiceRef(engine="hibari", voice="heart"), Language("en"))
    by_rule = voice_credit(VoiceRef(engine="espeak-ng", voice="es"), Language("es"))

    assert trained.digital_source_type.endswith("/trainedAlgorithmicMedia")
    assert by_rule.digital_source_type.endswith("/algorithmicMedia")
    assert (by_rule.engine, by_rule.licence) == ("eSpeak NG", "GPL-3.0-or-later")


def test_a_weak_voice_comes_with_what_gets_a_better_one():
    weak = VoiceRef(engine="espeak-ng", voice="vi")

    assert "edition-builder[gtts]" in better_voice(weak, Language("vi"))
    assert better_voice(VoiceRef(engine="espeak-ng", voice="es"), Language("es")) is None


def test_a_voice_is_described_in_one_line():
    ref = VoiceRef(engine="espeak-ng", voice="fr", rate_percent=90)

    assert describe_voice(ref, Language("fr")) == 'fr: espeak-ng, voice "fr" (weak, at 90 %)'


def test_a_voice_is_weak_in_a_language_nobody_measured():
    voice = espeak.info().voice("es")

    assert band_of(voice, Language("qu")) == "weak"
