"""A folder of weights is looked over before anything of it is loaded."""

import json
import shutil
import struct

import pytest

from generation.engines import EngineError
from generation.engines.diffusion import weights
from generation.method import Pipeline

MODEL = Pipeline("Flux2KleinPipeline", "model", "main")


def tensors(size=64):
    header = json.dumps({"weight": {"dtype": "U8", "shape": [size], "data_offsets": [0, size]}}).encode()
    return struct.pack("<Q", len(header)) + header + bytes(size)


@pytest.fixture
def folder(tmp_path):
    """A model of one network and one tokenizer, as much of it as is looked at."""
    folder = tmp_path / "model" / "main"
    (folder / "transformer").mkdir(parents=True)
    (folder / "tokenizer").mkdir()
    index = {
        "_class_name": "Flux2KleinPipeline",
        "transformer": ["diffusers", "Flux2Transformer2DModel"],
        "tokenizer": ["transformers", "Qwen2Tokenizer"],
        "image_encoder": [None, None],
    }
    (folder / "model_index.json").write_text(json.dumps(index))
    (folder / "transformer" / "config.json").write_text('{"_class_name": "Flux2Transformer2DModel"}')
    (folder / "transformer" / "diffusion_pytorch_model.safetensors").write_bytes(tensors())
    return folder


@pytest.fixture
def refused(tmp_path):
    def of(code):
        with pytest.raises(EngineError) as refusal:
            weights.located(tmp_path, MODEL)
        assert refusal.value.code == code
        return str(refusal.value)

    return of


def test_a_whole_folder_is_found(tmp_path, folder):
    assert weights.located(tmp_path, MODEL) == folder


def test_a_missing_folder_says_where_it_was_looked_for(folder, refused):
    shutil.rmtree(folder)
    assert f"the model model/main is not in the folder of models: looked for {folder}" in refused("weights_missing")


def test_an_installation_without_a_folder_of_models_says_which_setting_names_it():
    with pytest.raises(EngineError, match="LIKENESS_MODELS_DIR"):
        weights.located(None, MODEL)


@pytest.mark.parametrize("name", ["model_index.json", "tokenizer", "transformer"])
def test_a_missing_part_is_named(folder, refused, name):
    gone = folder / name
    shutil.rmtree(gone) if gone.is_dir() else gone.unlink()
    assert f"looked for {gone}" in refused("weights_missing")


@pytest.mark.parametrize("kept", [0, 7, 20, -1])
def test_a_truncated_file_is_named(folder, refused, kept):
    file = folder / "transformer" / "diffusion_pytorch_model.safetensors"
    file.write_bytes(tensors()[:kept])
    assert str(file) in refused("weights_broken")


def test_a_file_of_another_kind_is_named(folder, refused):
    (folder / "transformer" / "diffusion_pytorch_model.safetensors").write_bytes(struct.pack("<Q", 4) + b"nope" * 20)
    assert "header that cannot be read" in refused("weights_broken")


def test_weights_that_can_carry_code_are_not_read(folder, refused):
    file = folder / "transformer" / "diffusion_pytorch_model.safetensors"
    file.rename(file.with_name("diffusion_pytorch_model.bin"))
    assert "no safetensors, and no other format is read" in refused("weights_missing")


def test_a_missing_shard_is_named(folder, refused):
    index = {"weight_map": {"a": "diffusion_pytorch_model.safetensors", "b": "model-00002-of-00002.safetensors"}}
    (folder / "transformer" / "model.safetensors.index.json").write_text(json.dumps(index))
    assert "model-00002-of-00002.safetensors" in refused("weights_missing")


def test_code_of_a_model_s_own_is_never_run(folder, refused):
    index = {"_class_name": MODEL.name, "transformer": ["my_transformer", "MyTransformer"]}
    (folder / "model_index.json").write_text(json.dumps(index))
    assert "code of its own (transformer: my_transformer)" in refused("weights_broken")


@pytest.mark.parametrize("text", ["{", "[]", '{"_class_name": "Flux2KleinPipeline"}'])
def test_an_index_that_says_nothing_is_named(folder, refused, text):
    (folder / "model_index.json").write_text(text)
    assert "model_index.json" in refused("weights_broken")


def test_the_weights_of_another_model_are_not_taken_for_this_one(folder, refused):
    (folder / "model_index.json").write_text('{"_class_name": "FluxKontextPipeline"}')
    assert "belongs to FluxKontextPipeline, the recipe asks for Flux2KleinPipeline" in refused("weights_broken")


def test_one_model_serves_the_pipelines_that_ask_it_in_different_ways(tmp_path, folder):
    inpaint = Pipeline("Flux2KleinInpaintPipeline", MODEL.path, MODEL.revision)
    assert weights.located(tmp_path, inpaint) == folder
