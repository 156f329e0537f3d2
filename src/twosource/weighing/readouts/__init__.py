"""Read-outs: everything that is read out of one exact network besides the answer itself.

`read_out` gives them all: weights, flips, tipping points, next steps, stories, the prior map and the table
analysts know, each one batch of exact sums. `views` reads off lists and two unknowns side by side.
"""

from twosource.weighing.readouts.reading_out import ReadOut, read_out
from twosource.weighing.readouts.views import joint_readouts, projection_readouts

__all__ = ["ReadOut", "joint_readouts", "projection_readouts", "read_out"]
