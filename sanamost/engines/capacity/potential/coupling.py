"""Which offers of different clinics are of one product: sums over them, and back again."""

import numpy as np

from sanamost.engines.capacity.potential.program import NOBODY, Numbers, Program


class Coupling:
    """Sums over clinics by product (M, P), and products' figures at every offer (C, M, O)."""

    def __init__(self, program: Program) -> None:
        self.months, self.products = program.demand.shape
        self.product = np.where(program.product == NOBODY, self.products, program.product)
        clinics, offers = self.product.shape
        # Where every clinic offers every product in the same order, sums are sums of arrays.
        self.plain = offers == self.products and bool(
            (self.product == np.arange(offers)[None, :]).all()
        )
        self.clinics, self.offers = clinics, offers
        places = np.arange(self.months)[None, :, None] * (self.products + 1)
        self.places = (places + self.product[:, None, :]).ravel()

    def summed(self, offers: Numbers) -> Numbers:
        """Over the offers of each product: (C, M, O) to (M, P)."""
        if self.plain:
            total: Numbers = offers.sum(0)
            return total
        size = self.months * (self.products + 1)
        flat: Numbers = np.bincount(self.places, offers.ravel(), size).astype(np.float64)
        return flat.reshape(self.months, self.products + 1)[:, :-1]

    def spread(self, products: Numbers) -> Numbers:
        """At each offer, its product's figure: (M, P) to (C, M, O), or what broadcasts to it."""
        if self.plain:
            return products[None]
        return np.pad(products, ((0, 0), (0, 1)))[:, self.product].transpose(1, 0, 2)

    def columns(self, rows: Numbers) -> Numbers:
        """Rows of blocks as columns of products: (M, C, R, O) to (M, C × R, P)."""
        months, clinics, resources, offers = rows.shape
        if self.plain:
            return rows.reshape(months, clinics * resources, offers)
        wide = np.zeros((months, clinics, resources, self.products + 1))
        at = np.arange(clinics)[:, None]
        wide[:, at, :, self.product] = rows.transpose(1, 3, 0, 2)
        return wide.reshape(months, clinics * resources, self.products + 1)[:, :, :-1]
