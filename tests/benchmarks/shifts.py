"""Worker processes that measure phone pictures of 12 megapixels: what they hold in memory and get through.

Without Django, so that a process can be started afresh and holds what measuring needs, no more.
"""

import io
import multiprocessing
import threading
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import NamedTuple

import matplotlib as mpl
import numpy as np
from PIL import Image

from generation import faces, pictures

GRAIN = 3.0  # codes of noise, as a phone's sensor leaves; without it a picture that was enlarged would decode too fast
PICTURES = 20
PACK = Path(__file__).resolve().parents[3] / "shared" / "data"


class Shift(NamedTuple):
    """What one worker process did: when its pictures began and ended, and the most memory it ever held."""

    began: float
    ended: float
    megabytes: float


def sitters() -> list[pictures.Picture]:
    """Real portraits of different people: two that packages ship, and of the picture pack where it is."""
    from skimage import data

    with Image.open(Path(mpl.get_data_path()) / "sample_data" / "grace_hopper.jpg") as image:
        hopper = np.array(image.convert("RGB"))
    found = [np.ascontiguousarray(data.astronaut()), hopper]
    for path in sorted(PACK.glob("faces_public_domain/pairs/*/a_gpo.jpg"))[::6][:4]:
        with Image.open(path) as image:
            found.append(np.array(image.convert("RGB")))
    return found


def phone_picture(number: int, sitter: pictures.Picture | None = None) -> bytes:
    """A portrait as a phone would have taken it: 3000 x 4000 pixels, noise, and another simulated light each time."""
    from generation import simulation

    shown = sitters()[0] if sitter is None else sitter
    stops = 0.3 + 0.01 * number
    lit = simulation.other_light(shown, from_left=bool(number % 2), stops=stops, warmth=0.02)
    noise = np.random.default_rng(number).normal(0, GRAIN, (4000, 3000, 1)).round()
    out = io.BytesIO()
    Image.fromarray((_enlarged(lit) + noise).clip(0, 255).astype(np.uint8)).save(out, "JPEG", quality=90)
    return out.getvalue()


def _enlarged(picture: pictures.Picture) -> pictures.Picture:
    """The picture's middle, from its upper edge, at 3000 x 4000 pixels."""
    height, width = picture.shape[:2]
    factor = max(3000 / width, 4000 / height)
    large = Image.fromarray(picture).resize((round(width * factor), round(height * factor)), Image.Resampling.BICUBIC)
    left = (large.width - 3000) // 2
    return np.asarray(large.crop((left, 0, left + 3000, 4000)))


def shifts(count: int, *, torch: bool) -> list[Shift]:
    """Worker processes that begin together once all are warm. Raises BrokenProcessPool where one of them died."""
    context, file = multiprocessing.get_context("spawn"), phone_picture(1)
    with context.Manager() as shared, ProcessPoolExecutor(count, mp_context=context) as workers:
        together = shared.Barrier(count)  # nobody takes a second shift: all wait here for each other
        begun = [workers.submit(_work, together, file, torch) for _ in range(count)]
        return [shift.result() for shift in begun]


def _work(together: threading.Barrier, file: bytes, torch: bool) -> Shift:
    faces.warm_up()
    if torch:
        faces.warm_up_batch(engine="torch")
    _look(file, torch=torch)
    together.wait()
    began = time.time()
    for _ in range(PICTURES):
        _look(file, torch=torch)
    return Shift(began, time.time(), _peak())


def _peak() -> float:
    """The most megabytes this process ever held. What getrusage says begins with the peak of the process that started it."""
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) / 1000


def _look(file: bytes, *, torch: bool) -> None:
    picture = pictures.decode(file)
    seen = faces.measure(picture)
    if torch:
        faces.encode_batch([picture], [seen.face], engine="torch")
