# SPDX-License-Identifier: Apache-2.0
"""Whose agreement counts: the party's present wallet, as long as it stands by it."""

from collections.abc import Callable

import pytest

from shouxin.chain.bindings import structs
from shouxin.chain.typed_data import Domain
from shouxin.lending.joint_actions import (
    AMENDING_NAME,
    SERVICING_NAME,
    amendment_action,
    replacement_action,
    revocation_action,
    waiver_action,
)
from shouxin.lending.signed_actions import Relay, payment_action
from tests.contracts.evm import CHAIN_ID, Actor, Contract, reverts, typed_digest
from tests.contracts.full_world import CENT, PRINCIPAL, FullWorld
from tests.contracts.joint import amendment_digest, replacement_digest, revocation
from tests.contracts.loan_amending.amendable import Amendable
from tests.contracts.loan_servicing.serviced import WAIVER
from tests.contracts.loan_world import Deal
from tests.contracts.signing import typed

UNITS = PRINCIPAL // CENT
NOT_HOLDERS = "servicing: holder's signature is not valid"
SERVICERS = "amending: servicer's signature is not valid"
BARRED = "amending: borrower is frozen, or recovers a wallet"
TOO_FEW = "servicing: holders of over half of the units did not sign"
RECOVERS = "servicing: servicer is frozen, or recovers this wallet"


@pytest.fixture
def fresh(world: FullWorld) -> Actor:
    return world.chain.actor("fresh")


def test_a_replaced_borrowers_successor_agrees_and_the_lost_wallet_does_not(
    late: Amendable, fresh: Actor
) -> None:
    world = late.world
    world.people.replace(world.borrower, fresh)
    new = late.new_deal()
    amendment = late.amendment(new)
    lost, servicer, consents = late.agreed(amendment)
    for sender in (world.stranger, world.borrower):
        with reverts("amending: borrower's signature is not valid"):
            late.bring(new, amendment, (lost, servicer, consents), sender)
    with world.chain.anchored():
        late.bring(new, amendment, (b"", servicer, consents), fresh)
    late.bring(new, amendment, (late.signed(amendment, fresh), servicer, consents))


def test_while_its_wallet_is_being_replaced_a_borrower_agrees_to_nothing(
    late: Amendable, fresh: Actor
) -> None:
    world = late.world
    world.people.start_recovery(world.borrower, fresh)
    new = late.new_deal()
    for sender in (world.stranger, world.borrower):
        with reverts(BARRED):
            late.bring(new, sender=sender)
    world.registry.object_to_recovery(world.borrower, b"", sender=world.borrower)
    with reverts(BARRED):
        late.bring(new)


def test_a_frozen_borrower_agrees_to_nothing(late: Amendable) -> None:
    world = late.world
    new = late.new_deal()
    with world.chain.anchored():
        world.people.freeze(world.party(world.borrower))
        with reverts(BARRED):
            late.bring(new)
    late.bring(new)


