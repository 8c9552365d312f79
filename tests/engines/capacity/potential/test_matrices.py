"""Many small matrices at once …"""

import numpy as np
import pytest

from sanamost.engines.capacity.potential.matrices import Less, inverse_root


def positive(size: int, seed: int = 1) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    drawn = np.random.default_rng(seed).normal(size=(3, 2, size, size))
    return np.asarray(drawn @ drawn.swapaxes(-1, -2) + np.eye(size))


@pytest.mark.parametrize("size", [1, 2, 6, 12, 13, 20])
def test_have_inverse_roots_that_take_them_back_to_one(size: int) -> None:
    matrices = positive(size)
    inverse = inverse_root(matrices)

    assert inverse @ matrices @ inverse.swapaxes(-1, -2) == pytest.approx(
        np.broadcast_to(np.eye(size), matrices.shape), abs=1e-6
    )
    assert np.abs(np.triu(inverse, 1)).max(initial=0) < 1e-12


@pytest.mark.parametrize("size", [3, 13])
def test_that_are_not_positive_definite_are_refused(size: int) -> None:
    with pytest.raises(np.linalg.LinAlgError):
        inverse_root(-positive(size))


@pytest.mark.parametrize("rank", [2, 5, 9])
def test_are_solved_the_same_way_thin_or_whole(rank: int) -> None:
    draw = np.random.default_rng(3)
    product = draw.normal(size=(4, rank, 5))
    diagonal = 50 + draw.random((4, 5))
    vectors = draw.normal(size=(4, 5))
    whole = np.stack([np.diag(one) for one in diagonal]) - product.swapaxes(-1, -2) @ product

    found = Less(diagonal, product).solved(vectors)
    assert (whole @ found[..., None])[..., 0] == pytest.approx(vectors)
