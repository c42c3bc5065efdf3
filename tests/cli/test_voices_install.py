"""`edition voices install`: a voice from a hub on loopback into a folder, whole or not at all."""

import hashlib
import json
import socket

import pytest

from builder.cli import voices_install
from builder.cli.main import main
from builder.speech import piper_voices
from builder.testing.hub import HubFault, stub_hub

NAME = "es_ES-jo-low"
MODEL = bytes(range(256)) * 1_000
SETTINGS = {
    "audio": {"sample_rate": 22_050},
    "espeak": {"voice": "es"},
    "language": {"code": "es_ES"},
    "phoneme_id_map": {},
}
CARD = "# Model card\n* License: CC BY 4.0\n* URL: https://example.org/jo\n"
PATH = f"es/es_ES/jo/low/{NAME}.onnx"


@pytest.fixture
def hub(monkeypatch, tmp_path):
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("builder.system.fetch.time.sleep", lambda s: None)
    with stub_hub() as hub:
        hub.add_voice(NAME, MODEL, SETTINGS, card=CARD)
        yield hub


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "data" / "edition-builder" / "piper"


def install(hub, name=NAME, *words):
    return main(["voices", "install", name, "--from", hub.address, *words])


def names(folder):
    return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []


def test_a_voice_comes_with_settings_card_and_checksum(hub, folder, capsys):
    status = install(hub)

    shown = capsys.readouterr()
    assert status == 0
    assert names(folder) == [
        f"{NAME}.MODEL_CARD", f"{NAME}.onnx", f"{NAME}.onnx.json", f"{NAME}.onnx.sha256"
    ]  # fmt: skip
    assert (folder / f"{NAME}.onnx").read_bytes() == MODEL
    checksum = (folder / f"{NAME}.onnx.sha256").read_text(encoding="ascii")
    assert checksum == f"{hashlib.sha256(MODEL).hexdigest()}  {NAME}.onnx\n"
    assert shown.out == f"{NAME}\tes-ES es\t{folder}\tlicence: CC BY 4.0\n"
    assert f"fetching {NAME}: 3 files, 0.3 MB, from {hub.address}/es/es_ES/jo/low into {folder}" in shown.err


def test_what_is_fetched_is_said_before_it_is(hub, capsys):
    hub.faults[PATH] = [HubFault(status=404)]

    status = install(hub)

    said = capsys.readouterr().err
    assert status == 7
    assert said.index("fetching") < said.index("status 404")


def test_a_dry_run_asks_for_the_list_alone(hub, folder, capsys):
    status = install(hub, NAME, "--dry-run")

    assert status == 0
    assert capsys.readouterr().out.startswith(f"would fetch {NAME}: 3 files, 0.3 MB, from ")
    assert hub.asked == [("voices.json", None)]
    assert names(folder) == []


def test_an_interrupted_fetch_goes_on_where_it_broke_off(hub, folder, capsys):
    hub.faults[PATH] = [HubFault(cut=100_000), *[HubFault(status=503)] * 4]

    first = install(hub)
    left = names(folder)
    second = install(hub)

    assert (first, second) == (7, 0)
    assert left == [f"{NAME}.onnx.part"]
    assert (PATH, "bytes=156000-") in hub.asked
    assert (folder / f"{NAME}.onnx").read_bytes() == MODEL
    assert "it goes on where it broke off" in capsys.readouterr().err


def test_a_voice_that_is_there_is_not_fetched_again(hub, folder):
    install(hub)
    hub.asked.clear()

    status = install(hub)

    assert status == 0
    assert PATH not in [path for path, _ in hub.asked]


def test_a_changed_voice_is_fetched_again(hub, folder):
    install(hub)
    (folder / f"{NAME}.onnx").write_bytes(b"changed")

    install(hub)

    assert (folder / f"{NAME}.onnx").read_bytes() == MODEL


