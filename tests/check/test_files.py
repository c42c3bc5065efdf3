"""Published files are compared with their record, byte for byte."""

from pathlib import Path

from builder.base.digest import digest_bytes
from builder.check.files import check_files
from builder.model.artefact import Artefact


def artefact(path: str, data: bytes) -> Artefact:
    return Artefact(
        format="page", path=path, media_type="text/html", size_bytes=len(data), sha256=digest_bytes(data)
    )


def test_files_as_they_were_published_have_no_finding(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_bytes(b"<p>tea")

    assert not list(check_files(tmp_path, [artefact("index.html", b"<p>tea")], where="output/tea/en/"))


def test_every_missing_and_every_changed_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "b.html").write_bytes(b"<p>milk")
    made = [artefact("a.mp3", b"sound"), artefact("b.html", b"<p>tea"), artefact("c.vtt", b"WEBVTT")]

    found = check_files(tmp_path, made, where="output/tea/en/")

    assert [(finding.code, finding.where) for finding in found] == [
        ("V001", "output/tea/en/a.mp3"),
        ("V002", "output/tea/en/b.html"),
        ("V001", "output/tea/en/c.vtt"),
    ]
