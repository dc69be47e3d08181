"""Named groups of points of the 468-point face mesh. Right and left are the person's own.

Indices follow MediaPipe's canonical face model (face_mesh_connections.py, Apache-2.0); cheeks, under-eye rings and the
texture regions were chosen for this project and looked at on real pictures.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

Indices = NDArray[np.intp]


def _group(*points: int) -> Indices:
    indices = np.array(points, np.intp)
    indices.setflags(write=False)
    return indices


OVAL: Final = _group(
    *(10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377),
    *(152, 148, 176, 149, 150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109),
)
LIPS: Final = _group(61, 146, 91, 181, 84, 17, 314, 405, 321, 375, 291, 409, 270, 269, 267, 0, 37, 39, 40, 185)
INNER_LIPS: Final = _group(78, 95, 88, 178, 87, 14, 317, 402, 318, 324, 308, 415, 310, 311, 312, 13, 82, 81, 80, 191)
EYE_RIGHT: Final = _group(33, 7, 163, 144, 145, 153, 154, 155, 133, 173, 157, 158, 159, 160, 161, 246)
EYE_LEFT: Final = _group(263, 249, 390, 373, 374, 380, 381, 382, 362, 398, 384, 385, 386, 387, 388, 466)
EYES: Final = (EYE_RIGHT, EYE_LEFT)
BROW_RIGHT: Final = _group(70, 63, 105, 66, 107, 55, 65, 52, 53, 46)
BROW_LEFT: Final = _group(300, 293, 334, 296, 336, 285, 295, 282, 283, 276)

# The lower lid (first nine points) and the ring below it.
UNDER_EYE_RIGHT: Final = _group(33, 7, 163, 144, 145, 153, 154, 155, 133, 243, 233, 232, 231, 230, 229, 228, 31, 226)
UNDER_EYE_LEFT: Final = _group(263, 249, 390, 373, 374, 380, 381, 382, 362, 463, 453, 452, 451, 450, 449, 448, 261, 446)

CHEEK_RIGHT: Final = _group(118, 50, 101, 36, 205, 117)
CHEEK_LEFT: Final = _group(347, 280, 330, 266, 425, 346)

# Wider patches of skin; the convex hull of each is the region.
FOREHEAD: Final = _group(9, 107, 336, 151, 108, 337, 69, 299)
CHEEK_RIGHT_WIDE: Final = _group(50, 101, 118, 117, 123, 147, 187, 205, 36)
CHEEK_LEFT_WIDE: Final = _group(280, 330, 347, 346, 352, 376, 411, 425, 266)
FOREHEAD_RIGHT: Final = _group(107, 108, 69, 66, 105, 104)
FOREHEAD_LEFT: Final = _group(336, 337, 299, 296, 334, 333)
JAW_RIGHT: Final = _group(187, 207, 212, 216, 206, 205, 192, 214)
JAW_LEFT: Final = _group(411, 427, 432, 436, 426, 425, 416, 434)
BRIDGE: Final = _group(6, 197, 195, 122, 351, 168)
NOSE: Final = _group(6, 197, 195, 5, 4, 45, 275, 51, 281)
CHIN: Final = _group(175, 199, 200, 18, 194, 418, 171, 396)

CHIN_BASE: Final = _group(152)
FOREHEAD_TIP: Final = _group(10)
NOSE_BRIDGE: Final = _group(197)
OUTER_EYES: Final = _group(33, 263)

OUTER_EYE_RIGHT, INNER_EYE_RIGHT, INNER_EYE_LEFT, OUTER_EYE_LEFT = 33, 133, 362, 263
EDGE_RIGHT, EDGE_LEFT = 234, 454
FOREHEAD_TOP, CHIN_TIP, NOSE_TIP, NOSE_BASE = 10, 152, 1, 2
MOUTH_RIGHT, MOUTH_LEFT, UPPER_LIP_INNER, LOWER_LIP_INNER = 61, 291, 13, 14
UPPER_LID_RIGHT, LOWER_LID_RIGHT, UPPER_LID_LEFT, LOWER_LID_LEFT = 159, 145, 386, 374
