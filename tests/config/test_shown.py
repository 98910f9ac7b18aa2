# SPDX-License-Identifier: Apache-2.0
"""What is in force is shown without what is secret."""

import json

import pytest

from shouxin.config import load_config
from shouxin.config.showing import masked_url, shown


@pytest.mark.parametrize(
    ("url", "printed"),
    [
        ("postgresql://me:hunter2@db/shouxin", "postgresql://***@db/shouxin"),
        ("postgresql://me:hunter2@db/shouxin?password=x", "postgresql://***@db/shouxin?***"),
        ("https://node.example/v3/0123456789abcdef", "https://node.example/***"),
        ("https://me:hunter2@node.example?key=1", "https://***@node.example?***"),
        ("http://127.0.0.1:8545", "http://127.0.0.1:8545"),
        ("sqlite:////var/shouxin.db", "sqlite:////var/shouxin.db"),
    ],
)
def test_passwords_and_keys_in_addresses_are_masked(url: str, printed: str) -> None:
    assert masked_url(url) == printed


def test_nothing_secret_is_in_what_is_shown() -> None:
    environ = {
        "SHOUXIN_DATABASE_URL": "postgresql://me:hunter2@db/shouxin",
        "SHOUXIN_CHAIN_RPC_URL": "https://node.example/v3/secretkey",
    }
    text = json.dumps(shown(load_config(environ)))
    assert "hunter2" not in text
    assert "secretkey" not in text
    assert "node.example" in text
