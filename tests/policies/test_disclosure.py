import pytest

from policies import disclosure
from policies.disclosure import PictureClass
from policies.kinds import REAL_CAPTURES, Kind

LOCALES = ("en", "de", "fr", "es", "da", "zh", "ko", "hi")


def test_there_are_words_in_eight_languages():
    assert disclosure.locales() == LOCALES


@pytest.mark.requirement("R50")
@pytest.mark.requirement("C03")
@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_has_a_class_a_caption_and_an_alternative_text_in_every_language(kind, locale):
    assert disclosure.class_of(kind) in PictureClass
    assert disclosure.caption(kind, locale).endswith((".", "。", "।"))
    assert disclosure.alt_text(kind, locale)
    assert bool(disclosure.label(kind, locale)) == (kind not in REAL_CAPTURES)


@pytest.mark.requirement("R50")
@pytest.mark.parametrize(
    ("origin", "words"),
    [
        ("trainedAlgorithmicMedia", "AI GENERATED"),
        ("compositeWithTrainedAlgorithmicMedia", "AI MODIFIED"),
        ("algorithmicallyEnhanced", "ENHANCED"),
        ("humanEdits", "RETOUCHED"),
        ("digitalCapture", ""),
    ],
)
def test_the_label_says_the_class_of_a_source_type(origin, words):
    assert disclosure.label(origin, "en") == words


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("kind", [Kind.AI_BACKGROUND, Kind.AI_COMPOSITE, Kind.AI_GENERATED])
def test_what_generative_ai_made_is_labelled_with_the_capitals_ai_in_every_language(kind, locale):
    assert disclosure.label(kind, locale).split()[0] == "AI"


@pytest.mark.parametrize("locale", LOCALES)
def test_no_two_classes_are_told_in_the_same_words(locale):
    kinds = (
        Kind.CAMERA,
        Kind.HUMAN_RETOUCHED,
        Kind.AUTO_ENHANCED,
        Kind.ILLUSTRATION,
        Kind.AI_COMPOSITE,
        Kind.AI_GENERATED,
    )
    for told in (disclosure.label, disclosure.caption, disclosure.alt_text):
        assert len({told(kind, locale) for kind in kinds}) == len(kinds)


def test_a_regional_locale_reads_its_language_and_an_unknown_one_english():
    assert disclosure.label(Kind.AI_GENERATED, "de-AT") == "AI GENERIERT"
    assert disclosure.label(Kind.AI_GENERATED, "fr_CA") == "AI GÉNÉRÉE"
    assert disclosure.label(Kind.AI_GENERATED, "nl") == "AI GENERATED"


def test_words_that_a_rule_demands_are_added_unless_the_label_says_them_already():
    assert disclosure.label(Kind.AI_GENERATED, "en", ["AI"]) == "AI GENERATED"
    assert disclosure.label(Kind.AUTO_ENHANCED, "de", ["ENHANCED"]) == "OPTIMIERT"
    assert disclosure.label(Kind.AI_GENERATED, "en", ["AI", "AI生成"]) == "AI GENERATED · AI生成"
    assert disclosure.label(Kind.CAMERA, "en", ["PHOTO"]) == "PHOTO"


@pytest.mark.requirement("R50")
@pytest.mark.parametrize(
    ("kind", "locale", "demanded", "said"),
    [
        (Kind.AI_GENERATED, "en", [], "AI"),
        (Kind.AI_GENERATED, "en", ["AI"], "AI"),
        (Kind.AI_GENERATED, "en", ["AI生成"], "AI生成"),
        (Kind.AI_GENERATED, "de", ["AI GENERATED"], "AI GENERATED"),
        (Kind.AI_COMPOSITE, "hi", ["AI生成", "AI"], "AI生成"),
        (Kind.AUTO_ENHANCED, "ko", [], ""),
        (Kind.HUMAN_RETOUCHED, "en", ["DIGITALLY ALTERED"], "DIGITALLY ALTERED"),
        (Kind.CAMERA, "en", [], ""),
    ],
)
def test_where_a_label_does_not_fit_the_words_of_rules_stay_and_half_a_word_never_stands(kind, locale, demanded, said):
    assert disclosure.short_label(kind, locale, demanded) == said
