"""Poedit and Lokalize open our catalogues, save them and give everything back.

Each runs on a screen of its own (Xvfb) with a home folder of its own, is worked by keyboard, and is ended
with its whole process group.
"""

import os
import signal
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from builder.catalogue.merge import merge
from builder.catalogue.po import parse_po
from builder.catalogue.review import is_reviewed
from builder.model.catalogue import Catalogue, Message
from builder.testing.interop import ROOT, full_file
from builder.testing.programs import absent

pytestmark = pytest.mark.external
SCREEN = ("xvfb-run", "xdotool", "dbus-run-session")
MOST_SECONDS = 75
LOKALIZE_USER = "[Identity]\nauthorName=Ana Ruiz\nauthorLocalizedName=Ana Ruiz\nauthorEmail=ana@tea.example\n"
KEYS = {
    "poedit": "xdotool key ctrl+s",
    # Lokalize saves only what was worked on: a letter is typed and taken away again.
    "lokalize": "xdotool key End; sleep 0.2; xdotool key x; sleep 0.2; xdotool key BackSpace; sleep 0.4; "
    "xdotool key ctrl+s",
}
SESSION = """
EDITOR_PROGRAM "$1" & editor=$!
until xdotool search --onlyvisible --class EDITOR_PROGRAM; do sleep 0.3; done
before=$(cksum < "$1")
while [ "$(cksum < "$1")" = "$before" ]; do sleep 2; KEYS; sleep 1; done
sleep 1
kill $editor
"""
HEADER_AN_EDITOR_MAY_SET = {
    "PO-Revision-Date", "Last-Translator", "Language-Team", "X-Generator", "Plural-Forms", "Language",
}  # fmt: skip


def saved_by(editor: str, path: Path, home: Path) -> Catalogue:
    """Open the file in `editor`, save it by keyboard, and return what is in it then."""
    (home / ".config").mkdir(parents=True)
    (home / ".config" / "lokalizerc").write_text(LOKALIZE_USER)
    session = SESSION.replace("EDITOR_PROGRAM", editor).replace("KEYS", KEYS[editor])
    environment = {"HOME": str(home), "PATH": os.environ["PATH"], "LANG": "C.UTF-8", "NO_AT_BRIDGE": "1"}
    command = [
        "xvfb-run",
        "-a",
        "-s",
        "-screen 0 1400x1000x24",
        "dbus-run-session",
        "sh",
        "-c",
        session,
        "sh",
    ]
    with subprocess.Popen(
        [*command, str(path)],
        env=environment,
        start_new_session=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    ) as process:
        try:
            process.communicate(timeout=MOST_SECONDS)
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
    return parse_po(path.read_bytes(), path=path.name, domain="tea")


def without_place(messages: tuple[Message, ...]) -> list[Message]:
    """Return messages without their places in the file."""
    return [replace(message, line=0) for message in messages]


def catalogue_file(name: str) -> bytes:
    return full_file() if name == "full" else (ROOT / name).read_bytes()


FILES = {
    "all that gettext knows": "full",
    "Spanish article": "locales/es/LC_MESSAGES/ketamine-and-depression.po",
    "French article": "locales/fr/LC_MESSAGES/ketamine-and-depression.po",
}


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize(
    "editor",
    [
        pytest.param(
            "poedit",
            marks=pytest.mark.skipif(absent("poedit", *SCREEN), reason="Poedit or Xvfb is not installed"),
        ),
        pytest.param(
            "lokalize",
            marks=pytest.mark.skipif(absent("lokalize", *SCREEN), reason="Lokalize or Xvfb is not installed"),
        ),
    ],
)
def test_an_editor_gives_back_every_text_comment_flag_and_approval(
    editor: str, file: str, tmp_path: Path
) -> None:
    path = tmp_path / "es.po"
    path.write_bytes(catalogue_file(FILES[file]))
    before = parse_po(path.read_bytes(), path=path.name, domain="tea")

    after = saved_by(editor, path, tmp_path / "home")

    assert without_place(after.messages) == without_place(before.messages)
    assert [is_reviewed(message) for message in after.messages] == [
        is_reviewed(message) for message in before.messages
    ]
    changed = {
        name for name in {*before.header, *after.header} if before.header.get(name) != after.header.get(name)
    }
    assert changed <= HEADER_AN_EDITOR_MAY_SET
    template = replace(
        before, messages=tuple(replace(message, flags=(), previous=()) for message in before.live)
    )
    assert without_place(merge(after, template)[0].messages) == without_place(
        merge(before, template)[0].messages
    )
