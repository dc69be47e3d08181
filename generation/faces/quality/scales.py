"""The numbers that a measure of light and sharpness is made with, apart from any picture: a browser is told the same ones."""

from typing import Final

FRAME: Final = 256  # pixels: the square frame of the face
EYES_APART: Final = 0.4  # of the frame: between the outer corners
EYES_DOWN: Final = 0.42
LUMINANCE: Final = (0.2126, 0.7152, 0.0722)  # ITU-R BT.709
BLACK: Final = 1e-4  # linear light; keeps the logarithm of black finite
BLOWN: Final = 250  # of 255 in every channel: no detail left
HIGHLIGHTS: Final = 99.5  # percentile
RANGE: Final = (2.0, 98.0)  # percentiles
MATT: Final = 25.0  # percentile of a region: gloss, which dark skin shows more, sits in its bright part
BLUR_WIDTH: Final = 9  # pixels, as in Crete et al. 2007
BLUR_ASLANT: Final = 7  # the same length along a diagonal, in its steps
