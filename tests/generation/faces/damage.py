"""Faults made on purpose, one at a time, so that the right component must answer."""

import io

import cv2
import numpy as np
from PIL import Image

from generation.faces import topology
from generation.faces.quality.scene import LINEAR

DARK_FRAME = (25, 22, 20)


def _encoded(linear):
    linear = np.clip(linear, 0, 1)
    curve = np.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055)
    return np.round(curve * 255).astype(np.uint8)


def exposed(picture, stops):
    return _encoded(LINEAR[picture] * 2.0**stops)


def coloured(picture, gains):
    return _encoded(LINEAR[picture] * np.array(gains))


def shadowed(picture, face, half, stops):
    """Darker by `stops` on the person's own left or right half, with a soft edge along the nose."""
    middle = face.points[topology.OVAL].mean(axis=0)[0]
    across = np.clip((np.arange(picture.shape[1]) - middle) / (0.3 * face.box.width) + 0.5, 0, 1)
    share = across if half == "left" else 1 - across
    return _encoded(LINEAR[picture] * (2.0 ** (-stops * share))[None, :, None])


def blurred(picture, face, share_of_face):
    return cv2.GaussianBlur(picture, (0, 0), share_of_face * face.box.width)


def veiled(picture, share):
    return np.round(picture * (1 - share) + 200 * share).astype(np.uint8)


def compressed(picture, quality):
    out = io.BytesIO()
    Image.fromarray(picture).save(out, "JPEG", quality=quality)
    return np.array(Image.open(out))


def grey(picture):
    return cv2.cvtColor(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB)


def rolled(picture, degrees):
    """Turned clockwise as seen, the border continued outwards."""
    height, width = picture.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), -degrees, 0.9)
    return cv2.warpAffine(picture, matrix, (width, height), borderMode=cv2.BORDER_REPLICATE)


def resized(picture, longer_side):
    factor = longer_side / max(picture.shape[:2])
    method = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
    return cv2.resize(picture, None, fx=factor, fy=factor, interpolation=method)


def placed(picture, width, height, share, *, left=60, top=300):
    """The picture on a large grey canvas, `share` of the canvas high."""
    canvas = np.full((height, width, 3), 128, np.uint8)
    small = resized(picture, share * height)
    canvas[top : top + small.shape[0], left : left + small.shape[1]] = small
    return canvas


def closed_eyes(picture, face):
    """The skin between brow and upper lid drawn down over each eye, as a lid does; upright faces only."""
    rows, columns = np.mgrid[0 : picture.shape[0], 0 : picture.shape[1]].astype(np.float32)
    source = rows.copy()
    for eye in face.irises:
        upper, lower = _lid_lines(eye.contour[:16], columns[0])
        brow = upper.min() - 1.2 * (lower - upper).max()
        squeezed = brow + (rows - brow) * (upper - brow) / np.maximum(lower - brow, 1)
        source = np.where((rows > brow) & (rows < lower) & (lower > upper + 0.5), squeezed, source)
    return cv2.remap(picture, columns, source.astype(np.float32), cv2.INTER_LINEAR)


def _lid_lines(lids, columns):
    """Height of the upper and the lower lid at each column; equal outside the eye."""
    corners = lids[[0, 8]]
    axis = np.interp(lids[:, 0], *corners[np.argsort(corners[:, 0])].T)
    lines = []
    for part in (lids[lids[:, 1] <= axis + 0.01], lids[lids[:, 1] >= axis - 0.01]):
        ordered = part[np.argsort(part[:, 0])]
        lines.append(np.interp(columns, ordered[:, 0], ordered[:, 1]))
    upper, lower = lines
    outside = (columns < lids[:, 0].min()) | (columns > lids[:, 0].max())
    return np.where(outside, lower + 1, upper - 1), lower + 1


def with_glasses(picture, face, *, colour=DARK_FRAME):
    """Thick round frames: rims, bridge and temple arms."""
    points = face.points
    right, left = points[topology.OUTER_EYE_RIGHT], points[topology.OUTER_EYE_LEFT]
    apart = float(np.linalg.norm(left - right))
    along = (left - right) / apart
    down, thick = np.array([-along[1], along[0]]), max(2, round(0.045 * apart))
    angle = float(np.degrees(np.arctan2(along[1], along[0])))
    worn = picture.copy()

    def stroke(start, end):
        cv2.line(
            worn, np.round(start).astype(int).tolist(), np.round(end).astype(int).tolist(), colour, thick, cv2.LINE_AA
        )

    centres = [(right + points[topology.INNER_EYE_RIGHT]) / 2, (left + points[topology.INNER_EYE_LEFT]) / 2]
    for centre, side, ear in zip(centres, (-1, 1), (points[127], points[356]), strict=True):
        place = np.round(centre + down * 0.03 * apart).astype(int).tolist()
        cv2.ellipse(worn, place, (int(0.26 * apart), int(0.2 * apart)), angle, 0, 360, colour, thick, cv2.LINE_AA)
        stroke(centre + side * along * 0.26 * apart - down * 0.03 * apart, ear)
    stroke(centres[0] + along * 0.26 * apart, centres[1] - along * 0.26 * apart)
    return worn
