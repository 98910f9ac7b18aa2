# SPDX-License-Identifier: Apache-2.0
"""A client of the service's API, for threads and for event loops.

    trust = Trust(read_manifest(path))
    with Client("https://shouxin.example", trust=trust) as client:
        client.sign_in(borrower)
        client.act("pay", {"loan": loan, "payer": borrower.address, "amount_units": "10000"},
                   borrower)

Errors are the service's own kinds with its codes and both messages; requests are tried again where
that can't do anything twice; what is signed is checked against the caller's manifest before.
"""

from shouxin.client.acting import Acted
from shouxin.client.async_client import AsyncClient
from shouxin.client.client import Client
from shouxin.client.core import TransactionFailed
from shouxin.client.problems import ServiceError
from shouxin.client.settings import ClientSettings
from shouxin.client.signers import KeySigner, Signer, signer_in
from shouxin.client.trust import Trust

__all__ = [
    "Acted",
    "AsyncClient",
    "Client",
    "ClientSettings",
    "KeySigner",
    "ServiceError",
    "Signer",
    "TransactionFailed",
    "Trust",
    "signer_in",
]
