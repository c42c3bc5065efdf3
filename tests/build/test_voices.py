"""Voices of an edition: each role has its own, all are named, and checked before a word is said."""

import importlib
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from mutagen.id3 import ID3

from builder.base.errors import BuilderError, UsageError, VoiceMissing
from builder.base.language import Language
from builder.build.editions import plan_editions
from builder.build.project import load_project
from builder.build.settings import Settings, parse_settings
from builder.build.sources import read_sources
from builder.build.voices import gain_recipes, known_gain_db, measure_gain_db, voices_of
from builder.formats import notes as notes_module
from builder.formats import page as page_module
from builder.formats.sound_tags import SoundTags
from builder.model.publication import VoiceCredit
from builder.model.script import VoiceRef
from builder.model.sound import DEFAULT_SOUND, SOUND_PROFILES
from builder.speech import engines, tone
from builder.speech.engine import EngineInfo
from builder.speech.tone import tone_frequency_hz
from builder.system.store import Store
from builder.testing.hearing import decode, frequency_hz
from builder.testing.workspaces import ARTICLE, SETTINGS, make_workspace

Build = Callable[..., int]
ENGLISH, FRENCH = Language("en"), Language("fr")
SHOW = '[show]\ntitle = "T"\nowner = "O"\n'
FOREIGN = ARTICLE.replace("Tea is a drink.", "They call it [un thé vert]{lang=fr} here. Tea is a drink.")
ATTRIBUTION = "The voice “Mei” © a laboratory, <CC BY 3.0> & thanks"


def settings_of(text: str) -> Settings:
    return parse_settings((SHOW + text).encode(), path="edition.toml")


def error_of(text: str) -> BuilderError:
    with pytest.raises((UsageError, VoiceMissing)) as caught:
        voices_of([ENGLISH], settings_of(text))
    return caught.value


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_a_role_has_a_voice_of_the_narrators_engine_or_of_another() -> None:
    settings = settings_of(
        '[voices.en]\nengine = "espeak-ng"\nvoice = "en-us"\nrate_percent = 110\n'
        'announcer = "en-gb-x-rp"\nquote = "tone/tone"\nquote_rate_percent = 90\n'
    )

    plan = voices_of([ENGLISH], settings).plan

    assert plan.voices == {
        (ENGLISH, "narrator"): VoiceRef(engine="espeak-ng", voice="en-us", rate_percent=110),
        (ENGLISH, "announcer"): VoiceRef(engine="espeak-ng", voice="en-gb-x-rp", rate_percent=110),
        (ENGLISH, "quote"): VoiceRef(engine="tone", voice="tone", rate_percent=90),
    }


def test_a_rate_alone_makes_a_role_of_the_narrators_voice() -> None:
    settings = settings_of('[voices.en]\nengine = "tone"\nquote_rate_percent = 80\n')

    plan = voices_of([ENGLISH], settings).plan

    assert plan.voice(ENGLISH, "quote") == VoiceRef(engine="tone", voice="tone", rate_percent=80)
    assert plan.voice(ENGLISH, "announcer") == VoiceRef(engine="tone", voice="tone")


def test_what_is_set_for_a_language_holds_for_its_varieties() -> None:
    settings = settings_of('[voices.en]\nengine = "tone"\n')

    assert voices_of([Language("en-GB")], settings).narrator.engine == "tone"


WRONG = {
    "an engine": ('engine = "espaek-ng"', 6, 'did you mean "espeak-ng"?'),
    "a voice": ('engine = "espeak-ng"\nvoice = "en-uss"', 7, 'did you mean "en-us"?'),
    "an announcer": ('engine = "tone"\nannouncer = "tune"', 7, 'did you mean "tone"?'),
    "a quote's voice": ('engine = "tone"\n\nquote = "espeak-ng/en-uss"', 8, 'did you mean "en-us"?'),
    "a quote's engine": ('engine = "tone"\nquote = "espaek-ng/en-us"', 7, 'did you mean "espeak-ng"?'),
    "a network engine's rate": (
        'engine = "gtts"\nvoice = "en"\nrate_percent = 120', 8, "at its own rate alone"
    ),
    "a recording as narrator": ('engine = "recorded"', 6, "says what was recorded"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "line", "says"), WRONG.values(), ids=WRONG)
def test_a_voice_that_is_not_here_is_told_with_its_line(text: str, line: int, says: str) -> None:
    error = error_of(f"\n[voices.en]\n{text}\n")

    assert error.where == f"edition.toml:{line}"
    assert says in error.message


def test_a_rate_out_of_bounds_is_told_with_its_line() -> None:
    with pytest.raises(UsageError) as caught:
        settings_of('[voices.en]\nengine = "tone"\nquote_rate_percent = 300\n')

    assert caught.value.where == "edition.toml:6"


@pytest.fixture
def foreign(tmp_path: Path) -> Path:
    return make_workspace(tmp_path / "foreign", article=FOREIGN, languages=["es", "fr"])


