import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.base.errors import UsageError
from builder.base.language import Language, from_po_locale, parse_language, po_locale

PAIRS = [
    ("en", "en"),
    ("pt-BR", "pt_BR"),
    ("zh-Hans", "zh_Hans"),
    ("sr-Latn", "sr@latin"),
    ("sr-Latn-RS", "sr_RS@latin"),
    ("ca-valencia", "ca@valencia"),
    ("es-419", "es_419"),
]


@pytest.mark.parametrize(("tag", "name"), PAIRS)
def test_a_language_has_the_folder_name_gettext_knows(tag: str, name: str) -> None:
    language = parse_language(tag)

    folder = po_locale(language)

    assert folder == name
    assert from_po_locale(folder) == language


def test_chinese_regions_become_scripts() -> None:
    assert from_po_locale("zh_CN") == "zh-Hans"
    assert from_po_locale("zh_TW") == "zh-Hant"


@pytest.mark.parametrize(("tag", "canonical"), [("PT-br", "pt-BR"), ("iw", "he"), ("ZH-HANS", "zh-Hans")])
def test_a_tag_is_put_into_its_canonical_case(tag: str, canonical: str) -> None:
    assert parse_language(tag) == canonical


@pytest.mark.parametrize("tag", ["", "e", "english!", "en_US.UTF-8", "../en", "en-US-u-ca-iso"])
def test_what_is_no_tag_is_refused_with_an_example(tag: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse_language(tag)

    assert "pt-BR" in str(caught.value)


@given(
    st.builds(
        lambda language, script, region: Language("-".join(filter(None, [language, script, region]))),
        st.sampled_from(["en", "es", "sr", "zh", "ar", "uz"]),
        st.sampled_from(["", "Latn", "Cyrl", "Hans", "Arab"]),
        st.sampled_from(["", "BR", "RS", "419"]),
    )
)
def test_the_folder_name_leads_back_to_the_language(language: Language) -> None:
    assert from_po_locale(po_locale(language)) == language
