"""Every engine passes the same suite."""

from contract import *  # noqa: F403