def test_units_of_a_wallet_being_replaced_never_count(late: Amendable, fresh: Actor) -> None:
    world = late.world
    late.hand(world.backer, UNITS // 2 + 1)
    new, replacement = late.new_deal(), late.replacement(world.lender)
    amendment = late.amendment(new)
    agreed = late.agreed(amendment, world.lender, world.backer)
    waiver = late.waiver(principal=CENT)
    consents = [late.consent(waiver, world.backer)]
    with world.chain.anchored():
        world.people.start_recovery(world.backer, fresh)
        with reverts(TOO_FEW):
            late.bring(new, amendment, agreed)
        with reverts(TOO_FEW):
            late.replace_servicer(replacement, world.backer)
        with reverts(TOO_FEW):
            late.waive(waiver, consents)
    with world.chain.anchored():
        late.replace_servicer(replacement, world.backer)
    with world.chain.anchored():
        late.waive(waiver, consents)
    late.bring(new, amendment, agreed)


def test_a_servicers_wallet_being_replaced_does_nothing(late: Amendable, fresh: Actor) -> None:
    world = late.world
    servicer = world.actor("servicer")
    late.replace_servicer(late.replacement(servicer), world.lender)
    new = late.new_deal()
    amendment = late.amendment(new)
    agreed = late.agreed(amendment, servicer=servicer)
    world.people.start_recovery(servicer, fresh)
    with reverts(RECOVERS):
        late.bring(new, amendment, agreed)
    with reverts(RECOVERS):
        late.waive(penalty=CENT, sender=servicer)
    late.replace_servicer(late.replacement(world.lender), world.lender)


def test_a_replacement_is_of_the_servicer_that_it_names(late: Amendable) -> None:
    """One that was never brought does not undo a later one."""
    world = late.world
    servicer = world.actor("servicer")
    stale = late.replacement(world.backer)
    late.replace_servicer(late.replacement(servicer), world.lender)
    with reverts("amending: the replacement is of another servicer"):
        late.replace_servicer(stale, world.lender)
    assert late.servicer == servicer.address


Sign = Callable[[Amendable], tuple[bytes, Callable[[], None]]]


def _amendment(late: Amendable) -> tuple[bytes, Callable[[], None]]:
    new = late.new_deal()
    amendment = late.amendment(new)
    agreed = late.agreed(amendment)
    digest = amendment_digest(late.world.amending, amendment)
    return digest, lambda: late.bring(new, amendment, agreed)


def _replacement(late: Amendable) -> tuple[bytes, Callable[[], None]]:
    replacement = late.replacement(late.world.backer)
    digest = replacement_digest(late.world.amending, replacement)
    return digest, lambda: late.replace_servicer(replacement, late.world.lender)


def _waiver(late: Amendable) -> tuple[bytes, Callable[[], None]]:
    world, servicer = late.world, late.world.actor("servicer")
    late.replace_servicer(late.replacement(servicer), world.lender)
    waiver = late.waiver(principal=CENT)
    consents = [late.consent(waiver, world.lender)]
    digest = typed_digest(world.servicing, "Waiver", WAIVER, waiver)
    return digest, lambda: late.waive(waiver, consents, servicer)


@pytest.mark.parametrize("by_signature", [False, True])
@pytest.mark.parametrize("sign", [_amendment, _replacement, _waiver])
def test_a_signature_taken_back_counts_no_more(
    late: Amendable, sign: Sign, by_signature: bool
) -> None:
    world = late.world
    digest, bring = sign(late)
    with world.chain.anchored():
        world.amending.revoke(digest, sender=world.backer)
        bring()
    if by_signature:
        signature = revocation(world.amending, world.lender, digest)
        world.amending.revoke_signed(world.lender, digest, signature, sender=world.stranger)
    else:
        world.amending.revoke(digest, sender=world.lender)
    (event,) = world.chain.events
    assert event.args == {"signer": world.lender.address, "digest": digest}
    assert world.amending.is_revoked(world.lender, digest)
    assert not world.amending.is_revoked(world.backer, digest)
    expected = NOT_HOLDERS if sign is not _amendment else SERVICERS
    with reverts(expected):
        bring()


def test_a_borrower_takes_its_signature_back(late: Amendable) -> None:
    world = late.world
    digest, bring = _amendment(late)
    world.amending.revoke(digest, sender=world.borrower)
    with reverts("amending: borrower's signature is not valid"):
        bring()


def test_nobody_takes_anothers_signature_back(late: Amendable) -> None:
    world = late.world
    digest, bring = _amendment(late)
    signature = revocation(world.amending, world.stranger, digest)
    other = revocation(world.rollover, world.lender, digest)
    for bad in (signature, other, b""):
        with reverts("signature: not the signer's"):
            world.amending.revoke_signed(world.lender, digest, bad, sender=world.stranger)
    bring()


def test_a_payment_signed_before_an_amendment_is_good_after_it(late: Amendable) -> None:
    """It is for the loan, whose id stays; who has the old terms alone can't submit it."""
    world = late.world
    payer, old = world.borrower, late.deal
    today = world.today()
    payment = structs.Payment(
        late.deal.id,
        world.book.address,
        payer.address,
        CENT,
        *[bytes(32)] * 2,
        today,
        today,
        1,
        2**64,
    )
    action = payment_action(Relay(CHAIN_ID, world.relay.address), world.token.address, payment)
    signature = payer.sign_digest(action.digest)
    late.amend()
    by = {"sender": world.stranger}
    with reverts("book: terms are no longer in force"):
        world.relay.pay_signed(old.loan, payment, signature, b"", **by)
    other = Amendable(world)
    with reverts("book: terms are another loan's"):
        world.relay.pay_signed(other.deal.loan, payment, signature, b"", **by)
    assert world.relay.pay_signed(late.deal.loan, payment, signature, b"", **by) == CENT


def test_wallets_show_whole_terms_and_sign_the_same_digest(late: Amendable) -> None:
    world = late.world
    new = late.new_deal()
    given, terms = late.amendment(new), _complete(new)
    amending = _domain(AMENDING_NAME, world.amending)
    action = amendment_action(amending, structs.Amendment(**given), terms)
    assert action.digest == amendment_digest(world.amending, given)
    shown = action.typed_data["message"]["terms"]
    assert shown["repayment"]["rate_ppm"] == new.terms.rate_ppm
    replacement = late.replacement(world.backer)
    signed = replacement_action(amending, structs.Replacement(**replacement))
    assert signed.digest == replacement_digest(world.amending, replacement)
    waiver = late.waiver(interest=CENT)
    waived = waiver_action(_domain(SERVICING_NAME, world.servicing), structs.Waiver(**waiver))
    assert waived.digest == typed_digest(world.servicing, "Waiver", WAIVER, waiver)
    revoked = revocation_action(amending, world.lender.address, action.digest)
    signature = world.lender.sign_digest(revoked.digest)
    assert signature == revocation(world.amending, world.lender, action.digest)


def _complete(deal: Deal) -> structs.Terms:
    return typed(deal).complete


def _domain(name: str, contract: Contract) -> Domain:
    return Domain(name, CHAIN_ID, contract.address)
