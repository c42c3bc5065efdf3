"""The translations this repository publishes have no findings but notes."""

from pathlib import Path

import pytest

from builder.article.detect import read_article
from builder.base.language import Language, from_po_locale
from builder.build.project import load_project
from builder.build.pronunciation_findings import pronunciation_findings
from builder.build.pronunciations import read_lexicons
from builder.build.sources import read_sources
from builder.catalogue import builder_domain, pronunciation_domain
from builder.catalogue.extract import extract
from builder.catalogue.glossary import parse_glossary
from builder.catalogue.po import parse_po
from builder.check.catalogue import check_catalogue
from builder.model.catalogue import Catalogue

ROOT = Path(__file__).parents[2]
PRONOUNCED = sorted(ROOT.glob(f"locales/*/LC_MESSAGES/{pronunciation_domain.DOMAIN}.po"))
CATALOGUES = sorted(set(ROOT.glob("locales/*/LC_MESSAGES/*.po")) - set(PRONOUNCED))


def template_of(domain: str) -> Catalogue:
    if domain == builder_domain.DOMAIN:
        return builder_domain.template()
    article = ROOT / "articles" / f"{domain}.md"
    return extract(
        read_article(article.read_bytes(), path=str(article), language=Language("en")), domain=domain
    )


@pytest.mark.parametrize("file", CATALOGUES, ids=lambda file: str(file.relative_to(ROOT)))
def test_a_catalogue_of_ours_has_no_findings(file: Path) -> None:
    language, terms = from_po_locale(file.parts[-3]), file.parents[1] / "glossary.tsv"
    catalogue = parse_po(file.read_bytes(), path=file.name, domain=file.stem)
    glossary = parse_glossary(terms.read_bytes(), path=terms.name) if terms.exists() else ()

    found = check_catalogue(catalogue, template_of(file.stem), language=language, glossary=tuple(glossary))

    assert [str(finding) for finding in found if finding.severity != "note"] == []


@pytest.mark.parametrize("file", PRONOUNCED, ids=lambda file: str(file.relative_to(ROOT)))
def test_our_pronunciations_are_used_change_something_and_say_the_same(file: Path) -> None:
    project, language = load_project(ROOT), from_po_locale(file.parts[-3])
    sources = read_sources(project, project.articles())

    found = pronunciation_findings(project, read_lexicons(project), language, sources=sources)

    assert [str(finding) for finding in found] == []
