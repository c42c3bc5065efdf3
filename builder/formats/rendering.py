"""Rendering: templates filled in with values, everything escaped, and the files that go beside pages."""

from __future__ import annotations

import base64
import functools
import hashlib
from importlib.resources import files
from typing import TYPE_CHECKING

from builder.base.digest import digest_bytes
from builder.base.text import clean_text

if TYPE_CHECKING:
    from jinja2 import Environment

_PACKAGE = "builder.formats"
_FOLDER = "templates"


def fill_in(template: str, package: str = _PACKAGE, /, **values: object) -> str:
    """Return the template called `template` with `values` filled in, escaped for HTML and XML.

    It lies in the folder `templates` of `package`. Characters that XML refuses become U+FFFD. A name that the
    template uses and that has no value is a fault.
    """
    return _environment(package).get_template(template).render(**values)


@functools.cache
def _environment(package: str) -> Environment:
    """Return what templates are compiled by; compiling takes longer than filling in."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader(package, _FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_clean,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def asset(name: str, *, package: str = _PACKAGE) -> bytes:
    """Return a file that goes beside a page as it is, such as `page.css`, or into it."""
    return files(package).joinpath(_FOLDER, name).read_bytes()


def asset_address(name: str) -> str:
    """Return the name with a query that changes when the file does, so that no cache mixes old and new."""
    return f"{name}?v={digest_bytes(asset(name))[:8]}"


def style_policy(style: str) -> str:
    """Return the policy of a page that has the style `style` in it and nothing else to load."""
    # CSP 3: an inline style is allowed by the digest of its text, between the tags, as it is.
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


def _clean(value: object) -> object:
    # Text that was escaped already keeps its kind, so that it is not escaped twice.
    return type(value)(clean_text(value)) if isinstance(value, str) else value
