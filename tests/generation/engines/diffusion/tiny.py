"""Pipelines of a few hundred kilobytes with random weights, built in code and saved as published ones are.

Everything that loads and samples is diffusers' own: only the numbers mean nothing.
"""

import json
from functools import cache, partial
from pathlib import Path

import torch
from transformers import CLIPTextConfig, CLIPTokenizer

STARTS = ("<|endoftext|>", "<|im_start|>", "<|im_end|>", "<|vision_start|>", "<|vision_end|>")
QWEN_WORDS = (*STARTS, "<|vision_pad|>", "<|image_pad|>", "<|video_pad|>")
CHAT = (
    "{% for m in messages %}<|im_start|>{{ m['role'] }}\n{{ m['content'] }}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)


@cache
def _bytes():
    """GPT-2's printable stand-ins for the 256 byte values."""
    printable = {*range(33, 127), *range(0xA1, 0xAD), *range(0xAE, 0x100)}
    others = iter(range(256, 512))
    return [chr(byte) if byte in printable else chr(next(others)) for byte in range(256)]


def clip_tokenizer():
    words = [*_bytes(), *(f"{byte}</w>" for byte in _bytes()), "<|startoftext|>", "<|endoftext|>"]
    return CLIPTokenizer(vocab={word: n for n, word in enumerate(words)}, merges=[], model_max_length=77)


def t5_tokenizer():
    from transformers import T5Tokenizer

    pieces = [("<pad>", 0.0), ("</s>", 0.0), ("<unk>", 0.0), ("▁", -2.0), *((chr(c), -3.0) for c in range(33, 127))]
    extra = [(f"<extra_id_{n}>", 0.0) for n in reversed(range(10))]
    return T5Tokenizer(vocab=pieces + extra, extra_ids=10, model_max_length=512)


def qwen_tokenizer():
    from transformers import Qwen2Tokenizer

    vocabulary = {word: n for n, word in enumerate([*_bytes(), QWEN_WORDS[0]])}
    return Qwen2Tokenizer(
        vocab=vocabulary,
        merges=[],
        model_max_length=4096,
        additional_special_tokens=list(QWEN_WORDS[1:]),
        padding_side="left",
    )


def _clip_config(tokenizer, layers):
    return CLIPTextConfig(
        bos_token_id=tokenizer.bos_token_id,
        eos_token_id=tokenizer.eos_token_id,
        pad_token_id=tokenizer.pad_token_id,
        hidden_size=32,
        intermediate_size=37,
        num_attention_heads=4,
        num_hidden_layers=layers,
        vocab_size=len(tokenizer),
        hidden_act="gelu",
        projection_dim=32,
    )


def _flux_autoencoder(kind):
    return kind(
        sample_size=32,
        in_channels=3,
        out_channels=3,
        block_out_channels=(4, 8, 8),
        layers_per_block=1,
        down_block_types=("DownEncoderBlock2D",) * 3,
        up_block_types=("UpDecoderBlock2D",) * 3,
        latent_channels=1,
        norm_num_groups=1,
        use_quant_conv=False,
        use_post_quant_conv=False,
    )


def klein(kind="Flux2KleinPipeline"):
    import diffusers
    from transformers import Qwen3Config, Qwen3ForCausalLM

    tokenizer = qwen_tokenizer()
    tokenizer.chat_template = CHAT
    return getattr(diffusers, kind)(
        scheduler=diffusers.FlowMatchEulerDiscreteScheduler(),
        vae=_flux_autoencoder(diffusers.AutoencoderKLFlux2),
        tokenizer=tokenizer,
        # The pipeline reads the hidden layers 9, 18 and 27.
        text_encoder=Qwen3ForCausalLM(
            Qwen3Config(
                intermediate_size=16,
                hidden_size=16,
                num_hidden_layers=28,
                head_dim=8,
                num_attention_heads=2,
                num_key_value_heads=2,
                vocab_size=len(tokenizer),
                max_position_embeddings=512,
            )
        ),
        transformer=diffusers.Flux2Transformer2DModel(
            patch_size=1,
            in_channels=4,
            num_layers=1,
            num_single_layers=1,
            attention_head_dim=16,
            num_attention_heads=2,
            joint_attention_dim=48,
            timestep_guidance_channels=256,
            axes_dims_rope=[4, 4, 4, 4],
            guidance_embeds=False,
        ),
    )


def kontext():
    import diffusers
    from transformers import CLIPTextModel, T5Config, T5EncoderModel

    tokenizer, second = clip_tokenizer(), t5_tokenizer()
    autoencoder = _flux_autoencoder(diffusers.AutoencoderKL)
    autoencoder.register_to_config(shift_factor=0.0609, scaling_factor=1.5035)
    return diffusers.FluxKontextPipeline(
        scheduler=diffusers.FlowMatchEulerDiscreteScheduler(),
        vae=autoencoder,
        text_encoder=CLIPTextModel(_clip_config(tokenizer, layers=2)),
        tokenizer=tokenizer,
        text_encoder_2=T5EncoderModel(
            T5Config(
                vocab_size=len(second),
                d_model=32,
                d_kv=8,
                d_ff=37,
                num_layers=2,
                num_heads=4,
                feed_forward_proj="gated-gelu",
                decoder_start_token_id=0,
            )
        ),
        tokenizer_2=second,
        transformer=diffusers.FluxTransformer2DModel(
            patch_size=1,
            in_channels=4,
            num_layers=1,
            num_single_layers=1,
            attention_head_dim=16,
            num_attention_heads=2,
            joint_attention_dim=32,
            pooled_projection_dim=32,
            axes_dims_rope=[4, 4, 8],
            guidance_embeds=True,
        ),
        image_encoder=None,
        feature_extractor=None,
    )


def sdxl_inpaint():
    import diffusers
    from transformers import CLIPTextModel, CLIPTextModelWithProjection

    tokenizer = clip_tokenizer()
    config = _clip_config(tokenizer, layers=5)
    return diffusers.StableDiffusionXLInpaintPipeline(
        unet=diffusers.UNet2DConditionModel(
            block_out_channels=(32, 64),
            layers_per_block=1,
            sample_size=32,
            in_channels=4,
            out_channels=4,
            down_block_types=("DownBlock2D", "CrossAttnDownBlock2D"),
            up_block_types=("CrossAttnUpBlock2D", "UpBlock2D"),
            attention_head_dim=(2, 4),
            use_linear_projection=True,
            addition_embed_type="text_time",
            addition_time_embed_dim=8,
            transformer_layers_per_block=(1, 1),
            projection_class_embeddings_input_dim=80,
            cross_attention_dim=64,
        ),
        vae=diffusers.AutoencoderKL(
            block_out_channels=[32, 64],
            latent_channels=4,
            sample_size=128,
            down_block_types=["DownEncoderBlock2D"] * 2,
            up_block_types=["UpDecoderBlock2D"] * 2,
        ),
        scheduler=diffusers.EulerDiscreteScheduler(
            beta_start=0.00085,
            beta_end=0.012,
            steps_offset=1,
            beta_schedule="scaled_linear",
            timestep_spacing="leading",
        ),
        text_encoder=CLIPTextModel(config),
        tokenizer=tokenizer,
        text_encoder_2=CLIPTextModelWithProjection(config),
        tokenizer_2=clip_tokenizer(),
        requires_aesthetics_score=False,
    )


def qwen_edit():
    import diffusers
    from transformers.models.qwen2_vl import Qwen2VLImageProcessorPil

    tokenizer = qwen_tokenizer()
    pictures = Qwen2VLImageProcessorPil(
        size={"shortest_edge": 28 * 28, "longest_edge": 56 * 56}, patch_size=14, merge_size=2, temporal_patch_size=2
    )
    return diffusers.QwenImageEditPlusPipeline(
        scheduler=diffusers.FlowMatchEulerDiscreteScheduler(),
        vae=diffusers.AutoencoderKLQwenImage(
            base_dim=24,
            z_dim=4,
            dim_mult=[1, 2, 4],
            num_res_blocks=1,
            temperal_downsample=[False, True],
            latents_mean=[0.0] * 4,
            latents_std=[1.0] * 4,
        ),
        text_encoder=_qwen_reader(tokenizer),
        tokenizer=tokenizer,
        processor=_without_video()(pictures, tokenizer),
        transformer=diffusers.QwenImageTransformer2DModel(
            patch_size=2,
            in_channels=16,
            out_channels=4,
            num_layers=2,
            attention_head_dim=16,
            num_attention_heads=3,
            joint_attention_dim=16,
            guidance_embeds=False,
            axes_dims_rope=(8, 4, 4),
        ),
    )


def qwen_processor(folder: Path):
    """The saved processor, where torchvision is missing that it would need for videos."""
    from transformers import Qwen2Tokenizer
    from transformers.models.qwen2_vl import Qwen2VLImageProcessorPil

    pictures = Qwen2VLImageProcessorPil.from_pretrained(folder / "processor")
    return _without_video()(pictures, Qwen2Tokenizer.from_pretrained(folder / "processor"))


def _qwen_reader(tokenizer):
    from transformers import Qwen2_5_VLConfig, Qwen2_5_VLForConditionalGeneration

    number = {name.strip("<|>"): tokenizer.convert_tokens_to_ids(name) for name in QWEN_WORDS}
    return Qwen2_5_VLForConditionalGeneration(
        Qwen2_5_VLConfig(
            text_config={
                "hidden_size": 16,
                "intermediate_size": 16,
                "num_hidden_layers": 2,
                "num_attention_heads": 2,
                "num_key_value_heads": 2,
                "vocab_size": len(tokenizer),
                "rope_parameters": {"mrope_section": [1, 1, 2], "rope_type": "default", "rope_theta": 1e6},
                "bos_token_id": number["endoftext"],
                "eos_token_id": number["im_end"],
                "pad_token_id": number["endoftext"],
            },
            vision_config={
                "depth": 2,
                "hidden_size": 16,
                "intermediate_size": 16,
                "num_heads": 2,
                "out_hidden_size": 16,
                "fullatt_block_indexes": [1],
            },
            vision_start_token_id=number["vision_start"],
            vision_end_token_id=number["vision_end"],
            vision_token_id=number["vision_pad"],
            image_token_id=number["image_pad"],
            video_token_id=number["video_pad"],
        )
    )


@cache
def _without_video():
    """The processor without its video part, saved under the real one's name."""
    from transformers import Qwen2VLProcessor
    from transformers.processing_utils import ProcessorMixin

    def start(self, image_processor=None, tokenizer=None, chat_template=None):
        for kind in ("image", "video"):
            setattr(self, f"{kind}_token", f"<|{kind}_pad|>")
            setattr(self, f"{kind}_token_id", tokenizer.convert_tokens_to_ids(f"<|{kind}_pad|>"))
        ProcessorMixin.__init__(self, image_processor, tokenizer, chat_template=chat_template)

    body = {"__init__": start, "__module__": Qwen2VLProcessor.__module__}
    return type("Qwen2VLProcessor", (Qwen2VLProcessor,), body)


BUILDERS = {
    "Flux2KleinPipeline": klein,
    "Flux2KleinInpaintPipeline": partial(klein, "Flux2KleinInpaintPipeline"),
    "FluxKontextPipeline": kontext,
    "StableDiffusionXLInpaintPipeline": sdxl_inpaint,
    "QwenImageEditPlusPipeline": qwen_edit,
}


def save(kind: str, folder: Path, *, seed: int = 0) -> Path:
    """A folder as a published model has it."""
    torch.manual_seed(seed)
    BUILDERS[kind]().save_pretrained(folder, safe_serialization=True)
    assert json.loads((folder / "model_index.json").read_text())["_class_name"] == kind
    return folder
