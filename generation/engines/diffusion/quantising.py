"""Components in fewer bits: which library holds them so, and how a pipeline is told when it is loaded."""

import importlib.util
from typing import Any, Final

from generation.engines.base import EngineError
from generation.method import Method, Quantised

LIBRARIES: Final[dict[Quantised, str]] = {
    "bnb-int8": "bitsandbytes",
    "bnb-nf4": "bitsandbytes",
    "quanto-int8": "optimum.quanto",
}
_BACKENDS: Final[dict[Quantised, tuple[str, str, dict[str, Any]]]] = {  # class in diffusers, in transformers, arguments
    "bnb-int8": ("BitsAndBytesConfig", "BitsAndBytesConfig", {"load_in_8bit": True}),
    "bnb-nf4": ("BitsAndBytesConfig", "BitsAndBytesConfig", {"load_in_4bit": True, "bnb_4bit_quant_type": "nf4"}),
    "quanto-int8": ("QuantoConfig", "QuantoConfig", {}),
}


def libraries_there(method: Method) -> None:
    """Raises EngineError quantiser_missing, before anything is loaded."""
    for component, how in method.quantisation.items():
        if not _installed(LIBRARIES[how]):
            package = LIBRARIES[how].replace("optimum.quanto", "optimum-quanto")
            raise EngineError(
                "quantiser_missing",
                f"The recipe holds {component} as {how}, and {package} is not installed: pip install {package}.",
            )


def asked(method: Method) -> dict[str, Any]:
    """What `from_pretrained` is given for it: nothing where no component is quantised."""
    if not method.quantisation:
        return {}
    import diffusers

    mapping = {component: _config(component, how) for component, how in method.quantisation.items()}
    return {"quantization_config": diffusers.PipelineQuantizationConfig(quant_mapping=mapping)}


def _config(component: str, how: Quantised) -> Any:
    """The configuration of one component. Text encoders are the other library's models and take its class."""
    import diffusers
    import transformers

    ours, theirs, arguments = _BACKENDS[how]
    if how == "quanto-int8":
        arguments = {"weights" if component.startswith("text_encoder") else "weights_dtype": "int8"}
    if component.startswith("text_encoder"):
        return getattr(transformers, theirs)(**arguments)
    return getattr(diffusers, ours)(**arguments)


def _installed(name: str) -> bool:
    try:
        return importlib.util.find_spec(name) is not None
    except ModuleNotFoundError:
        return False
