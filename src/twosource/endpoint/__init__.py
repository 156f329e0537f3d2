"""The one door to a network, off by default: a language model at one granted address.

In: a grant that names the exact origin, and requests. Out: untrusted answers of limited size. No
redirect is followed, no proxy of the environment is used, nothing else is ever reached.
"""

from twosource.endpoint.granting import EndpointGrant, EndpointLimits, grant
from twosource.endpoint.http_endpoint import HttpEndpoint

__all__ = ["EndpointGrant", "EndpointLimits", "HttpEndpoint", "grant"]
