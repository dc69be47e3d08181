"""What making pictures takes by itself: the embedded engine on the CPU, and each model's recipe where there is CUDA."""

import importlib.util
import os
import statistics
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
from skimage import data

from generation import engines, gates, recipe
from generation.engines import EngineError

TIMES = 5
PICTURES = 4  # of a recipe, after one that warms up


def rows() -> list[str]:
    """CPU seconds are those of this process alone: others on the machine do not count."""
    return [*_embedded(), *_models()]


def _embedded() -> list[str]:
    source = data.astronaut()
    chosen = recipe.load("refine")
    engine = engines.engine_for(chosen)
    alone, gated = [], []
    for _ in range(TIMES + 1):
        began = time.process_time()
        prepared = engine.prepare(source, chosen)
        pictures = [engine.render(prepared, variant).picture for variant in chosen.variants]
        made = time.process_time()
        reference = gates.Subject.of(prepared.crop, enlarged=prepared.enlarged)
        for picture in pictures:
            gates.check(reference, gates.Subject.of(picture), (), gates.thresholds(chosen.gates))
        alone.append(made - began)
        gated.append(time.process_time() - began)
    return [
        f"| refine engine alone, four candidates at 1024 px, CPU | {statistics.median(alone[1:]):.2f} s | | | {TIMES} | <= 3 s |",
        f"| the same with gates, CPU | {statistics.median(gated[1:]):.2f} s | | | {TIMES} | |",
        f"| peak memory of a process that does the first | {_memory():.0f} MB | | | 1 | <= 450 MB |",
    ]


def _memory() -> float:
    """Resident megabytes, at most, of a fresh process."""
    program = "from tests.benchmarks.renders import peak; print(peak())"
    environment = {**os.environ, "PYTHONPATH": os.getcwd()}  # noqa: PTH109 (the path as the child takes it)
    said = subprocess.run([sys.executable, "-c", program], env=environment, check=True, capture_output=True, text=True)
    return float(said.stdout)


def peak() -> float:
    chosen = recipe.load("refine")
    engine = engines.engine_for(chosen)
    prepared = engine.prepare(data.astronaut(), chosen)
    for variant in chosen.variants:
        engine.render(prepared, variant)
    status = Path("/proc/self/status").read_text(
        encoding="utf-8"
    )  # ru_maxrss would still hold the parent's, from the fork
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


def _models() -> list[str]:
    """Pictures a minute and peak memory of every recipe whose weights are in `LIKENESS_BENCH_MODELS`, on CUDA alone."""
    folder = os.environ.get("LIKENESS_BENCH_MODELS", "")
    if importlib.util.find_spec("torch") is None:
        return ["| models: torch is not installed here | | | | | |"]
    import torch

    if not (folder and torch.cuda.is_available()):
        return ["| models: no accelerator or no LIKENESS_BENCH_MODELS here | | | | | |"]
    known = map(recipe.load, recipe.keys())
    return [_model(each, Path(folder)) for each in known if each.diffusion is not None]


def _model(chosen: recipe.Recipe, folder: Path) -> str:
    import torch

    engine = engines.engine_for(chosen, models=folder, noncommercial="To measure how long it takes.")
    try:
        prepared = engine.prepare(np.ascontiguousarray(data.astronaut()), chosen)
        engine.render(prepared, chosen.variants[0])
        torch.cuda.reset_peak_memory_stats()
        began = time.perf_counter()
        for number in range(PICTURES):
            engine.render(prepared, replace(chosen.variants[0], seed=100 + number))
        took = time.perf_counter() - began
    except EngineError as problem:
        return f"| {chosen.key}: {problem.code} | | | | | |"
    finally:
        engines.let_go()
    held = torch.cuda.max_memory_allocated() / 1e9
    return f"| {chosen.key}: {60 * PICTURES / took:.1f} pictures a minute, {held:.1f} GB at most | | | | {PICTURES} | |"
