"""Providers: consent by an address, keys from the environment alone, and never shown."""

from collections.abc import Mapping

import pytest

from builder.base.errors import UsageError
from builder.base.language import Language
from builder.build.settings import parse_settings
from builder.prefill import providers
from builder.prefill.apertium import find_pair

KEY = "abcdef-0123:fx"
SHOW = '[show]\ntitle = "T"\nowner = "O"\n'


def load(name: str, environment: Mapping[str, str] | None = None, **options: str) -> object:
    return providers.load(name, options=options, environment=environment or {})


@pytest.mark.parametrize("name", ["libretranslate", "deepl", "openai"])
def test_nothing_is_sent_without_an_address(name: str) -> None:
    with pytest.raises(UsageError, match="sends texts away"):
        load(name, {"DEEPL_AUTH_KEY": KEY}, **({"model": "m"} if name == "openai" else {}))


def test_a_name_that_is_nearly_right_is_told() -> None:
    with pytest.raises(UsageError, match='did you mean "deepl"'):
        load("deepL")


def test_deepl_wants_a_key_of_the_environment() -> None:
    with pytest.raises(UsageError, match="DEEPL_AUTH_KEY"):
        load("deepl", url="https://api.example.org")


def test_openai_wants_a_model() -> None:
    with pytest.raises(UsageError, match="model"):
        load("openai", url="https://api.example.org/v1")


def test_a_key_is_not_sent_where_anybody_can_read_it() -> None:
    with pytest.raises(UsageError, match="anybody can read") as found:
        load("deepl", {"DEEPL_AUTH_KEY": KEY}, url="http://api.example.org")

    assert KEY not in str(found.value)


@pytest.mark.parametrize("value", ["line\nbreak", "schlüssel"])
def test_a_key_with_strange_characters_is_refused_unseen(value: str) -> None:
    with pytest.raises(UsageError) as found:
        load("deepl", {"DEEPL_AUTH_KEY": value}, url="https://api.example.org")

    assert value not in str(found.value)


def test_a_key_in_place_of_its_variable_is_refused_unseen() -> None:
    with pytest.raises(UsageError) as found:
        load("deepl", url="https://api.example.org", key_variable=KEY)

    assert KEY not in str(found.value)


def test_a_provider_does_not_show_its_key() -> None:
    provider = load("deepl", {"MY_KEY": KEY}, url="https://api.example.org", key_variable="MY_KEY")

    assert KEY not in repr(vars(provider))


def test_a_size_out_of_bounds_is_refused() -> None:
    with pytest.raises(UsageError, match="200 to 100000"):
        load("libretranslate", url="http://localhost:5000", most_characters="5")


def test_settings_are_read() -> None:
    data = f'{SHOW}[prefill.openai]\nurl = "http://localhost:1/v1"\nmodel = "m"\nmost_characters = 900\n'

    settings = parse_settings(data.encode(), path="edition.toml")

    assert settings.prefill == {
        "openai": {"url": "http://localhost:1/v1", "model": "m", "most_characters": "900"}
    }


@pytest.mark.parametrize(
    ("table", "said"),
    [
        (f'[prefill.deepl]\nkey = "{KEY}"', "keys are never kept in a file"),
        (f'[prefill.deepl]\nurl = "https://x.example"\napi_key = "{KEY}"', "keys are never kept in a file"),
        ('[prefill.deepl]\nmodel = "x"', 'no setting called "model"'),
        ('[prefill.deeple]\nurl = "x"', 'did you mean "deepl"'),
        ('[prefill.apertium]\nurl = "x"', 'no provider "apertium"'),
        ("[prefill]\ndeepl = 3", "prefill.deepl: expected a table"),
    ],
)
def test_a_mistake_in_the_settings_is_told_with_its_line(table: str, said: str) -> None:
    with pytest.raises(UsageError, match=said) as found:
        parse_settings(f"{SHOW}{table}\n".encode(), path="edition.toml")

    assert str(found.value).startswith("edition.toml:")
    assert KEY not in str(found.value)


PAIRS = (
    "en-gl",
    "eng-cat",
    "eng-cat_valencia",
    "eng-hbs_HR",
    "eng-spa",
    "oci_aran-spa",
    "spa-eng",
    "spa-eng_US",
)


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        ("en", "es", "eng-spa"),
        ("en-GB", "es-MX", "eng-spa"),
        ("en", "gl", "en-gl"),
        ("en", "ca", "eng-cat"),
        ("en", "ca-valencia", "eng-cat_valencia"),
        ("es", "en-US", "spa-eng_US"),
        ("es", "en", "spa-eng"),
        ("en", "hr", "eng-hbs_HR"),
        ("en", "sr", None),
        ("en", "es-Arab", None),
        ("oc", "es", "oci_aran-spa"),
        ("en", "fr", None),
        ("en", "en", None),
    ],
)
def test_the_pair_that_fits_best_is_taken(source: str, target: str, expected: str | None) -> None:
    assert find_pair(PAIRS, Language(source), Language(target)) == expected
