"""`edition store`: what is counted, what goes, what stays, and what is damaged."""

import json
import os
import time
from dataclasses import replace
from pathlib import Path

import pytest

from builder.cli.main import main
from builder.model.recipe import Recipe
from builder.speech import tone
from builder.system.store import Store
from builder.testing.workspaces import SETTINGS, make_workspace

Output = pytest.CaptureFixture[str]
DAY_S = 86_400
OLD_TEXTS = {
    engine: Recipe(step="speech", version=1, parts={"engine": engine, "text": "What nobody says any more."})
    for engine in ("espeak-ng", "tone", "gtts", "openai", "recorded", "an-engine-of-old")
}


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    folder = make_workspace(tmp_path / "show")
    assert main(["build", "--workspace", str(folder), "--plain"]) == 0
    return folder


def store_of(workspace: Path) -> Store:
    return Store(workspace / ".builder" / "store")


def names(workspace: Path) -> set[str]:
    return {f"{each.step}/{each.key}" for each in store_of(workspace).objects()}


def add_old(workspace: Path, *engines: str, days: float = 100) -> None:
    """Keep speech that no edition needs, used last so many days ago."""
    for engine in engines:
        store_of(workspace).put(OLD_TEXTS[engine], b"sound" * 100)
        used = time.time() - days * DAY_S
        os.utime(store_of(workspace).path(OLD_TEXTS[engine]), (used, used))


def run(workspace: Path, *words: str) -> int:
    return main(["store", *words, "--workspace", str(workspace)])


def test_stats_count_each_step(workspace: Path, capsys: Output) -> None:
    capsys.readouterr()

    status = run(workspace, "stats", "--json")

    told = json.loads(capsys.readouterr().out)
    steps = {each["step"]: each for each in told["steps"]}
    assert status == 0
    assert told["schema"] == "edition-store/1"
    assert {"speech", "unit", "mp3"} <= set(steps)
    assert told["objects"] == len(names(workspace)) == sum(each["objects"] for each in steps.values())
    assert told["bytes"] == sum(each.size_bytes for each in store_of(workspace).objects())
    assert steps["speech"]["oldest_use"] <= steps["speech"]["newest_use"]
    assert told["limit_bytes"] is None


def test_stats_are_plain_lines(workspace: Path, capsys: Output) -> None:
    (workspace / "edition.toml").write_text(SETTINGS + '\n[store]\nlimit = "2 GB"\n')
    capsys.readouterr()

    run(workspace, "stats")

    *steps, last = capsys.readouterr().out.splitlines()
    assert [line.partition(":")[0] for line in steps] == sorted(
        {name.partition("/")[0] for name in names(workspace)}
    )
    assert last.startswith("in all: ")
    assert last.endswith("limit 2.0 GB: .builder/store")


def test_stats_of_a_workspace_that_was_never_built_are_nothing(tmp_path: Path, capsys: Output) -> None:
    folder = make_workspace(tmp_path / "new")

    status = run(folder, "stats")

    assert status == 0
    assert capsys.readouterr().out == "in all: 0 objects (0 B): .builder/store\n"


def test_gc_keeps_all_that_editions_need(workspace: Path, capsys: Output) -> None:
    before = names(workspace)

    status = run(workspace, "gc", "--older-than", "0", "--all-speech")

    assert status == 0
    assert names(workspace) == before


def test_gc_removes_what_no_edition_needs(workspace: Path) -> None:
    before = names(workspace)
    path = workspace / "articles" / "tea.md"
    path.write_text(path.read_text().replace("Use a pot.", "Use a big pot."))
    main(["build", "--workspace", str(workspace), "--plain"])
    both = names(workspace)

    run(workspace, "gc", "--older-than", "0")

    assert names(workspace) < both
    assert len(both - names(workspace)) == 3  # a sentence, its unit and the packets of it
    assert both - names(workspace) < before


def test_gc_keeps_what_was_used_lately(workspace: Path) -> None:
    add_old(workspace, "tone", days=29)
    add_old(workspace, "espeak-ng", days=31)
    before = names(workspace)

    run(workspace, "gc")

    assert before - names(workspace) == {f"speech/{OLD_TEXTS['espeak-ng'].key}"}


