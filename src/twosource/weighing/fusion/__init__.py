"""Fusion: who says what of which item in, a probability for every value out, for three items or ten million.

`fuse` learns how often each source is right from how the sources agree, without any truth given.
"""

from twosource.weighing.fusion.fused import Fused
from twosource.weighing.fusion.fusing import fuse
from twosource.weighing.fusion.settings import FuseSettings, Model

__all__ = ["FuseSettings", "Fused", "Model", "fuse"]
