# SPDX-License-Identifier: Apache-2.0
"""No secret and nothing personal gets into a log event, by its key's name or by its form."""

from typing import Any

import pytest

from shouxin.telemetry.masking import MASK, is_secret_name, mask_event, mask_text

SIGNATURE = "0x" + "ab" * 65


def masked(**event: Any) -> Any:
    return mask_event(None, "info", event)


@pytest.mark.parametrize(
    "name",
    [
        "password",
        "api_key",
        "apiKey",
        "Authorization",
        "Set-Cookie",
        "session",
        "session_token",
        "signature",
        "permitSignature",
        "private_key",
        "webhook_secret",
        "siwe_nonce",
        "email",
        "client_ip",
        "User-Agent",
    ],
)
def test_a_secret_name_masks_its_value(name: str) -> None:
    assert is_secret_name(name)
    assert masked(**{name: "x1"}) == {name: MASK}
    assert masked(body={"deep": [{name: ["x1"]}]}) == {"body": {"deep": [{name: MASK}]}}


@pytest.mark.parametrize(
    "name", ["request_id", "transaction_id", "loan", "status", "key_id", "keeper", "monkey", "zip"]
)
def test_other_names_keep_their_values(name: str) -> None:
    assert not is_secret_name(name)
    assert masked(**{name: "x1"}) == {name: "x1"}


@pytest.mark.parametrize(
    "secret",
    [
        SIGNATURE,
        "Bearer abc.def-ghi",
        "sx_live_0123456789",
        "whsec_0123456789",
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln",
        "zhang.san@example.com",
        "13812345678",
        "11010519491231002X",
        "password=hunter2",
    ],
)
def test_a_secrets_form_is_masked_wherever_it_stands(secret: str) -> None:
    told = mask_text(f"it said {secret} twice")
    assert secret not in told
    assert MASK in told
    assert secret not in str(masked(event="x", exception=f"E: {secret}", error=ValueError(secret)))


def test_a_password_in_an_address_is_masked() -> None:
    assert mask_text("postgresql://me:hunter2@db/x") == f"postgresql://{MASK}@db/x"


@pytest.mark.parametrize(
    "plain", ["0x" + "ab" * 32, "0x" + "ab" * 20, "1764028800", "123456789012345678901234567890"]
)
def test_hashes_addresses_and_amounts_stay(plain: str) -> None:
    assert mask_text(plain) == plain


def test_numbers_stay_whatever_their_name_and_bytes_are_counted() -> None:
    assert masked(nonce=5, data=b"abc") == {"nonce": 5, "data": "3 bytes"}


def test_what_is_too_deep_is_left_out() -> None:
    deep: Any = "bottom"
    for _ in range(20):
        deep = {"in": deep}
    assert "bottom" not in str(masked(body=deep))