def test_gc_never_removes_speech_that_cannot_be_had_again_unasked(workspace: Path) -> None:
    add_old(workspace, *OLD_TEXTS)
    before = names(workspace)

    run(workspace, "gc")
    first = before - names(workspace)
    run(workspace, "gc", "--all-speech")
    second = before - names(workspace)

    assert first == {f"speech/{OLD_TEXTS[name].key}" for name in ("espeak-ng", "tone")}
    assert second == {f"speech/{recipe.key}" for recipe in OLD_TEXTS.values()}


def test_gc_keeps_the_speech_of_an_unfinished_language(tmp_path: Path) -> None:
    folder = make_workspace(tmp_path / "show", languages=["es"])
    main(["build", "--workspace", str(folder), "--plain"])
    path = folder / "locales" / "es" / "LC_MESSAGES" / "tea.po"
    path.write_text(path.read_text().replace('msgstr "es Use a pot."', 'msgstr ""'))
    speech = {name for name in names(folder) if name.startswith("speech/")}

    run(folder, "gc", "--older-than", "0")

    assert len(speech - names(folder)) <= 3  # the sentence that is gone, and what a draft says in other words


@pytest.mark.parametrize("words", [[], ["--all-speech"]], ids=["by default", "all speech"])
def test_gc_keeps_all_speech_while_an_article_cannot_be_read(
    workspace: Path, capsys: Output, words: list[str]
) -> None:
    add_old(workspace, "tone", "gtts")
    (workspace / "articles" / "broken.md").write_text("---\nunknown: key\n---\n\nText.\n")
    before = names(workspace)

    status = run(workspace, "gc", "--older-than", "0", *words)

    assert status == 0
    assert names(workspace) == before
    assert "broken/en cannot be planned, so no speech is removed" in capsys.readouterr().err


def test_gc_to_a_limit_removes_what_was_used_longest_ago_first(workspace: Path, capsys: Output) -> None:
    add_old(workspace, "tone", days=2)
    add_old(workspace, "espeak-ng", days=1)
    size = sum(each.size_bytes for each in store_of(workspace).objects())
    before = names(workspace)

    run(workspace, "gc", "--limit", f"{size - 1}B")

    assert before - names(workspace) == {f"speech/{OLD_TEXTS['tone'].key}"}


def test_gc_to_a_limit_stops_at_what_is_needed(workspace: Path, capsys: Output) -> None:
    before = names(workspace)

    status = run(workspace, "gc", "--limit", "1kB")

    assert status == 0
    assert names(workspace) == before
    assert "none of which may go" in capsys.readouterr().out


def test_gc_clears_up_after_a_kill(workspace: Path, capsys: Output) -> None:
    place = next(store_of(workspace).objects()).path
    part = place.with_name(f".{place.name[:40]}.abc.part")
    part.write_bytes(b"half")

    run(workspace, "gc")

    assert not part.exists()
    assert "half-written files: removed 1" in capsys.readouterr().out


def test_gc_dry_run_removes_nothing_and_says_what_it_would(workspace: Path, capsys: Output) -> None:
    add_old(workspace, "tone")
    before = names(workspace)
    capsys.readouterr()

    run(workspace, "gc", "--dry-run", "--json")

    told = json.loads(capsys.readouterr().out)
    assert names(workspace) == before
    assert (told["schema"], told["dry_run"], told["objects"]) == ("edition-store-gc/1", True, 1)
    assert told["left_bytes"] + told["bytes"] == sum(
        each.size_bytes for each in store_of(workspace).objects()
    )


@pytest.mark.parametrize("words", [["gc"], ["verify", "--remove"]], ids=lambda words: words[0])
def test_what_removes_waits_for_a_build(workspace: Path, capsys: Output, words: list[str]) -> None:
    with store_of(workspace).in_use():
        status = run(workspace, *words)

    assert status == 8
    assert "another build is using this store" in capsys.readouterr().err


def test_a_build_waits_for_what_removes(workspace: Path) -> None:
    with store_of(workspace).alone():
        status = main(["build", "--workspace", str(workspace), "--plain"])

    assert status == 8


@pytest.mark.parametrize(
    "words",
    [["--older-than", "soon"], ["--limit", "much"], ["--limit", "0 GB"], ["--limit", "-1GB"]],
    ids=" ".join,
)
def test_gc_refuses_what_is_no_age_and_no_size(workspace: Path, words: list[str]) -> None:
    assert run(workspace, "gc", *words) == 2


