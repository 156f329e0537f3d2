"""Lists people want to read, as views of the joint table; and two unknowns side by side.

"Strategic, tactical, none, or forged?" mixes what happened with why we see the evidence: a letter can be
forged although there was a deal. So such a list is never a question. It is read off the joint table of the
question and the variables: the first cell whose conditions hold takes the combination (reasoning.md, idea 4).
"""

import numpy as np

from twosource.evidence.elicitation import Projection
from twosource.evidence.readouts import JointReadout, ProjectionReadout
from twosource.weighing.elimination import FloatArray
from twosource.weighing.network import Network, first_match, pairs_shown, spoken_of
from twosource.weighing.whatifs import NOTHING, WhatIf, kept


def cell_probabilities(network: Network, projection: Projection, whatif: WhatIf = NOTHING) -> FloatArray:
    """Return the probability of every cell, shape (cells,); they sum to 1, since each world has one cell."""
    names = spoken_of(projection)
    grid = first_match([cell.when for cell in projection.cells], names, network.states)
    joint = kept(network, names, whatif)
    found = np.bincount(grid.ravel(), weights=joint.ravel(), minlength=len(projection.cells))
    return np.asarray(found, dtype=np.float64)


def projection_readouts(network: Network) -> tuple[ProjectionReadout, ...]:
    """Return one read-out per projection of the question, in the order declared."""
    return tuple(
        ProjectionReadout(
            name=projection.name,
            text=projection.text,
            cells=tuple(cell.name for cell in projection.cells),
            texts=tuple(cell.text for cell in projection.cells),
            p=tuple(float(p) for p in cell_probabilities(network, projection)),
        )
        for projection in network.elicitation.projections
    )


def joint_readout(network: Network, first: str, second: str) -> JointReadout:
    """Return the joint table of two unknowns. Raises KeyError for a name that is none."""
    table = kept(network, (first, second))
    return JointReadout(
        names=(first, second),
        states=(network.states[first], network.states[second]),
        p=tuple(tuple(float(p) for p in row) for row in table),
    )


def joint_readouts(network: Network) -> tuple[JointReadout, ...]:
    """Return the table of every two joined questions, and of the question with what its projections name.

    The latter show what a list hides: of "forged", how much is contact all the same.
    """
    pairs = pairs_shown(network.question, network.joined, network.elicitation)
    return tuple(joint_readout(network, first, second) for first, second in pairs)