def test_a_wrong_checksum_leaves_nothing(hub, folder, capsys):
    hub.files[PATH] = MODEL[:-1] + b"!"

    status = install(hub)

    assert status == 7
    assert "what came was removed" in capsys.readouterr().err
    assert names(folder) == []


def test_wrong_settings_are_refused_before_the_model_is_fetched(hub, folder, capsys):
    hub.files[f"{PATH}.json"] = b"{}"

    status = install(hub)

    assert status == 7
    assert "has MD5" in capsys.readouterr().err
    assert PATH not in [path for path, _ in hub.asked]


def test_a_voice_this_program_cannot_speak_with_is_not_fetched(hub, folder, capsys):
    hub.add_voice("zh_CN-jo-low", MODEL, {**SETTINGS, "phoneme_type": "pinyin"})

    status = install(hub, "zh_CN-jo-low")

    assert status == 2
    assert 'phoneme_type is "pinyin"' in capsys.readouterr().err
    assert names(folder) == []


def test_an_unknown_name_is_told_with_the_nearest(hub, capsys):
    status = install(hub, "es_ES-joe-low")

    assert status == 2
    assert f'no voice called "es_ES-joe-low"; did you mean "{NAME}"?' in capsys.readouterr().err


def test_the_catalogue_may_send_us_on(hub, folder):
    hub.files["cdn/blob"] = MODEL
    hub.faults[PATH] = [HubFault(status=307, headers={"Location": f"{hub.address}/cdn/blob"})]

    status = install(hub)

    assert status == 0
    assert (folder / f"{NAME}.onnx").read_bytes() == MODEL


def test_a_folder_that_cannot_be_written_is_told(hub, tmp_path, capsys):
    (tmp_path / "file").touch()

    status = install(hub, NAME, "--folder", str(tmp_path / "file"))

    assert status == 6
    assert "cannot write here" in capsys.readouterr().err


def test_another_folder_is_made_known_with_a_line_for_the_settings(hub, tmp_path, capsys):
    status = install(hub, NAME, "--folder", "mine")

    assert status == 0
    assert (tmp_path / "mine" / f"{NAME}.onnx").is_file()
    assert f'[engines.piper] folder = "{tmp_path / "mine"}"' in capsys.readouterr().err


@pytest.mark.parametrize("place", ["before", "after"])
def test_the_settings_of_the_workspace_hold(hub, tmp_path, place):
    workspace = tmp_path / "show"
    workspace.mkdir()
    (workspace / "edition.toml").write_text(
        '[show]\ntitle = "T"\nowner = "O"\n'
        f'[engines.piper]\nfolder = "voices"\ncatalogue = "{hub.address}"\n',
        encoding="utf-8",
    )
    option = ["--workspace", str(workspace)]

    words = (
        ["voices", *option, "install", NAME] if place == "before" else ["voices", "install", NAME, *option]
    )
    status = main(words)

    assert status == 0
    assert (workspace / "voices" / f"{NAME}.onnx").is_file()


def test_an_installed_voice_is_known_without_the_network(hub, folder, monkeypatch):
    install(hub)
    monkeypatch.setattr(socket, "socket", None)

    (files,) = (files for files in piper_voices.find_voices(folder) if files.name == NAME)
    voice = piper_voices.read_voice(files)

    assert (voice.fault, voice.languages, voice.licence) == (None, ("es-ES", "es"), "CC BY 4.0")
    assert voice.attribution == f"Piper voice {NAME}, made of https://example.org/jo"


def test_progress_is_told_every_few_seconds(hub, capsys, monkeypatch):
    monkeypatch.setattr(voices_install, "_EVERY_S", 0.0)

    install(hub)

    assert f"{NAME}: 0.3 of 0.3 MB" in capsys.readouterr().err


def test_the_list_itself_still_needs_no_action(hub, capsys):
    status = main(["voices", "--json"])

    assert status == 0
    assert json.loads(capsys.readouterr().out)["voices"]
    assert hub.asked == []
