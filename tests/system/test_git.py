"""A file of an earlier revision is read without running anything of the repository."""

import subprocess
from pathlib import Path

import pytest

from builder.base.errors import UsageError
from builder.system.git import file_at
from builder.testing.programs import absent

with_git = pytest.mark.skipif(absent("git"), reason="git is not installed")


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    def git(*words: str) -> None:
        who = ("-c", "user.name=T", "-c", "user.email=t@tea.example", "-c", "commit.gpgsign=false")
        subprocess.run(["git", *who, *words], cwd=tmp_path, check=True, capture_output=True, timeout=60)

    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a b.po").write_bytes(b"one\r\n")
    git("init", "--quiet")
    git("add", ".")
    git("commit", "--quiet", "--message", "one")
    (tmp_path / "in" / "a b.po").write_bytes(b"two\n")
    return tmp_path


@pytest.mark.external
@with_git
def test_the_bytes_of_then_come_back(repository: Path) -> None:
    assert file_at(repository / "in", "HEAD", "a b.po") == b"one\r\n"
    assert file_at(repository, "HEAD", "in/a b.po") == b"one\r\n"
    assert file_at(repository, "HEAD", "b.po") is None


@pytest.mark.external
@with_git
@pytest.mark.parametrize("revision", ["HEAD~9", "nothing", "0123456"])
def test_a_revision_that_is_not_there_is_told(repository: Path, revision: str) -> None:
    with pytest.raises(UsageError, match="neither a file nor a revision"):
        file_at(repository, revision, "in/a b.po")


@pytest.mark.parametrize("revision", ["--output=x", "-p", "", "HEAD:in", "HEAD x", "a\nb"])
def test_what_is_no_name_never_reaches_git(tmp_path: Path, revision: str) -> None:
    with pytest.raises(UsageError, match="neither a file nor the name of a revision"):
        file_at(tmp_path, revision, "a.po")


@pytest.mark.external
@with_git
def test_a_folder_in_no_repository_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"git finds no repository here: .*not a git repository"):
        file_at(tmp_path, "HEAD", "a.po")


def test_a_machine_without_git_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(UsageError, match="git is not installed"):
        file_at(tmp_path, "HEAD", "a.po")
