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


class Less:
    """Solves (diagonal − WᵀW) x = v for several v: diagonals (…, n), W (…, k, n)."""

    def __init__(self, diagonal: Numbers, product: Numbers) -> None:
        size, rank = product.shape[-1], product.shape[-2]
        self.diagonal = diagonal
        self.thin = rank < size
        if self.thin:  # by Woodbury's identity only a matrix of the lower rank is inverted
            self.scaled = product / diagonal[..., None, :]
            inner = np.eye(rank) - self.scaled @ turned(product)
            self.inverse: Numbers = np.linalg.inv(inner).astype(np.float64, copy=False)
            return
        whole = -(turned(product) @ product)
        place = np.arange(size)
        whole[..., place, place] += diagonal
        self.inverse = np.linalg.inv(whole).astype(np.float64, copy=False)

    def solved(self, vectors: Numbers) -> Numbers:
        """x for each v."""
        if not self.thin:
            return times(self.inverse, vectors)
        inner = times(self.inverse, times(self.scaled, vectors))
        found: Numbers = vectors / self.diagonal + times(turned(self.scaled), inner)
        return found


def turned(matrices: Numbers) -> Numbers:
    """Transposed, each of them."""
    return np.swapaxes(matrices, -1, -2)


def times(matrices: Numbers, vectors: Numbers) -> Numbers:
    """Each matrix times its vector."""
    product: Numbers = (matrices @ vectors[..., None])[..., 0]
    return product
