"""Every cue of the transcript points at its own sound in the MP3: heard with a tone for each sentence."""

import re
from pathlib import Path

from builder.base.language import Language
from builder.build.editions import plan_editions
from builder.build.project import load_project
from builder.build.sources import read_sources
from builder.cli.main import main
from builder.speech.tone import tone_frequency_hz
from builder.testing.hearing import decode, frequency_hz

from .conftest import SLUG, copy_workspace

CUE = re.compile(r"(\d\d):(\d\d):(\d\d\.\d{3}) --> (\d\d):(\d\d):(\d\d\.\d{3})")
EDGE_S = 0.03


def seconds(hours: str, minutes: str, rest: str) -> float:
    return int(hours) * 3600 + int(minutes) * 60 + float(rest)


def test_every_cue_points_at_its_own_sound(tmp_path: Path) -> None:
    folder = copy_workspace(tmp_path / "workspace")
    with (folder / "edition.toml").open("a") as file:
        file.write('\n[voices.en]\nengine = "tone"\n')
    status = main(["build", "--workspace", str(folder), "--language", "en", "--plain"])
    project = load_project(folder)
    (source,) = read_sources(project, project.articles())
    (plan,), _ = plan_editions(project, source, [Language("en")])
    edition = folder / "output" / SLUG / "en"
    samples, rate = decode(edition / f"{SLUG}.en.mp3")
    times = [
        (seconds(*found[:3]), seconds(*found[3:]))
        for found in CUE.findall((edition / f"{SLUG}.en.vtt").read_text())
    ]

    heard = [
        frequency_hz(samples[int((start + EDGE_S) * rate) : int((end - EDGE_S) * rate)], rate)
        for start, end in times
    ]

    expected = [tone_frequency_hz(utterance.text) for utterance in plan.script.utterances]
    assert status == 0
    assert len(heard) == len(expected) > 200
    wrong = [pair for pair in zip(heard, expected, strict=True) if abs(pair[0] - pair[1]) > 1]
    assert wrong == []
