"""Weighted logistic regression for the small linear models of quality."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from generation.faces.quality.linear import REACH, Linear
from generation.faces.values import Floats

Doubles = NDArray[np.float64]
STEPS: Final = 50  # of Newton's method at most; about ten are needed


def even(answers: NDArray[np.bool_]) -> Doubles:
    """Weights by which yes and no count the same together."""
    return np.asarray(np.where(answers, 1 / answers.sum(), 1 / (~answers).sum()), np.float64)


def fitted(numbers: Floats, answers: NDArray[np.bool_], weights: Doubles, ridge: float) -> Linear:
    """Weighted logistic regression with a quadratic penalty, by Newton's method: one answer, whatever the order."""
    mean, spread = numbers.mean(axis=0), numbers.std(axis=0) + np.float32(1e-3)
    known = np.clip((numbers - mean) / spread, -REACH, REACH).astype(np.float64)
    rows, weights = np.column_stack([known, np.ones(len(known))]), weights / weights.sum()
    penalty = np.full(rows.shape[1], 2 * ridge)
    penalty[-1] = 0.0  # not of the bias
    factors = np.zeros(rows.shape[1])
    for _ in range(STEPS):
        likely = 1 / (1 + np.exp(-rows @ factors))
        slope = rows.T @ (weights * (likely - answers)) + penalty * factors
        bend = (rows * (weights * likely * (1 - likely))[:, None]).T @ rows + np.diag(penalty)
        step = np.linalg.solve(bend, slope)
        factors = factors - step
        if np.abs(step).max() < 1e-8:
            break
    return Linear(mean, spread, factors[:-1].astype(np.float32), float(factors[-1]))
