"""The words of the invisible mark: 48 random bits, a check, and a code that forgives.

A convolutional code of rate 1/3 and constraint length 7 (generators 133, 171, 165 octal, those of 3GPP TS 36.212), ended
with zeros, read by Viterbi's algorithm from soft bits; CRC-16 (CCITT) tells a word from noise.
"""

import secrets
from binascii import crc_hqx

import numpy as np
from numpy.typing import NDArray

ID_BYTES, CHECK_BYTES = 6, 2
GENERATORS = (0o133, 0o171, 0o165)
MEMORY = 6
STATES = 1 << MEMORY
STEPS = 8 * (ID_BYTES + CHECK_BYTES) + MEMORY
CODED = STEPS * len(GENERATORS)

Soft = NDArray[np.float64]


def new_id() -> str:
    """A random mark, 12 hexadecimal digits: it means nothing to whoever has no list of them."""
    return secrets.token_hex(ID_BYTES)


def encode(mark_id: str) -> NDArray[np.int8]:
    """The coded word: CODED values of +1 (a zero) and -1 (a one)."""
    body = bytes.fromhex(mark_id)
    word = body + crc_hqx(body, 0xFFFF).to_bytes(CHECK_BYTES)
    state, out = 0, []
    for bit in (*np.unpackbits(np.frombuffer(word, dtype=np.uint8)), *[0] * MEMORY):
        out.append(_SIGNS[state, bit])
        state = (state >> 1) | (int(bit) << (MEMORY - 1))
    return np.concatenate(out)


def decode(soft: Soft) -> str | None:
    """The mark whose coded word is nearest to CODED soft values, None when its check fails."""
    survivors, score = np.empty((STEPS, STATES), dtype=np.int8), np.full(STATES, -np.inf)
    score[0] = 0.0
    for step, seen in enumerate(soft.reshape(STEPS, len(GENERATORS))):
        reached = score[_BEFORE] + (_ARRIVING @ seen)
        survivors[step] = reached.argmax(axis=1)
        score = reached.max(axis=1)
    return _checked(_walk_back(survivors))


def _walk_back(survivors: NDArray[np.int8]) -> NDArray[np.uint8]:
    """The bits of the best path that ends in the state of all zeros."""
    state, bits = 0, np.empty(STEPS, dtype=np.uint8)
    for step in range(STEPS - 1, -1, -1):
        bits[step] = state >> (MEMORY - 1)
        state = int(_BEFORE[state, survivors[step, state]])
    return bits[: STEPS - MEMORY]


def _checked(bits: NDArray[np.uint8]) -> str | None:
    word = np.packbits(bits).tobytes()
    body, check = word[:ID_BYTES], word[ID_BYTES:]
    return body.hex() if crc_hqx(body, 0xFFFF).to_bytes(CHECK_BYTES) == check else None


def _signs() -> NDArray[np.int8]:
    """What each state sends for each bit: STATES x 2 x 3 values of +1 and -1."""
    table = np.empty((STATES, 2, len(GENERATORS)), dtype=np.int8)
    for state in range(STATES):
        for bit in (0, 1):
            register = (bit << MEMORY) | state
            table[state, bit] = [1 - 2 * ((register & each).bit_count() % 2) for each in GENERATORS]
    return table


_SIGNS = _signs()
_STATE = np.arange(STATES)
_BIT = _STATE >> (MEMORY - 1)  # the bit that led into each state
_BEFORE = (((_STATE << 1) & (STATES - 1))[:, None]) | np.array([0, 1])  # the two states it can have come from
_ARRIVING = _SIGNS[_BEFORE, _BIT[:, None]].astype(np.float64)