def test_foreign_words_are_heard_in_their_own_voice_inside_one_cue(foreign: Path, build: Build) -> None:
    build("--language", "en", folder=foreign)

    cues = (foreign / "output" / "tea" / "en" / "tea.en.vtt").read_text("utf-8")
    found = re.search(r"(\S+) --> (\S+)\n(?:<v [^>]*>)They call it un thé vert here\.", cues)
    assert found is not None
    start, end = (
        sum(float(part) * 60**n for n, part in enumerate(reversed(at.split(":")))) for at in found.groups()
    )
    samples, rate_hz = decode(foreign / "output" / "tea" / "en" / "tea.en.mp3")
    place = start
    for piece in ("They call it", "un thé vert", "here."):
        seconds = max(0.3, 0.06 * len(piece))
        heard = samples[int((place + 0.05) * rate_hz) : int((place + seconds - 0.05) * rate_hz)]
        assert frequency_hz(heard, rate_hz) == pytest.approx(tone_frequency_hz(piece), abs=4)
        place += seconds + 0.06
    assert place - 0.06 == pytest.approx(end, abs=0.05)


def test_the_page_tells_the_language_of_foreign_words(foreign: Path, build: Build) -> None:
    build(folder=foreign)

    pages = {
        tag: (foreign / "output" / "tea" / tag / "index.html").read_text("utf-8") for tag in ("en", "es")
    }
    assert '<span lang="fr" dir="auto">un thé vert</span> here.</span>' in pages["en"]
    assert '<span lang="fr" dir="auto">un thé vert</span>' in pages["es"]


def plan_of(folder: Path, tag: str):
    project = load_project(folder)
    (source,) = read_sources(project, [folder / "articles" / "tea.md"])
    plans, refusals = plan_editions(project, source, [Language(tag)])
    assert not refusals, refusals
    return plans[0]


def test_words_at_home_in_the_translations_language_are_not_cut(foreign: Path) -> None:
    french = plan_of(foreign, "fr")

    assert not any(utterance.continues for utterance in french.script.utterances)
    assert [language for language, _ in french.voices.spoken] == ["fr"]


