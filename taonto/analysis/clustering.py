"""Hierarchical clustering on the Jaccard distance."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.cluster import hierarchy
from scipy.spatial import distance

from taonto.analysis.similarity import PairTable

MOST_CLUSTERS = 10
ORDERED_LEAVES = 500
"""Up to this many leaves are ordered so that the most alike are side by side; that search takes cubic time."""
_Float = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Clustering:
    """Hierarchical clustering of the frameworks (or elements) by average linkage on the Jaccard distance.

    Attributes:
        ids: the leaves, as numbered in `linkage`.
        linkage: float, shape (n - 1, 4), as scipy returns it.
        order: the ids in the order of the leaves of the dendrogram.
        labels: the cluster of each id, from 1, in the order of `ids`, at the cut with the best silhouette.
        clusters: how many there are.
        silhouette: the mean silhouette at that cut; NaN where no cut has one.
        cophenetic: the correlation of the distances in the tree with the true ones; NaN where distances don't vary.
    """

    ids: tuple[str, ...]
    linkage: NDArray[np.float64]
    order: tuple[str, ...]
    labels: tuple[int, ...]
    clusters: int
    silhouette: float
    cophenetic: float

    @property
    def sizes(self) -> tuple[int, ...]:
        """The number of leaves in each cluster, the largest first."""
        return tuple(sorted((self.labels.count(label) for label in set(self.labels)), reverse=True))


def cluster(pairs: PairTable) -> Clustering | None:
    """Return the tree by average linkage (UPGMA: Sokal & Michener 1958), or None for fewer than three leaves.

    The cophenetic correlation (Sokal & Rohlf 1962) measures how well the tree preserves the distances. The tree is
    cut into 2 to `MOST_CLUSTERS` clusters, where the mean silhouette (Rousseeuw 1987,
    doi:10.1016/0377-0427(87)90125-7) is best.
    """
    count = len(pairs.ids)
    if count < 3:
        return None
    condensed = 1.0 - pairs.jaccard
    tree = hierarchy.linkage(condensed, method="average", optimal_ordering=count <= ORDERED_LEAVES)
    square = distance.squareform(condensed)
    cuts = []
    for wanted in range(2, min(MOST_CLUSTERS, count - 1) + 1):
        labels = hierarchy.fcluster(tree, wanted, criterion="maxclust")
        if labels.max() > 1:
            cuts.append((mean_silhouette(square, labels), -int(labels.max()), labels))
    quality, negative, labels = max(cuts, key=lambda cut: cut[:2]) if cuts else (np.nan, -1, np.ones(count, int))
    varies = condensed.std() > 1e-12
    correlation = float(hierarchy.cophenet(tree, condensed)[0]) if varies else float("nan")
    return Clustering(
        ids=pairs.ids,
        linkage=np.asarray(tree),
        order=tuple(pairs.ids[leaf] for leaf in hierarchy.leaves_list(tree)),
        labels=tuple(int(label) for label in labels),
        clusters=-negative,
        silhouette=float(quality),
        cophenetic=correlation,
    )


def mean_silhouette(distances: _Float, labels: NDArray[np.int32]) -> float:
    """Return the mean over leaves of (b - a) / max(a, b).

    a is the mean distance to the rest of the leaf's cluster, b the mean distance to the nearest other cluster. A leaf
    alone in its cluster scores 0.

    Args:
        distances: float, square.
        labels: the cluster of each leaf.
    """
    names, position = np.unique(labels, return_inverse=True)
    member = np.eye(len(names))[position]
    sizes = member.sum(axis=0)
    sums = distances @ member
    leaf = np.arange(len(labels))
    own_size = sizes[position]
    inside = sums[leaf, position] / np.maximum(own_size - 1, 1)
    outside = sums / sizes
    outside[leaf, position] = np.inf
    nearest = outside.min(axis=1)
    most = np.maximum(inside, nearest)
    score = np.divide(nearest - inside, most, out=np.zeros(len(labels)), where=(most > 0) & (own_size > 1))
    return float(score.mean())
