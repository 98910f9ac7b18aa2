# SPDX-License-Identifier: Apache-2.0
"""Turns the registry's events into parties, wallets, attestations, links and freezes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from shouxin.chain.bindings import party_registry as registry
from shouxin.chain.manifest import Manifest
from shouxin.indexing.projection import At, Handler, Keys
from shouxin.parties.tables import (
    attestations,
    attesters,
    links,
    parties,
    providers,
    recoveries,
    wallets,
)
from shouxin.primitives.hexadecimal import to_hex
from shouxin.store.changes import Change
from shouxin.store.rows import Rows

CONTRACT = registry.PartyRegistry.NAME


class PartiesProjection:
    """Who is who, as the registry says it."""

    def handlers(self, manifest: Manifest) -> Sequence[Handler]:
        """All events that it reads."""
        del manifest
        handlers: dict[type[Any], Callable[[Rows, Any, At], None]] = {
            registry.PartyEnrolled: _enrolled,
            registry.WalletJoined: _joined,
            registry.WalletReplaced: _replaced,
            registry.WalletPutOut: _put_out,
            registry.RecoveryStarted: _recovery_started,
            registry.RecoveryContested: _recovery_contested,
            registry.RecoverySeconded: _recovery_seconded,
            registry.RecoveryEnded: _recovery_ended,
            registry.LicenceSet: _licence_set,
            registry.Attested: _attested,
            registry.AttestationRevoked: _revoked,
            registry.PartiesLinked: _linked,
            registry.PartiesUnlinked: _unlinked,
            registry.PartyFrozen: _frozen,
            registry.FreezeLifted: _lifted,
            registry.ProviderAccredited: _provider_accredited,
            registry.AttesterAccredited: _attester_accredited,
        }
        of_party = {registry.PartyEnrolled, registry.LicenceSet, registry.PartyFrozen}
        return [
            Handler(CONTRACT, event, apply, _party_key if event in of_party else None)
            for event, apply in handlers.items()
        ]


def _party_key(event: Any) -> Keys:
    return [(parties, (to_hex(event.party),))]


def _tell(rows: Rows, kind: str, party: str, at: At, **payload: Any) -> None:
    rows.tell(Change(kind, party, payload, party=party, block_number=at.block_number))


def _enrolled(rows: Rows, event: registry.PartyEnrolled, at: At) -> None:
    party = to_hex(event.party)
    rows.put(
        parties,
        {
            "id": party,
            "jurisdiction": event.jurisdiction,
            "kind": event.kind,
            "provider": event.provider,
            "recovery": to_hex(event.recovery),
            "is_licensed": False,
            "enrolled_block": at.block_number,
            "enrolled_at": at.block_time,
            "freeze_reference": None,
            "order_ends_at": None,
            "frozen_until": None,
        },
    )
    _put_wallet(rows, event.wallet, party, None, at)
    _tell(rows, "party.enrolled", party, at, wallet=event.wallet)


def _joined(rows: Rows, event: registry.WalletJoined, at: At) -> None:
    party = to_hex(event.party)
    _put_wallet(rows, event.wallet, party, event.member, at)
    _tell(rows, "party.wallet_joined", party, at, wallet=event.wallet)


def _put_wallet(rows: Rows, wallet: str, party: str, member: str | None, at: At) -> None:
    rows.put(
        wallets,
        {
            "address": wallet,
            "party": party,
            "member": member,
            "joined_block": at.block_number,
            "joined_at": at.block_time,
            "successor": None,
        },
    )


def _replaced(rows: Rows, event: registry.WalletReplaced, at: At) -> None:
    party = to_hex(event.party)
    if rows.find(wallets, event.wallet) is None:
        _put_wallet(rows, event.wallet, party, None, at)
    _succeed(rows, event.lost, event.wallet)
    rows.remove(recoveries, party)
    _tell(rows, "party.wallet_replaced", party, at, lost=event.lost, wallet=event.wallet)


def _put_out(rows: Rows, event: registry.WalletPutOut, at: At) -> None:
    _succeed(rows, event.wallet, event.successor)
    party = to_hex(event.party)
    _tell(rows, "party.wallet_put_out", party, at, wallet=event.wallet)


def _succeed(rows: Rows, wallet: str, successor: str) -> None:
    found = rows.find(wallets, wallet)
    if found is not None:
        rows.put(wallets, {**found, "successor": successor})


def _recovery_started(rows: Rows, event: registry.RecoveryStarted, at: At) -> None:
    party = to_hex(event.party)
    rows.put(
        recoveries,
        {
            "party": party,
            "lost": event.lost,
            "wallet": event.wallet,
            "provider": event.provider,
            "second_provider": None,
            "due_at": event.due_at,
            "is_contested": False,
        },
    )
    _tell(rows, "party.recovery_started", party, at, lost=event.lost, wallet=event.wallet)


def _recovery_contested(rows: Rows, event: registry.RecoveryContested, at: At) -> None:
    party = to_hex(event.party)
    _change_recovery(rows, party, due_at=event.due_at, is_contested=True)
    _tell(rows, "party.recovery_contested", party, at)


def _recovery_seconded(rows: Rows, event: registry.RecoverySeconded, at: At) -> None:
    party = to_hex(event.party)
    _change_recovery(rows, party, second_provider=event.provider)
    _tell(rows, "party.recovery_seconded", party, at)


def _change_recovery(rows: Rows, party: str, **values: Any) -> None:
    found = rows.find(recoveries, party)
    if found is not None:
        rows.put(recoveries, {**found, **values})


def _recovery_ended(rows: Rows, event: registry.RecoveryEnded, at: At) -> None:
    party = to_hex(event.party)
    rows.remove(recoveries, party)
    _tell(rows, "party.recovery_ended", party, at)


def _change_party(rows: Rows, party: str, **values: Any) -> None:
    found = rows.find(parties, party)
    if found is not None:
        rows.put(parties, {**found, **values})


def _licence_set(rows: Rows, event: registry.LicenceSet, at: At) -> None:
    party = to_hex(event.party)
    _change_party(rows, party, is_licensed=event.is_licensed)
    _tell(rows, "party.licence_set", party, at, is_licensed=event.is_licensed)


def _frozen(rows: Rows, event: registry.PartyFrozen, at: At) -> None:
    party = to_hex(event.party)
    _change_party(
        rows,
        party,
        freeze_reference=to_hex(event.reference),
        order_ends_at=event.order_ends_at,
        frozen_until=event.ends_at,
    )
    _tell(rows, "party.frozen", party, at)


def _lifted(rows: Rows, event: registry.FreezeLifted, at: At) -> None:
    party = to_hex(event.party)
    _change_party(rows, party, freeze_reference=None, order_ends_at=None, frozen_until=None)
    _tell(rows, "party.freeze_lifted", party, at)


def _attested(rows: Rows, event: registry.Attested, at: At) -> None:
    party = to_hex(event.party)
    rows.put(
        attestations,
        {
            "party": party,
            "topic": event.topic,
            "issuer": event.issuer,
            "statement": to_hex(event.statement),
            "expires_at": event.expires_at,
            "attested_at": at.block_time,
        },
    )
    _tell(rows, "party.attested", party, at, topic=str(event.topic), issuer=event.issuer)


def _revoked(rows: Rows, event: registry.AttestationRevoked, at: At) -> None:
    party = to_hex(event.party)
    rows.remove(attestations, party, event.topic, event.issuer)
    _tell(rows, "party.attestation_revoked", party, at, topic=str(event.topic))


def _linked(rows: Rows, event: registry.PartiesLinked, at: At) -> None:
    party, other = sorted((to_hex(event.party), to_hex(event.other)))
    rows.put(
        links,
        {"party": party, "other": other, "provider": event.provider, "linked_at": at.block_time},
    )
    _tell(rows, "party.linked", party, at, other=other)


def _unlinked(rows: Rows, event: registry.PartiesUnlinked, at: At) -> None:
    party, other = sorted((to_hex(event.party), to_hex(event.other)))
    rows.remove(links, party, other)
    _tell(rows, "party.unlinked", party, at, other=other)


def _provider_accredited(rows: Rows, event: registry.ProviderAccredited, at: At) -> None:
    del at
    row = {"address": event.provider, "is_accredited": event.is_accredited}
    rows.put(providers, row)


def _attester_accredited(rows: Rows, event: registry.AttesterAccredited, at: At) -> None:
    del at
    row = {"address": event.attester, "topic": event.topic}
    rows.put(attesters, {**row, "is_accredited": event.is_accredited})
