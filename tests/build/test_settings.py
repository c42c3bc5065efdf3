from typing import get_args

import pytest

from builder.base.errors import UsageError
from builder.build.settings import parse_settings
from builder.formats.names import DEFAULT, NAMES
from builder.model.sound import SOUND_PROFILES, SoundProfile

WHOLE = b"""\
[show]
title = "Letters"
owner = "A. Person"
language = "pt-br"
base_url = "https://example.org/show"
category = "Education"
feedback = "mailto:desk@example.org"

[formats]
build = ["mp3", "page"]

[voices]
profile = "fast"

[voices.es]
engine = "espeak-ng"
voice = "es"
rate_percent = 95

[policy]
unreviewed = "disclose"

[rights]
audio = "CC BY 4.0"

[engines.gtts]
consent = true
"""


def test_every_key_is_read() -> None:
    settings = parse_settings(WHOLE, path="edition.toml")

    assert settings.show.title == "Letters"
    assert settings.show.language == "pt-BR"
    assert settings.show.base_url == "https://example.org/show/"
    assert settings.show.feedback == "mailto:desk@example.org"
    assert settings.show.rights.audio == "CC BY 4.0"
    assert settings.formats == ("mp3", "page")
    assert settings.profile == "fast"
    assert settings.voices["es"].rate_percent == 95
    assert settings.unreviewed == "disclose"
    assert settings.engines["gtts"] == {"consent": "yes"}


def test_formats_that_need_an_extra_are_made_when_they_are_named() -> None:
    bare = WHOLE.replace(b'[formats]\nbuild = ["mp3", "page"]\n', b"")

    formats = [
        parse_settings(data, path="edition.toml").formats
        for data in (bare, WHOLE.replace(b'"page"]', b'"m4b", "opus"]'))
    ]

    assert formats == [DEFAULT, ("mp3", "m4b", "opus")]
    assert {"m4b", "opus"}.isdisjoint(DEFAULT)


def test_an_unreviewed_translation_is_refused_unless_the_publisher_says_otherwise() -> None:
    settings = parse_settings(b'[show]\ntitle = "T"\nowner = "O"\n', path="edition.toml")

    assert settings.unreviewed == "refuse"


