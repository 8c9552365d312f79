"""Many small matrices at once: (…, n, n), one for each clinic and month."""

import numpy as np

from sanamost.engines.capacity.potential.program import Numbers

_SMALL = 12
"""Up to so many rows, a vector operation for each element of the matrix is the faster way."""


def inverse_root(matrices: Numbers) -> Numbers:
    """The inverses of the Cholesky factors of positive definite matrices.

    Raises `LinAlgError` where a matrix is not positive definite.
    """
    size = matrices.shape[-1]
    if size > _SMALL:
        inverses: Numbers = np.linalg.inv(np.linalg.cholesky(matrices))
        return inverses
    count = matrices[..., 0, 0].shape
    m = np.ascontiguousarray(np.moveaxis(matrices, (-2, -1), (0, 1)))
    root, inverse = np.zeros_like(m), np.zeros_like(m)
    over = np.empty((size, *count))
    for column in range(size):
        for row in range(column, size):
            found = m[row, column]
            for before in range(column):
                found = found - root[row, before] * root[column, before]
            if row == column:
                if not (found > 0).all():
                    raise np.linalg.LinAlgError("not positive definite")
                over[column] = 1 / np.sqrt(found)
            root[row, column] = found * over[column]
    for column in range(size):
        inverse[column, column] = over[column]
        for row in range(column + 1, size):
            found = root[row, column] * inverse[column, column]
            for between in range(column + 1, row):
                found = found + root[row, between] * inverse[between, column]
            inverse[row, column] = -found * over[row]
    return np.ascontiguousarray(np.moveaxis(inverse, (0, 1), (-2, -1)))


def turned(matrices: Numbers) -> Numbers:
    """Transposed, each of them."""
    return np.swapaxes(matrices, -1, -2)


def times(matrices: Numbers, vectors: Numbers) -> Numbers:
    """Each matrix times its vector."""
    product: Numbers = (matrices @ vectors[..., None])[..., 0]
    return product
