# SPDX-License-Identifier: Apache-2.0
"""RFC 3986: whether a text is an authority or a URI, to the letter of its grammar."""

import ipaddress
import re

_PCT = r"%[0-9A-Fa-f]{2}"
_SUB = r"!$&'()*+,;="
_UNRESERVED = r"A-Za-z0-9\-._~"
_USER = rf"(?:[{_UNRESERVED}{_SUB}:]|{_PCT})*"
_NAME = rf"(?:[{_UNRESERVED}{_SUB}]|{_PCT})*"
_PCHAR = rf"(?:[{_UNRESERVED}{_SUB}:@]|{_PCT})"
_FUTURE = rf"[vV][0-9A-Fa-f]+\.[{_UNRESERVED}{_SUB}:]+"
_AUTHORITY = rf"(?:{_USER}@)?(?P<host>\[[^\[\]@/?#]*\]|{_NAME})(?::[0-9]*)?"
_SEGMENTS = rf"(?:/{_PCHAR}*)*"
_ROOTLESS = rf"{_PCHAR}+{_SEGMENTS}"
_HIER = rf"(?://{_AUTHORITY}{_SEGMENTS}|/(?:{_ROOTLESS})?|{_ROOTLESS}|)"
_TAIL = rf"(?:\?(?:{_PCHAR}|[/?])*)?(?:#(?:{_PCHAR}|[/?])*)?"
SCHEME = r"[A-Za-z][A-Za-z0-9+\-.]*"

_IS_AUTHORITY = re.compile(_AUTHORITY)
_IS_URI = re.compile(rf"{SCHEME}:{_HIER}{_TAIL}")
_IS_FUTURE = re.compile(_FUTURE)
_IS_PCHARS = re.compile(rf"{_PCHAR}*")


def is_authority(text: str) -> bool:
    """Whether a text is ``authority`` with a host that is not empty."""
    found = _IS_AUTHORITY.fullmatch(text)
    return found is not None and found["host"] != "" and _is_host(found["host"])


def is_uri(text: str) -> bool:
    """Whether a text is ``URI``."""
    found = _IS_URI.fullmatch(text)
    return found is not None and (found["host"] is None or _is_host(found["host"]))


def is_pchars(text: str) -> bool:
    """Whether a text is ``*pchar``."""
    return _IS_PCHARS.fullmatch(text) is not None


def _is_host(host: str) -> bool:
    """Whether what stands in brackets is an address; a name has been matched already."""
    if not host.startswith("["):
        return True
    inside = host[1:-1]
    if _IS_FUTURE.fullmatch(inside):
        return True
    try:
        return "%" not in inside and ipaddress.IPv6Address(inside) is not None
    except ValueError:
        return False