SHOW = b'[show]\ntitle = "T"\nowner = "O"\n'
BROKEN = {
    "unknown table": (b'[shwo]\ntitle = "T"\n', "edition.toml:1", 'did you mean "show"?'),
    "unknown key": (b'[show]\ntitle = "T"\nowner = "O"\nbase_ulr = "x"\n', "edition.toml:4", "base_url"),
    "wrong kind": (b'[show]\ntitle = "T"\nowner = 3\n', "edition.toml:3", "show.owner"),
    "missing key": (b'\n[show]\ntitle = "T"\n', "edition.toml:2", "owner"),
    "no language": (
        b'[show]\ntitle = "T"\nowner = "O"\nlanguage = "english!"\n',
        "edition.toml:4",
        "pt-BR",
    ),
    "feedback": (b'[show]\ntitle = "T"\nowner = "O"\nfeedback = "desk"\n', "edition.toml:4", "mailto:"),
    "feedback with a place nobody fills in": (
        b'[show]\ntitle = "T"\nowner = "O"\nfeedback = "https://example.org/?at={tme}"\n',
        "edition.toml:4",
        'did you mean "time"?',
    ),
    "feedback by script": (
        b'[show]\ntitle = "T"\nowner = "O"\nfeedback = "javascript:alert(1)"\n',
        "edition.toml:4",
        "mailto:",
    ),
    "no address": (b'[show]\ntitle = "T"\nowner = "O"\nbase_url = "example"\n', "edition.toml:4", "https://"),
    "rate in words": (
        b'[show]\ntitle = "T"\nowner = "O"\n[voices.es]\nrate_percent = "fast"\n',
        "edition.toml:5",
        "voices.es.rate_percent",
    ),
    "unknown profile": (
        b'[show]\ntitle = "T"\nowner = "O"\n[voices]\nprofile = "best"\n',
        "edition.toml:5",
        "profile",
    ),
    "engines is a text": (b'engines = "x"\n' + SHOW, "edition.toml:1", 'expected a table, found "x"'),
    "voices is a number": (b"voices = 3\n" + SHOW, "edition.toml:1", "voices: expected a table, found 3"),
    "voices is a list": (b"voices = []\n" + SHOW, "edition.toml:1", "voices: expected a table, found a list"),
    "show is a list of tables": (b"\n[[show]]\n", "edition.toml:2", "show: expected a table"),
    "options are a number": (SHOW + b"[engines]\ngtts = 3\n", "edition.toml:5", "expected a table, found 3"),
    "option is a list": (
        SHOW + b"[engines.gtts]\nconsent = [1]\n",
        "edition.toml:5",
        "engines.gtts.consent: expected true or false",
    ),
    "unknown engine": (SHOW + b"[engines.gtt]\n", "edition.toml:4", 'no engine "gtt"; did you mean "gtts"?'),
    "profile misspelt": (
        SHOW + b'[voices]\nprofil = "fast"\n',
        "edition.toml:5",
        'no key "voices.profil"; did you mean "profile"?',
    ),
    "profile among others": (
        SHOW + b'[voices]\nprofile = "x"\n',
        "edition.toml:5",
        'expected one of auto, fast, natural, online, found "x"',
    ),
    "policy among others": (
        SHOW + b'[policy]\nunreviewed = ""\n',
        "edition.toml:5",
        'expected one of refuse, disclose, found ""',
    ),
    "unknown format": (
        SHOW + b'[formats]\n\nbuild = ["mp3", "daisy"]\n',
        "edition.toml:6",
        f'formats.build[1]: expected one of {", ".join(NAMES)}, found "daisy"',
    ),
    "one format": (SHOW + b'[formats]\nbuild = "mp3"\n', "edition.toml:5", "expected a list"),
    "empty text": (b'[show]\ntitle = ""\n', "edition.toml:2", "show.title: expected a text, found an empty"),
    "lacking key": (b'[show]\nowner = "O"\n', "edition.toml:1", "the table [show] lacks the key title"),
    "no table": (b"", "edition.toml:1", "the table [show] lacks the key title"),
    "email": (SHOW + b'email = "me at home"\n', "edition.toml:4", "you@example.org"),
    "sample rate of no codec": (
        SHOW + b"[sound]\nsample_rate_hz = 11025\n",
        "edition.toml:5",
        "sound.sample_rate_hz: 11025 is no sample rate",
    ),
    "bit rate MP3 has not at the rate": (
        SHOW + b"[sound]\nmp3_kbps = 192\n",
        "edition.toml:5",
        "sound.mp3_kbps: 192 is no bit rate of MP3 at 24000 Hz",
    ),
    "unknown profile of sound": (
        SHOW + b'[sound]\nprofile = "loud"\n',
        "edition.toml:5",
        'sound.profile: expected one of podcast, audiobook, quiet, found "loud"',
    ),
    "too many channels": (SHOW + b"[sound]\nchannels = 6\n", "edition.toml:5", "at most 2, found 6"),
    "limit that is no size": (
        SHOW + b'[store]\nlimit = "plenty"\n',
        "edition.toml:5",
        'store.limit: expected a size like "2 GB", found "plenty"',
    ),
    "rate too slow": (SHOW + b"[voices.es]\nrate_percent = 3\n", "edition.toml:5", "at least 50, found 3"),
    "not TOML": (b'[show\ntitle = "T"\n', "edition.toml:1", "TOML"),
    "not UTF-8": (b"\xff\xfe", "edition.toml", "TOML"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_mistake_is_told_with_its_place(name: str) -> None:
    data, where, word = BROKEN[name]

    with pytest.raises(UsageError) as caught:
        parse_settings(data, path="edition.toml")

    assert str(caught.value).startswith(f"{where}: error: ")
    assert word in str(caught.value)
    assert caught.value.hint


def test_a_byte_order_mark_is_read_over() -> None:
    settings = parse_settings(b"\xef\xbb\xbf" + SHOW, path="edition.toml")

    assert settings.show.title == "T"


def test_options_of_an_engine_are_kept_as_text() -> None:
    data = SHOW + b'[engines.gtts]\npace = 0.5\ntries = 3\nhost = "x"\nconsent = false\n'

    settings = parse_settings(data, path="edition.toml")

    assert settings.engines["gtts"] == {"pace": "0.5", "tries": "3", "host": "x", "consent": "no"}


def test_a_limit_of_the_store_is_read_as_people_write_it() -> None:
    settings = parse_settings(SHOW + b'[store]\nlimit = "1.5 GiB"\n', path="edition.toml")

    assert settings.store_limit_bytes == 1_610_612_736


@pytest.mark.parametrize("profile", get_args(SoundProfile))
def test_a_profile_of_sound_says_how_loud_recordings_are(profile: SoundProfile) -> None:
    data = SHOW + f'[sound]\nprofile = "{profile}"\n'.encode()

    settings = parse_settings(data, path="edition.toml")

    assert settings.sound == SOUND_PROFILES[profile]


def test_what_is_written_beside_a_profile_wins() -> None:
    data = SHOW + b'[sound]\nprofile = "audiobook"\nmp3_kbps = 128\nchannels = 2\n'

    sound = parse_settings(data, path="edition.toml").sound

    assert (sound.mp3_kbps, sound.channels) == (128, 2)
    assert (sound.sample_rate_hz, sound.target_lufs) == (44_100, -18.0)
