"""Twosource: an evidence desk for leaked caches."""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("twosource")
except PackageNotFoundError:  # run from a source tree that was never installed
    __version__ = "0+source"