def test_foreign_words_without_a_voice_are_read_by_the_narrator_and_found(
    foreign: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("builder.speech.espeak.package_folder", lambda name: None)
    change(foreign / "edition.toml", '[voices.fr]\nengine = "tone"\n', "")

    plan = plan_of(foreign, "en")

    assert "They call it un thé vert here." in [each.text for each in plan.script.utterances]
    (finding,) = plan.findings
    assert finding.code == "N005"
    assert finding.where == "articles/tea.md:11"
    assert 'no voice for fr here: the narrator reads "un thé vert"' in finding.message


def test_a_named_voice_of_foreign_words_that_is_not_here_is_an_error(foreign: Path) -> None:
    change(
        foreign / "edition.toml",
        '[voices.fr]\nengine = "tone"',
        '[voices.fr]\nengine = "tone"\nvoice = "tune"',
    )
    project = load_project(foreign)
    (source,) = read_sources(project, [foreign / "articles" / "tea.md"])

    plans, (refusal,) = plan_editions(project, source, [ENGLISH])

    assert plans == ()
    assert refusal.error.where == "edition.toml:19"


def test_a_voice_that_says_nothing_is_neither_measured_nor_credited(tmp_path: Path) -> None:
    settings = SETTINGS.replace(
        '[voices.en]\nengine = "tone"', '[voices.en]\nengine = "tone"\nquote_rate_percent = 90'
    )
    silent = make_workspace(tmp_path / "a", settings=settings)
    quoting = make_workspace(tmp_path / "b", settings=settings, article=f"{ARTICLE}\n> So it is.\n")

    rates = [
        [ref.rate_percent for _, ref in plan_of(folder, "en").voices.spoken] for folder in (silent, quoting)
    ]

    assert rates == [[100], [100, 90]]


def voice_under(monkeypatch: pytest.MonkeyPatch, licence: str, attribution: str | None) -> None:
    """Put the tone engine's voice under a licence."""
    made = tone.info

    def info(_options: object = None) -> EngineInfo:
        found = made()
        voice = replace(found.voices[0], licence=licence, attribution=attribution)
        return replace(found, voices=(voice,))

    monkeypatch.setattr(tone, "info", info)


@pytest.fixture
def licensed(monkeypatch: pytest.MonkeyPatch) -> None:
    voice_under(monkeypatch, "CC BY 3.0", ATTRIBUTION)


@pytest.mark.usefixtures("licensed")
def test_an_attribution_is_in_tags_page_and_notes(workspace: Path, build: Build) -> None:
    status = build()

    assert status == 0
    tags = ID3(workspace / "output" / "tea" / "es" / "tea.es.mp3")
    assert str(tags["TXXX:Attribution"]) == ATTRIBUTION
    assert ATTRIBUTION in str(tags["TXXX:Credits"])
    assert ATTRIBUTION in str(tags.getall("COMM")[0])
    shown = ATTRIBUTION.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert f"<li>{shown}</li>" in (workspace / "output" / "tea" / "es" / "index.html").read_text("utf-8")
    feed = (workspace / "output" / "feeds" / "es.xml").read_text("utf-8")
    assert feed.count("© a laboratory") == 2


@pytest.mark.parametrize("licence", ["CC BY 4.0", "CC-BY-3.0", "cc by-sa 4.0"])
def test_a_licence_that_asks_for_attribution_and_has_none_refuses_its_voice(
    monkeypatch: pytest.MonkeyPatch, licence: str
) -> None:
    voice_under(monkeypatch, licence, None)

    error = error_of('[voices.en]\nengine = "tone"\n')

    assert "asks for attribution" in error.message


@pytest.mark.usefixtures("licensed")
@pytest.mark.parametrize("name", ["m4b", "opus"])
def test_a_sound_file_of_any_format_that_lost_the_attribution_is_refused(
    workspace: Path,
    build: Build,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    name: str,
) -> None:
    assert build("--language", "en", "--format", name) == 0
    module = importlib.import_module(f"builder.formats.{name}")
    made = module.sound_tags
    monkeypatch.setattr(module, "sound_tags", lambda *given, **named: SoundTags(
        title=made(*given, **named).title, language=ENGLISH
    ))  # fmt: skip

    status = build("--language", "en", "--format", name, "--thorough")

    assert status == 9
    assert f'tea/en/tea.en.{name}: error: "The voice' in capsys.readouterr().err


LOST = {
    "page": (page_module, "credit_lines", lambda *_: (), "tea/en/index.html"),
    "notes": (notes_module, "attributions", lambda *_: (), "tea/en/tea.en.mp3"),
}


@pytest.mark.usefixtures("licensed")
@pytest.mark.parametrize("place", LOST)
def test_an_edition_that_lost_the_attribution_is_refused(
    workspace: Path,
    build: Build,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    place: str,
) -> None:
    module, name, lose, where = LOST[place]
    monkeypatch.setattr(module, name, lose)
    if place == "notes":
        monkeypatch.setattr(notes_module, "credit_lines", lambda *_: ())

    status = build("--language", "en")

    assert status == 9
    assert not (workspace / "output" / "tea").exists()
    assert f'{where}: error: "The voice' in capsys.readouterr().err


def test_long_notes_keep_the_attribution() -> None:
    notes = notes_module.ShowNotes(
        deck="d" * 500, disclosures=("Synthetic. " * 30,), notice=None, chapters=("00:00 Opening",) * 80,
        disclaimers=(), credits=("By A", "Words."), attributions=("Words.",), licences=(), licence="",
    )  # fmt: skip

    shorter = [notes_module.render_text(notes, None, most_bytes=most) for most in (3000, 800, 100)]  # type: ignore[arg-type]

    assert all("Words." in text for text in shorter)
    assert [len(text.encode()) <= most for text, most in zip(shorter, (3000, 800, 100), strict=True)] == [
        True
    ] * 3


def test_credits_name_every_voice_once() -> None:
    settings = settings_of(
        '[voices.en]\nengine = "espeak-ng"\nvoice = "en-us"\nquote = "en-gb-x-rp"\nannouncer = "en-gb-x-rp"\n'
    )

    found: tuple[VoiceCredit, ...] = voices_of([ENGLISH, FRENCH], settings).credits

    assert [credit.voice for credit in found] == ["en-us", "en-gb-x-rp", "fr"]


def test_a_committed_gain_is_shifted_to_the_profile_and_measured_where_it_cannot_be(tmp_path: Path) -> None:
    info, store = engines.info("tone"), Store(tmp_path / "store")
    ref = VoiceRef(engine="tone", voice="tone")
    squeezed = replace(DEFAULT_SOUND, target_lufs=-20.0)

    gains_db = {name: known_gain_db(ENGLISH, ref, info, store, spec) for name, spec in SOUND_PROFILES.items()}
    unknown = known_gain_db(ENGLISH, ref, info, store, squeezed)
    measured = measure_gain_db(ENGLISH, ref, info, store=store, open_engine=engines.load, spec=squeezed)

    assert gains_db["podcast"] is not None
    assert gains_db["audiobook"] == pytest.approx(gains_db["podcast"] - 2)
    assert gains_db["quiet"] == pytest.approx(gains_db["podcast"] - 7)
    assert unknown is None
    assert known_gain_db(ENGLISH, ref, info, store, squeezed) == measured
    assert gain_recipes(ENGLISH, ref, info, DEFAULT_SOUND) == ()
    assert all(store.holds(recipe) for recipe in gain_recipes(ENGLISH, ref, info, squeezed))
