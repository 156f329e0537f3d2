"""Values that are no plain labels: numbers, lists of names, places and dates that nest.

`fuse_values` takes the rows of a table as texts. What two values have to do with each other decides what an
agreement is: the same, less than the other (wider, rounded, incomplete), or something else.
"""

from twosource.weighing.fusion.values.fused_values import FusedValues
from twosource.weighing.fusion.values.fusing import ToldRows, fuse_values
from twosource.weighing.fusion.values.name_folding import same_people
from twosource.weighing.fusion.values.nested import hierarchy_of
from twosource.weighing.fusion.values.settings import Kind, ValueSettings

__all__ = ["FusedValues", "Kind", "ToldRows", "ValueSettings", "fuse_values", "hierarchy_of", "same_people"]
