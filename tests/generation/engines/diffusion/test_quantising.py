"""Components in fewer bits: asked of the right library, and named when it is missing."""

from dataclasses import replace

import pytest

from generation import queues
from generation.engines import EngineError
from generation.engines.diffusion import loading, quantising


@pytest.fixture
def eight_bits(tiny):
    recipe = tiny("klein4b-relight")
    return replace(recipe.diffusion, quantisation={"text_encoder": "quanto-int8", "transformer": "bnb-nf4"})


def test_a_library_that_is_missing_is_named_before_anything_is_loaded(eight_bits, folder, monkeypatch):
    monkeypatch.setattr(quantising, "_installed", lambda name: name == "bitsandbytes")
    with pytest.raises(EngineError, match=r"text_encoder as quanto-int8.*pip install optimum-quanto") as refused:
        loading.resident(eight_bits, folder("klein4b-relight"))
    assert refused.value.code == "quantiser_missing"


def test_nothing_is_asked_for_where_no_component_is_quantised(tiny):
    assert quantising.asked(tiny("klein4b-relight").diffusion) == {}


def test_every_component_is_asked_for_in_the_library_it_belongs_to(eight_bits, monkeypatch):
    made = []

    def remembered(library):
        return lambda **given: made.append((library, given)) or given

    import diffusers
    import transformers

    monkeypatch.setattr(transformers, "QuantoConfig", remembered("transformers"))
    monkeypatch.setattr(diffusers, "BitsAndBytesConfig", remembered("diffusers"))
    monkeypatch.setattr(diffusers, "PipelineQuantizationConfig", lambda quant_mapping: quant_mapping)
    asked = quantising.asked(eight_bits)["quantization_config"]
    assert asked.keys() == eight_bits.quantisation.keys()
    assert made == [
        ("transformers", {"weights": "int8"}),
        ("diffusers", {"load_in_4bit": True, "bnb_4bit_quant_type": "nf4"}),
    ]


def test_the_same_weights_in_fewer_bits_are_another_model(tiny, eight_bits):
    recipe = tiny("klein4b-relight")
    assert queues.model_of(recipe) != queues.model_of(replace(recipe, diffusion=eight_bits))
