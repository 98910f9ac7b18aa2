# SPDX-License-Identifier: Apache-2.0
"""Decimal texts to integers and back, exactly: no float is ever in between."""

import re

_DECIMAL = re.compile(r"([0-9]{1,60})(?:\.([0-9]{1,60}))?")


def scaled(text: str, places: int) -> tuple[int, bool] | None:
    """The number times ``10 ** places``, cut to an integer, and whether that was exact.

    None if the text is no plain non-negative decimal number: no sign, exponent, space or
    thousands separator, at most 60 digits on either side.
    """
    match = _DECIMAL.fullmatch(text)
    if match is None:
        return None
    fraction: str = match[2] or ""
    kept = fraction[:places].ljust(places, "0")
    return int(match[1] + kept), not fraction[places:].strip("0")


def unscaled(value: int, places: int) -> str:
    """The integer divided by ``10 ** places``, with exactly that many decimals."""
    sign = "-" if value < 0 else ""
    digits = str(abs(value)).rjust(places + 1, "0")
    return f"{sign}{digits[:-places]}.{digits[-places:]}" if places else sign + digits
