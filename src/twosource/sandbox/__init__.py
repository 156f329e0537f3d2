"""Sandbox: where jobs read hostile bytes with nothing to reach. Front door: `Unsealed` (level 0)."""

from twosource.sandbox.unsealed import Unsealed

__all__ = ["Unsealed"]
