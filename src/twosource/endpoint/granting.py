"""A grant: exactly which address may be spoken to, for which model, within which limits.

Plain http is granted on this machine only; anywhere else what is sent would be read on the way.
"""

import re
from dataclasses import dataclass, field
from ipaddress import ip_address
from urllib.parse import urlsplit

from twosource.errors import NetworkError

PORTS = {"http": 80, "https": 443}
MODEL = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/@+-]{0,99}")
HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?")
SAFE = "Nothing was sent."


@dataclass(frozen=True, slots=True, kw_only=True)
class EndpointLimits:
    """How much may be sent and received, in bytes, and how long one question may take, in seconds."""

    max_sent: int = 8 * 1024 * 1024
    max_received: int = 4 * 1024 * 1024
    max_seconds: float = 120.0
    max_tokens: int = 8192


@dataclass(frozen=True, slots=True, kw_only=True)
class EndpointGrant:
    """What a person granted: scheme, host, port and model. The key is shown nowhere and kept nowhere."""

    scheme: str
    host: str
    port: int
    model: str
    key: str = field(default="", repr=False)
    limits: EndpointLimits = field(default_factory=EndpointLimits)

    @property
    def origin(self) -> str:
        """The address as RFC 6454 writes an origin, port always given."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}:{self.port}"


def grant(origin: str, model: str, *, key: str = "", limits: EndpointLimits | None = None) -> EndpointGrant:
    """Return the grant of one origin (scheme://host:port) and one model. Raises NetworkError for others."""
    try:
        parts = urlsplit(origin.strip())
        port = parts.port
    except ValueError as error:
        raise _refused(f"{origin!r} is no address.") from error
    host = parts.hostname or ""
    if parts.scheme not in PORTS or not (HOST.fullmatch(host) or _address(host)):
        raise _refused(f"{origin!r} is no address of the form scheme://host:port.")
    if parts.username is not None or parts.path not in {"", "/"} or parts.query or parts.fragment:
        raise _refused(f"{origin!r} says more than scheme, host and port.")
    if parts.scheme == "http" and not _is_this_machine(host):
        raise _refused(f"{origin!r} is another machine, and plain http can be read on the way to it.")
    if not MODEL.fullmatch(model):
        raise _refused(f"{model!r} is no name of a model.")
    if any(ord(letter) < 33 or ord(letter) > 126 for letter in key):
        raise _refused("The key holds a character that no key has.")
    return EndpointGrant(
        scheme=parts.scheme,
        host=host,
        port=port or PORTS[parts.scheme],
        model=model,
        key=key,
        limits=limits or EndpointLimits(),
    )


def _address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def _is_this_machine(host: str) -> bool:
    return host == "localhost" or (_address(host) and ip_address(host).is_loopback)


def _refused(happened: str) -> NetworkError:
    return NetworkError(
        happened,
        safe=SAFE,
        remedy="Grant one origin, http://127.0.0.1:8080 or https://models.example.org:443, and one model.",
    )
