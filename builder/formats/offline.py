"""Offline: the page as one file, with its style, script, pictures and sound in it, for a mail or a stick.

The page is the one that lies beside the other files; each address in it is replaced by what it leads to. No
request leaves the file, by its policy too. Links to other pages and files become whole addresses, or are left
out where the show has none.
"""

from __future__ import annotations

import base64 as base_64
import hashlib
import html
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import IO
from urllib.parse import unquote, urljoin, urlsplit

from builder.base.digest import digest_bytes
from builder.catalogue.texts import Texts
from builder.formats import base, page
from builder.formats.rendering import asset
from builder.model.artefact import Artefact
from builder.model.publication import Publication
from builder.system.files import open_atomic

NAME: str = "offline"
MEDIA_TYPE: str = "text/html"
VERSION: int = 2

MOST_SOUND_BYTES = 24_000_000
"""Of a recording that is put into the file, 50 minutes at 64 kbit/s: a third more as base64.

Firefox takes data: addresses up to 32 MiB (MDN); Chromium 156 played and sought through 400 MB of sound.
"""

Part = str | Artefact
"""A piece of the file as it is, or one of the edition's files, which goes in as base64."""

Open = Callable[[str], IO[bytes]]
"""Opens a file of an edition by its path."""

_PIECE_BYTES = 3 << 18
"""A multiple of 3, so that pieces of base64 join without padding."""

# What is filled into a template is escaped, so that no attribute has a quote or a bracket in it.
_SCRIPT = re.compile(r'<script src="([^"]+)"[^<>]*></script>\n?')
_STYLE = '<link rel="stylesheet" href="'
_LONE_LINK = re.compile(r'<(p|li)>\s*<a href="([^"]*)"[^<>]*>(?:(?!</a>).)*</a>\s*</\1>\n?')
_LINK = re.compile(r'<(a|link)( [^<>]*?)?\bhref="([^"]*)"([^<>]*)>')
_LOADED = re.compile(rf'{_STYLE}(?P<style>[^"]*)">|(?P<tag><[a-z]+(?: [^<>]*?)? src=")(?P<file>[^"]*)')
_TOLD_OF_A_LINK = re.compile(r' (?:aria-label|aria-current|download|hreflang|rel|type)(?:="[^"]*")?')


def path(publication: Publication) -> str:
    """Return the file's path in the edition's folder."""
    return base.file_name(publication, "html")


def too_large(publication: Publication) -> bool:
    """Return True when the recording is larger than what is put into the file."""
    sound = base.artefact(publication, "mp3")
    return sound is not None and sound.size_bytes > MOST_SOUND_BYTES


def compose(publication: Publication, texts: Texts) -> tuple[Part, ...]:
    """Return the parts of the file, in order.

    Args:
        publication: With the artefacts that are put into the file or linked to.
        texts: In the edition's language.

    Raises:
        ValueError: The page shows or plays a file that is not among them.
    """
    home = base.page_url(publication)
    if home is None:
        publication = replace(publication, siblings=())
    markup = page.render(publication, texts, kind=_kind(publication, texts, home)).decode()
    scripts = _SCRIPT.findall(markup)
    markup = _SCRIPT.sub("", markup)
    markup = _LONE_LINK.sub(lambda link: link[0] if _reached(link[2], home) else "", markup)
    markup = _LINK.sub(lambda link: _link(link, publication, home), markup)
    before, end, after = markup.rpartition("</body>")
    parts = _loaded(before, {made.path: made for made in publication.artefacts})
    return (*parts, *map(_script, scripts), end + after)


def digest(parts: Iterable[Part]) -> str:
    """Return what is equal where the file of `parts` is."""
    told = (part if isinstance(part, str) else part.sha256 for part in parts)
    return digest_bytes("\0".join(told).encode())


def write(target: Path, parts: Iterable[Part], open_file: Open) -> None:
    """Write the file to `target`, whole or not at all; no file of the edition is ever held.

    Raises:
        OutputError: The disk does not take it.
    """
    with open_atomic(target) as file:
        for part in parts:
            if isinstance(part, str):
                file.write(part.encode())
                continue
            with open_file(part.path) as source:
                while piece := source.read(_PIECE_BYTES):
                    file.write(base_64.b64encode(piece))


def _kind(publication: Publication, texts: Texts, home: str | None) -> page.PageKind:
    remarks: tuple[str, ...] = ()
    if too_large(publication):
        place = base.artefact_url(publication, "mp3") or base.file_name(publication, "mp3")
        remarks = (texts("page_sound_elsewhere", place=place),)
    return page.PageKind(
        policy=_policy(),
        sound=not too_large(publication),
        files=home is not None,
        cover=False,
        remarks=remarks,
    )


def _policy() -> str:
    styles = " ".join(_allowed(name) for name in page.ASSETS if name.endswith(".css"))
    scripts = " ".join(_allowed(name) for name in page.ASSETS if name.endswith(".js"))
    return (
        f"default-src 'none'; script-src {scripts}; style-src {styles}; img-src data:; media-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _allowed(name: str) -> str:
    # CSP 3: an inline style or script is allowed by the digest of its text, between the tags, as it is.
    return f"'sha256-{base_64.b64encode(hashlib.sha256(asset(name)).digest()).decode()}'"


def _script(address: str) -> str:
    # HTML, "the script element": one without an address does not wait for the page, so it stands at its end.
    return f"<script>{_asset_text(address)}</script>\n"


def _asset_text(address: str) -> str:
    return asset(urlsplit(address).path).decode()


def _reached(address: str, home: str | None) -> bool:
    return home is not None or address.startswith("#") or bool(urlsplit(html.unescape(address)).scheme)


def _link(link: re.Match[str], publication: Publication, home: str | None) -> str:
    """Return the start of a link with a whole address, or as a mere text where there is none.

    A moment of the sound is none either: browsers open no data: address, so it is a text until there is
    scripting.
    """
    tag, before, address, after = link[1], link[2] or " ", html.unescape(link[3]), link[4]
    sound = base.artefact(publication, "mp3")
    moment = sound is not None and address.startswith(f"{base.versioned(sound)}#")
    if address.startswith("#") or urlsplit(address).scheme or link[0].startswith(_STYLE):
        return link[0]
    if home is not None and not moment:
        return f'<{tag}{before}href="{html.escape(urljoin(home, address))}"{after}>'
    kept = _TOLD_OF_A_LINK.sub("", f"{before.rstrip()}{after}")
    return f"<{tag}{kept}>" if tag == "a" else ""


def _loaded(markup: str, files: Mapping[str, Artefact]) -> Iterator[Part]:
    """Yield the page in pieces, with each style and file that it loads in place of its address."""
    done = 0
    for found in _LOADED.finditer(markup):
        yield markup[done : found.start()]
        if found["style"]:
            yield f"<style>{_asset_text(found['style'])}</style>"
        else:
            name = unquote(urlsplit(html.unescape(found["file"])).path)
            if name not in files:
                raise ValueError(f'the page loads "{name}", which is no file of the edition')
            yield f"{found['tag']}data:{files[name].media_type};base64,"
            yield files[name]
        done = found.end()
    yield markup[done:]
