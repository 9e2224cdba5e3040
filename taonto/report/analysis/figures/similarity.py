"""How alike the frameworks are: the dendrogram and the heatmap of Jaccard similarity."""

import numpy as np
from matplotlib.collections import LineCollection
from matplotlib.colors import ListedColormap
from matplotlib.patches import Patch
from scipy.cluster import hierarchy

from taonto.analysis.result import AnalysisResult
from taonto.base.text import counted, one_line
from taonto.report.analysis.figures.style import (
    FAINT,
    INK,
    OKABE_ITO,
    TEXT_SHADES,
    Drawn,
    Omitted,
    canvas,
    framework_labels,
    framework_order,
    too_many,
)


def draw_dendrogram(result: AnalysisResult) -> Drawn | Omitted:
    """Draw the tree of the frameworks; colors and numbers show the clusters."""
    tree = result.framework_clustering
    reason = too_many(len(result.frameworks), "frameworks")
    if tree is None:
        return Omitted("dendrogram", "fewer than three frameworks make no tree")
    if reason:
        return Omitted("dendrogram", reason)
    title = "Which frameworks are alike: the tree by Jaccard distance"
    count = len(tree.ids)
    figure = canvas(9.2, 0.2 * count + 1.7, title, result)
    axes = figure.add_subplot()
    cluster_of = dict(zip(tree.ids, tree.labels, strict=True))
    below = [{label} for label in tree.labels]
    for left, right in tree.linkage[:, :2].astype(int):
        below.append(below[left] | below[right])

    def color(label: int) -> str:
        return OKABE_ITO[(label - 1) % len(OKABE_ITO)]

    # A fork above leaves of only one cluster gets the color of that cluster.
    drawn = hierarchy.dendrogram(
        tree.linkage,
        no_plot=True,
        labels=list(tree.ids),
        link_color_func=lambda node: color(min(below[node])) if len(below[node]) == 1 else FAINT,
    )
    lines = [
        [(distance, (place - 5) / 10) for place, distance in zip(places, distances, strict=True)]
        for places, distances in zip(drawn["icoord"], drawn["dcoord"], strict=True)
    ]
    axes.add_collection(LineCollection(lines, colors=drawn["color_list"], linewidths=1.4))
    names = framework_labels(result.matrix, 52)
    axes.set_yticks(range(count), [f"{names[name]}  ({cluster_of[name]})" for name in drawn["ivl"]], fontsize=8)
    axes.yaxis.tick_right()
    for label, name in zip(axes.get_yticklabels(), drawn["ivl"], strict=True):
        label.set_color(TEXT_SHADES[color(cluster_of[name])])
    axes.tick_params(axis="y", length=0)
    axes.set_ylim(count - 0.4, -0.6)
    axes.set_xlim(1.02, -0.01)
    axes.spines["left"].set_visible(False)
    axes.set_xlabel("Jaccard distance at which they join (0: the same elements, 1: none in common)")
    alt = (
        f"Tree of {count} frameworks, cut into {tree.clusters} clusters of {', '.join(map(str, tree.sizes))} "
        f"frameworks. The closest two join at distance {tree.linkage[:, 2].min():.2f}, the last at "
        f"{tree.linkage[:, 2].max():.2f}."
    )
    reading = (
        "Frameworks that join far to the right have many elements in common; those that join on the left share few. "
        "The number after a name is its cluster. The tree is a summary: the cophenetic correlation in the report "
        "shows how well it preserves the true distances."
    )
    return Drawn("dendrogram", title, alt, reading, figure)


def draw_heatmap(result: AnalysisResult) -> Drawn | Omitted:
    """Draw Jaccard below the diagonal, and above it how much the unknown cells could change it."""
    reason = too_many(len(result.frameworks), "frameworks")
    if reason:
        return Omitted("similarity", reason)
    pairs = result.framework_pairs
    count = len(pairs.ids)
    if count < 2:
        return Omitted("similarity", "one framework has no pairs")
    title = "How much every two frameworks share, and how certain that is"
    order = framework_order(result)
    jaccard = pairs.square("jaccard")[np.ix_(order, order)]
    spread = (pairs.square("jaccard_max") - pairs.square("jaccard_min"))[np.ix_(order, order)]
    names = framework_labels(result.matrix, 40)
    figure = canvas(0.235 * count + 4.4, 0.2 * count + 4.2, title, result)
    axes = figure.add_subplot()
    below, above = np.tril(np.ones_like(jaccard, dtype=bool), -1), np.triu(np.ones_like(jaccard, dtype=bool), 1)
    most = max(0.05, float(np.nanmax(pairs.jaccard)))
    left = axes.imshow(np.where(below, jaccard, np.nan), cmap="Blues", vmin=0, vmax=most, aspect="auto")
    right = axes.imshow(np.where(above & (spread > 0), spread, np.nan), cmap="Oranges", vmin=0, vmax=1, aspect="auto")
    axes.imshow(
        np.where(np.eye(count, dtype=bool), 1.0, np.nan),
        cmap=ListedColormap(["#CCCCCC"]),
        vmin=0,
        vmax=1,
        aspect="auto",
    )
    kept = np.flatnonzero(pairs.decisive <= result.options.alpha)
    place = {row: index for index, row in enumerate(order)}
    marks = [sorted((place[int(pairs.first[i])], place[int(pairs.second[i])])) for i in kept]
    axes.scatter(
        [low for low, _ in marks], [high for _, high in marks], s=12, c="white", edgecolors=INK, linewidths=0.7
    )
    labels = [names[pairs.ids[row]] for row in order]
    axes.set_yticks(range(count), labels, fontsize=7.5)
    axes.set_xticks(range(count), labels, fontsize=7.5, rotation=90)
    axes.tick_params(length=0)
    for spine in axes.spines.values():
        spine.set_visible(False)
    figure.colorbar(left, ax=axes, shrink=0.4, anchor=(0, 0.95), label="below the diagonal: Jaccard, as seen")
    figure.colorbar(right, ax=axes, shrink=0.4, anchor=(0, 0.95), label="above: highest minus lowest possible Jaccard")
    if marks:
        handle = Patch(facecolor="white", edgecolor=INK, label="circle: more shared than expected by chance")
        axes.legend(handles=[handle], loc="upper left", bbox_to_anchor=(1.02, 0.1), frameon=False, fontsize=8)
    best = int(np.argmax(pairs.jaccard))
    label_of = {framework.id: one_line(framework.label) for framework in result.matrix.frameworks}
    alt = (
        f"Heatmap of {counted(len(pairs), 'pair')}. The mean Jaccard is {pairs.jaccard.mean():.2f}; the highest is "
        f"{pairs.jaccard[best]:.2f}, of {label_of[pairs.ids[pairs.first[best]]]} and "
        f"{label_of[pairs.ids[pairs.second[best]]]}. Pairs that share significantly more than expected by "
        f"chance: {len(marks)}. The possible range of a pair's Jaccard, given the unknown cells, is "
        f"{spread[above].mean():.2f} wide on average."
    )
    reading = (
        "Dark blue: the two share much of what they have. Dark orange, in the mirrored cell above the diagonal: that "
        "similarity could be very different, depending on the unknown cells, so read the blue one with care. White: no "
        "unknown cell could change it."
    )
    return Drawn("similarity", title, alt, reading, figure)
