# SPDX-License-Identifier: Apache-2.0
"""The text that a wallet signs in with is read before it is signed."""

from __future__ import annotations

from urllib.parse import urlsplit

from shouxin.access.siwe import parse
from shouxin.primitives.errors import Refused


def checked_text(text: str, address: str, origin: str) -> str:
    """The text, if it signs this address in at this page and does nothing else.

    A service that passes on another's text could sign in there with what it gets.

    Raises:
        BadInput: ``sign_in.not_a_message``.
        Refused: ``client.other_sign_in``.
    """
    message = parse(text)
    if message.address != address:
        raise _other(f"account {message.address}", f"账户 {message.address}")
    if message.uri != origin or message.domain != urlsplit(origin).netloc:
        raise _other(f"page {message.uri}", f"页面 {message.uri}")
    if message.resources or message.request_id:
        raise _other("further resources", "其他资源")
    return text


def _other(what: str, what_zh: str) -> Refused:
    return Refused(
        "client.other_sign_in",
        f"the service asks for a signature that would sign in for {what}: it was not signed",
        f"服务要求签署的登录文本涉及{what_zh}，与请求不符：未予签署",
    )
