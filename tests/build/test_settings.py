import pytest

from builder.base.errors import UsageError
from builder.build.settings import parse_settings

WHOLE = b"""\
[show]
title = "Letters"
owner = "A. Person"
language = "pt-br"
base_url = "https://example.org/show"
category = "Education"

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
    assert settings.show.rights.audio == "CC BY 4.0"
    assert settings.formats == ("mp3", "page")
    assert settings.profile == "fast"
    assert settings.voices["es"].rate_percent == 95
    assert settings.unreviewed == "disclose"
    assert settings.engines["gtts"] == {"consent": "yes"}


def test_an_unreviewed_translation_is_refused_unless_the_publisher_says_otherwise() -> None:
    settings = parse_settings(b'[show]\ntitle = "T"\nowner = "O"\n', path="edition.toml")

    assert settings.unreviewed == "refuse"


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
