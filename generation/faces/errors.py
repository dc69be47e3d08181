"""Why a picture or an installation cannot be used: a code for programs, a plain sentence for people."""

from typing import Final, Literal

FaceErrorCode = Literal[
    "no_face", "several_faces", "face_too_small", "weights_missing", "weights_changed", "torch_missing"
]

SENTENCES: Final = {
    "no_face": "No face was found: use a picture that shows your face from the front, large enough and in good light.",
    "lying": "The picture lies on its side or upside down: turn it upright.",
    "several_faces": "More than one person is in the picture: use one that shows you alone.",
    "face_too_small": "Your face is too small in the picture: come closer or use a larger file.",
}


class FaceError(ValueError):
    """A picture without one usable face, or an installation without what is asked of it: the pinned models, torch.

    `code` is stable and safe to log; the message is one sentence that a person can act on.
    """

    def __init__(self, code: FaceErrorCode, sentence: str) -> None:
        super().__init__(sentence)
        self.code: FaceErrorCode = code

    def __reduce__(self) -> tuple[type["FaceError"], tuple[FaceErrorCode, str]]:
        """Between processes too: Exception alone would be made again from the sentence without the code."""
        return type(self), (self.code, str(self))