def test_verify_finds_a_whole_store_whole(workspace: Path, capsys: Output) -> None:
    capsys.readouterr()

    status = run(workspace, "verify")

    assert status == 0
    assert f"read {len(names(workspace))} objects, 0 damaged" in capsys.readouterr().out


def test_verify_names_what_is_damaged_and_removes_it_when_asked(workspace: Path, capsys: Output) -> None:
    first, second, third, *_ = (each.path for each in store_of(workspace).objects())
    first.write_bytes(b"")
    second.write_bytes(second.read_bytes()[:-1])
    third.write_bytes(
        first.with_name(second.name).read_bytes() if first.parent == second.parent else b"x\ny\nz"
    )
    capsys.readouterr()

    statuses = [
        run(workspace, "verify", *words) for words in ([], ["--remove", "--dry-run"], ["--remove"], [])
    ]

    told = capsys.readouterr().out
    assert statuses == [9, 9, 0, 0]
    assert told.count("damaged: it is empty") == 3
    assert "edition store verify --remove" in told
    assert not first.exists()


def test_verify_tells_as_json(workspace: Path, capsys: Output) -> None:
    damaged = next(store_of(workspace).objects()).path
    damaged.write_bytes(b"")
    capsys.readouterr()

    status = run(workspace, "verify", "--json")

    told = json.loads(capsys.readouterr().out)
    assert status == 9
    assert told["schema"] == "edition-store-verify/1"
    assert told["damaged"] == [
        {"file": damaged.relative_to(workspace).as_posix(), "reason": "it is empty", "removed": False}
    ]


def test_verify_reads_what_engines_told(workspace: Path, capsys: Output) -> None:
    (workspace / ".builder" / "store" / "engines.json").write_text("{}")

    status = run(workspace, "verify")

    assert status == 9
    assert "engines.json: damaged" in capsys.readouterr().out


def test_a_build_with_a_limit_removes_what_it_did_not_use(workspace: Path, capsys: Output) -> None:
    add_old(workspace, *OLD_TEXTS)
    (workspace / "edition.toml").write_text(SETTINGS + '\n[store]\nlimit = "20 kB"\n')
    path = workspace / "articles" / "tea.md"
    path.write_text(path.read_text().replace("Use a pot.", "Use a big pot."))
    before = names(workspace)

    status = main(["build", "--workspace", str(workspace), "--plain"])

    left, told = names(workspace), capsys.readouterr().err
    gone = before - left
    assert status == 0
    assert {f"speech/{OLD_TEXTS[name].key}" for name in ("espeak-ng", "tone")} <= gone
    assert {f"speech/{OLD_TEXTS[name].key}" for name in ("gtts", "openai", "recorded")} <= left
    assert len(gone) == 5  # the sentence that is gone, its unit and its packets too
    assert "more than its limit of 20 kB" in told
    assert main(["build", "--workspace", str(workspace), "--plain"]) == 0
    assert names(workspace) == left


def test_a_build_within_its_limit_says_nothing(workspace: Path, capsys: Output) -> None:
    (workspace / "edition.toml").write_text(SETTINGS + '\n[store]\nlimit = "2 GB"\n')
    path = workspace / "articles" / "tea.md"
    path.write_text(path.read_text().replace("Use a pot.", "Use a big pot."))
    before = names(workspace)
    capsys.readouterr()

    main(["build", "--workspace", str(workspace), "--plain"])

    assert before < names(workspace)
    assert "limit" not in capsys.readouterr().err


def test_clean_leaves_a_store_that_is_in_use(workspace: Path) -> None:
    with store_of(workspace).in_use():
        status = main(["clean", "--store", "--workspace", str(workspace)])

    assert status == 8
    assert names(workspace)


def test_gc_knows_what_a_voice_was_measured_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (voice,) = tone.info().voices
    unmeasured = replace(tone.info(), voices=(replace(voice, gain_db=None),))
    monkeypatch.setattr(tone, "info", lambda _options=None: unmeasured)
    folder = make_workspace(tmp_path / "show")
    main(["build", "--workspace", str(folder), "--plain"])
    before = names(folder)

    run(folder, "gc", "--older-than", "0")

    assert [name for name in before if name.startswith("gain/")]
    assert names(folder) == before
