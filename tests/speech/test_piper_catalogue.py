"""Piper's catalogue: the files of a voice by its name, and nothing it says is taken on trust."""

import hashlib
import json
import re

import pytest

from builder.base.errors import NetworkError, UsageError
from builder.speech.piper_catalogue import check_catalogue, voice_in

AT = "https://voices.example.org/piper"
MD5 = hashlib.md5(b"").hexdigest()


def entry(name, *, folder="es/es_ES/jo/low", size=7, md5=MD5, card=True, aliases=()):
    files = [f"{name}.onnx", f"{name}.onnx.json", *(["MODEL_CARD"] if card else [])]
    return {
        "files": {f"{folder}/{file}": {"size_bytes": size, "md5_digest": md5} for file in files},
        "aliases": list(aliases),
    }


def listed(**entries):
    return json.dumps({name.replace("__", "-"): value for name, value in entries.items()}).encode()


MEXICAN = [f"es_MX-a{number}-low" for number in range(9)]
ES = listed(
    es_ES__jo__low=entry("es_ES-jo-low", aliases=("es-jo-low",)),
    **{name: {} for name in MEXICAN},
    pt_PT__tugão__medium=entry("pt_PT-tugão-medium", folder="pt/pt_PT/tugão/medium", card=False),
)


def test_a_voice_is_its_files_with_their_sizes():
    voice = voice_in(ES, "es_ES-jo-low", AT)

    assert voice.model.address == f"{AT}/es/es_ES/jo/low/es_ES-jo-low.onnx"
    assert voice.settings.address == f"{AT}/es/es_ES/jo/low/es_ES-jo-low.onnx.json"
    assert voice.card is not None
    assert voice.size_bytes == 21


def test_an_address_is_written_as_addresses_are():
    voice = voice_in(ES, "pt_PT-tugão-medium", AT)

    assert voice.model.address.isascii()
    assert voice.card is None


def test_an_alias_is_the_voice_it_stands_for():
    assert voice_in(ES, "es-jo-low", AT).name == "es_ES-jo-low"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("es_ES-joe-low", 'no voice called "es_ES-joe-low"; did you mean "es_ES-jo-low"?'),
        (
            "es",
            f"; of that language it has es_ES-jo-low, {', '.join(MEXICAN[:7])} and 2 more",
        ),
        ("pt-BR", "; of that language it has pt_PT-tugão-medium"),
        ("xx", 'no voice called "xx"'),
    ],
)
def test_an_unknown_name_is_told_what_there_is(name, said):
    with pytest.raises(UsageError, match=re.escape(said) + "$"):
        voice_in(ES, name, AT)


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        [],
        {"files": []},
        entry("es_ES-other-low"),
        entry("es_ES-jo-low", size=0),
        entry("es_ES-jo-low", size="7"),
        entry("es_ES-jo-low", size=10**12),
        entry("es_ES-jo-low", md5="d41d8"),
        entry("es_ES-jo-low", folder="../other"),
        entry("es_ES-jo-low", folder="/absolute"),
    ],
)
def test_a_voice_that_is_not_told_whole_is_refused(wrong):
    with pytest.raises(NetworkError, match="without a model and settings of that name"):
        voice_in(listed(es_ES__jo__low=wrong), "es_ES-jo-low", AT)


@pytest.mark.parametrize("name", ["../../evil", ".hidden", "es_ES-../x-low", "es_ES-jo-low#a", "con"])
def test_a_name_that_is_no_file_name_is_refused(name):
    data = json.dumps({name: entry(name)}).encode()

    with pytest.raises(NetworkError):
        voice_in(data, name, AT)


@pytest.mark.parametrize("data", [b"<html>", b"", b"[]", b"[" * 100_000])
def test_what_is_no_list_is_told(data):
    with pytest.raises(NetworkError, match="expected a list of voices"):
        voice_in(data, "es_ES-jo-low", AT)


@pytest.mark.parametrize("address", [f"{AT}/", "http://127.0.0.1:8000", "http://localhost/piper"])
def test_a_catalogue_is_at_https_or_on_this_machine(address):
    assert check_catalogue(address) == address.rstrip("/")


@pytest.mark.parametrize(
    "address", ["http://voices.example.org", "ftp://127.0.0.1/x", "voices", "file:///tmp"]
)
def test_a_catalogue_anywhere_else_is_refused(address):
    with pytest.raises(UsageError):
        check_catalogue(address)
