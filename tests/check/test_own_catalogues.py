"""The translations this repository publishes have no findings but notes."""

from pathlib import Path

import pytest

from builder.article.detect import read_article
from builder.base.language import Language, from_po_locale
from builder.catalogue import builder_domain
from builder.catalogue.extract import extract
from builder.catalogue.glossary import parse_glossary
from builder.catalogue.po import parse_po
from builder.check.catalogue import check_catalogue
from builder.model.catalogue import Catalogue

ROOT = Path(__file__).parents[2]
CATALOGUES = sorted(ROOT.glob("locales/*/LC_MESSAGES/*.po"))


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
