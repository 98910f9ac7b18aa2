# pragma version 0.4.3
# pragma evm-version cancun
# pragma nonreentrancy on
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title The registry of parties: wallets, attestations by topic, links of related parties
@notice Who may do what:
        - Governance accredits identity providers, and attesters by topic, takes that back, undoes
          a link whoever made it, and hands itself over.
        - An accredited identity provider enrols a party whose first wallet signed for it, once
          for each uniqueness tag; links related parties (关联方), and unlinks what it linked.
        - An accredited attester attests within its topics and revokes its own; the one for
          licences marks licensed lenders (贷款人).
        - Two wallets, the new one and a member, sign the new one into a party; anyone relays it.
        - The guardian freezes a party on a legal order, for at most 30 days; governance freezes
          until the order's end, and renews; either lifts.
        - A provider of the rule that a party committed to starts the replacement of a wallet of
          its; the party's wallets object; anyone concludes what nobody ended (`recovery.vy`).
        - Anyone reads. No other way leads a wallet out of its party, and no identifying data is
          here.
@dev A party's word is laid out in `parties.vy`.
"""

from .interfaces import IPartyRegistry

from . import freezes
from . import groups
from . import parties
from . import recovery
from . import signatures
from . import standings

initializes: parties
initializes: groups
initializes: signatures
initializes: freezes[parties := parties]
initializes: recovery[
    parties := parties,
    freezes := freezes,
    signatures := signatures,
]
initializes: standings[
    parties := parties,
    freezes := freezes,
    groups := groups,
    recovery := recovery,
]

implements: IPartyRegistry

exports: signatures.eip712Domain
exports: (
    parties.governance,
    parties.guardian,
    parties.is_provider,
    parties.party_of,
    parties.recovery_of,
)
exports: (
    freezes.freeze,
    freezes.renew_freeze,
    freezes.lift_freeze,
    freezes.freeze_of,
)
exports: (
    recovery.start_recovery,
    recovery.object_to_recovery,
    recovery.second_recovery,
    recovery.conclude_recovery,
    recovery.recovery_under_way,
    recovery.successor_of,
)
exports: (
    standings.claimant_of,
    standings.signatory_of,
    standings.transfer_parties,
    standings.standing_of,
    standings.opening_parties,
)


event GovernanceSet:
    governance: indexed(address)


event ProviderAccredited:
    provider: indexed(address)
    is_accredited: bool


event AttesterAccredited:
    attester: indexed(address)
    topic: indexed(uint256)
    is_accredited: bool


event PartyEnrolled:
    party: indexed(bytes32)
    wallet: indexed(address)
    provider: indexed(address)
    jurisdiction: uint256
    kind: uint256
    recovery: bytes32


event WalletJoined:
    party: indexed(bytes32)
    wallet: indexed(address)
    member: indexed(address)


event LicenceSet:
    party: indexed(bytes32)
    attester: indexed(address)
    is_licensed: bool


event Attested:
    party: indexed(bytes32)
    topic: indexed(uint256)
    issuer: indexed(address)
    statement: bytes32
    expires_at: uint256


event AttestationRevoked:
    party: indexed(bytes32)
    topic: indexed(uint256)
    issuer: indexed(address)


event PartiesLinked:
    party: indexed(bytes32)
    other: indexed(bytes32)
    provider: indexed(address)
    group: bytes32


event PartiesUnlinked:
    party: indexed(bytes32)
    other: indexed(bytes32)
    caller: indexed(address)


event GuardianSet:
    guardian: indexed(address)


# A party as stored, unpacked.
struct Party:
    jurisdiction: uint256  # ISO 3166-1 numeric
    kind: uint256  # 1 consumer, 2 sole trader, 3 company; 0 for no party
    is_licensed: bool
    is_grouped: bool
    provider: address  # that enrolled it


struct Attestation:
    statement: bytes32
    expires_at: uint256  # Unix seconds; from then on it counts no more


# The topic whose attesters mark licensed lenders.
TOPIC_LICENCE: public(constant(uint256)) = 1

KIND_MAX: constant(uint256) = 3
JURISDICTION_MAX: constant(uint256) = 999

ENROLMENT_TYPEHASH: constant(bytes32) = keccak256(
    "Enrolment(address wallet,bytes32 party,address provider,uint256 jurisdiction,uint256 kind,bytes32 recovery,uint256 deadline)"
)
WALLET_JOIN_TYPEHASH: constant(bytes32) = keccak256(
    "WalletJoin(bytes32 party,address wallet,address member,uint256 deadline)"
)
WALLET_ADMISSION_TYPEHASH: constant(bytes32) = keccak256(
    "WalletAdmission(bytes32 party,address wallet,address member,uint256 deadline)"
)


# Whether an attester is accredited for a topic; set by governance.
is_attester: public(HashMap[address, HashMap[uint256, bool]])
# The party that a uniqueness tag enrolled; set once, at enrolment.
party_of_tag: public(HashMap[bytes32, bytes32])
# The attestation of an issuer about a party by topic; set and cleared by that issuer.
_attestations: HashMap[bytes32, HashMap[uint256, HashMap[address, Attestation]]]


@deploy
def __init__(governance: address):
    assert governance != empty(address), "registry: governance is empty"
    signatures.__init__("Shouxin PartyRegistry", "1")
    parties.governance = governance
    log GovernanceSet(governance=governance)


# ---------------------------------------------------------------------- enrolment and wallets


@external
def enrol(
    wallet: address,
    salt: bytes32,
    jurisdiction: uint256,
    kind: uint256,
    commitment: bytes32,
    tag: bytes32,
    deadline: uint256,
    signature: Bytes[1024],
) -> bytes32:
    """
    @notice Enrols a party with its first wallet. For an accredited identity provider.
    @param salt Makes the party's id, with the first wallet: nobody else can take it before.
    @param jurisdiction ISO 3166-1 numeric.
    @param kind 1 consumer, 2 sole trader, 3 company.
    @param commitment To the recovery rule that the party agreed to (`recovery.vy`).
    @param tag Uniqueness tag: a keyed pseudo-random function of the identity number.
    @param deadline The last second at which `signature` serves.
    @param signature The first wallet's, over Enrolment.
    @return The party's id, keccak256(abi_encode(wallet, salt)).
    """
    parties._check_provider()
    recovery._check_newcomer(wallet, deadline)
    assert tag != empty(bytes32), "registry: uniqueness tag is empty"
    assert self.party_of_tag[tag] == empty(bytes32), "registry: uniqueness tag was used"
    assert kind != 0 and kind <= KIND_MAX, "registry: kind is unknown"
    assert (
        jurisdiction != 0 and jurisdiction <= JURISDICTION_MAX
    ), "registry: jurisdiction is out of range"
    party: bytes32 = keccak256(abi_encode(wallet, salt))
    hashed: bytes32 = keccak256(
        abi_encode(
            ENROLMENT_TYPEHASH,
            wallet,
            party,
            msg.sender,
            jurisdiction,
            kind,
            commitment,
            deadline,
        )
    )
    recovery._check_signature(wallet, hashed, signature)
    parties.party_of[wallet] = party
    self.party_of_tag[tag] = party
    parties.recovery_of[party] = commitment
    parties.words[party] = (
        jurisdiction
        | (kind << parties.KIND_SHIFT)
        | (convert(msg.sender, uint256) << parties.PROVIDER_SHIFT)
    )
    log PartyEnrolled(
        party=party,
        wallet=wallet,
        provider=msg.sender,
        jurisdiction=jurisdiction,
        kind=kind,
        recovery=commitment,
    )
    return party


@external
def join_wallet(
    wallet: address,
    member: address,
    deadline: uint256,
    wallet_signature: Bytes[1024],
    member_signature: Bytes[1024],
):
    """
    @notice Joins a wallet to the party of a member wallet. Anyone relays it; whichever of the two
            calls itself needs no signature.
    @param deadline The last second at which the signatures serve.
    @param wallet_signature The new wallet's, over WalletJoin.
    @param member_signature The member's, over WalletAdmission.
    """
    recovery._check_newcomer(wallet, deadline)
    party: bytes32 = parties.party_of[member]
    assert party != empty(bytes32), "registry: member belongs to no party"
    freezes._check_unfrozen(party)
    assert not recovery._is_running(party), "registry: a recovery is under way"
    if msg.sender != wallet:
        joining: bytes32 = keccak256(
            abi_encode(WALLET_JOIN_TYPEHASH, party, wallet, member, deadline)
        )
        recovery._check_signature(wallet, joining, wallet_signature)
    if msg.sender != member:
        admitting: bytes32 = keccak256(
            abi_encode(WALLET_ADMISSION_TYPEHASH, party, wallet, member, deadline)
        )
        recovery._check_signature(member, admitting, member_signature)
    parties.party_of[wallet] = party
    recovery._note_joined(wallet)
    log WalletJoined(party=party, wallet=wallet, member=member)


# ------------------------------------------------------------------- attestations and licences


@external
def attest(party: bytes32, topic: uint256, statement: bytes32, expires_at: uint256):
    """
    @notice Attests something about a party, in place of the caller's earlier word on the topic.
    @param statement What is attested, not empty; never identifying data.
    @param expires_at Unix seconds from which it counts no more.
    """
    self._check_attester(topic)
    parties._check_party(party)
    assert statement != empty(bytes32), "registry: attested statement is empty"
    assert expires_at > block.timestamp, "registry: attestation has expired"
    self._attestations[party][topic][msg.sender] = Attestation(
        statement=statement, expires_at=expires_at
    )
    log Attested(
        party=party, topic=topic, issuer=msg.sender, statement=statement, expires_at=expires_at
    )


@external
def revoke_attestation(party: bytes32, topic: uint256):
    """
    @notice Revokes the caller's own attestation, accredited still or no longer.
    """
    assert (
        self._attestations[party][topic][msg.sender].statement != empty(bytes32)
    ), "registry: caller attested nothing here"
    self._attestations[party][topic][msg.sender] = empty(Attestation)
    log AttestationRevoked(party=party, topic=topic, issuer=msg.sender)


@external
def set_licensed(party: bytes32, is_licensed: bool):
    """
    @notice Marks a party as a licensed lender, or no longer. For an attester of licences.
    """
    self._check_attester(TOPIC_LICENCE)
    word: uint256 = parties._check_party(party)
    parties.words[party] = (word & ~parties.LICENSED) | (parties.LICENSED if is_licensed else 0)
    log LicenceSet(party=party, attester=msg.sender, is_licensed=is_licensed)


@view
@external
def attested(party: bytes32, topic: uint256, issuer: address) -> bytes32:
    """
    @notice What an issuer attests about a party, empty if nothing, expired, revoked, or if the
            issuer is no longer accredited for the topic.
    """
    attestation: Attestation = self._attestations[party][topic][issuer]
    if block.timestamp >= attestation.expires_at or not self.is_attester[issuer][topic]:
        return empty(bytes32)
    return attestation.statement


@view
@external
def attestation_expires_at(party: bytes32, topic: uint256, issuer: address) -> uint256:
    """
    @notice When an issuer's attestation expires, Unix seconds, 0 if there is none.
    """
    return self._attestations[party][topic][issuer].expires_at


# -------------------------------------------------------------------------------------- links


@external
def link(party: bytes32, other: bytes32):
    """
    @notice Links two related parties; their groups become one, of at most 16.
    """
    parties._check_provider()
    parties._check_party(party)
    parties._check_party(other)
    group: bytes32 = groups._link(party, other, msg.sender)
    members: DynArray[bytes32, 16] = groups._members_of(group)
    for member: bytes32 in members:
        member_word: uint256 = parties.words[member]
        if member_word & parties.GROUPED == 0:
            parties.words[member] = member_word | parties.GROUPED
    log PartiesLinked(party=party, other=other, provider=msg.sender, group=group)


@external
def unlink(party: bytes32, other: bytes32):
    """
    @notice Takes back a link. For the accredited provider that made it, or governance. Whoever is
            linked to nobody any more leaves the group.
    """
    if msg.sender != parties.governance:
        parties._check_provider()
        assert (
            groups._linker_of(party, other) == msg.sender
        ), "registry: caller did not link these parties"
    leavers: DynArray[bytes32, 2] = groups._unlink(party, other)
    for leaver: bytes32 in leavers:
        parties.words[leaver] = parties.words[leaver] & ~parties.GROUPED
    log PartiesUnlinked(party=party, other=other, caller=msg.sender)


@view
@external
def is_linked(party: bytes32, other: bytes32) -> bool:
    """
    @notice Whether two parties are the same or belong to one group.
    """
    return groups._is_linked(party, other)


@view
@external
def group_of(party: bytes32) -> bytes32:
    """
    @notice The group of linked parties that a party belongs to, empty if none.
    """
    return groups._group_of(party)


@view
@external
def group_members(group: bytes32) -> DynArray[bytes32, 16]:
    """
    @notice The parties of a group, at most 16.
    """
    return groups._members_of(group)


@view
@external
def linker_of(party: bytes32, other: bytes32) -> address:
    """
    @notice The provider that linked two parties directly, empty if none did.
    """
    return groups._linker_of(party, other)


# ------------------------------------------------------------------------------------ reading


@view
@external
def profile_of(party: bytes32) -> Party:
    """
    @notice A party's data, all zero for no party.
    """
    word: uint256 = parties.words[party]
    return Party(
        jurisdiction=word & parties.MASK_16,
        kind=(word >> parties.KIND_SHIFT) & parties.MASK_8,
        is_licensed=word & parties.LICENSED != 0,
        is_grouped=word & parties.GROUPED != 0,
        provider=convert(word >> parties.PROVIDER_SHIFT, address),
    )


# --------------------------------------------------------------------------------- governance


@external
def accredit_provider(provider: address, is_accredited: bool):
    """
    @notice Accredits an identity provider, or no longer.
    """
    parties._check_governance()
    assert provider != empty(address), "registry: provider is empty"
    parties.is_provider[provider] = is_accredited
    log ProviderAccredited(provider=provider, is_accredited=is_accredited)


@external
def accredit_attester(attester: address, topic: uint256, is_accredited: bool):
    """
    @notice Accredits an attester for a topic, or no longer: then nothing it attested counts,
            save licences, which an accredited attester takes back.
    """
    parties._check_governance()
    assert attester != empty(address), "registry: attester is empty"
    self.is_attester[attester][topic] = is_accredited
    log AttesterAccredited(attester=attester, topic=topic, is_accredited=is_accredited)


@external
def set_guardian(guardian: address):
    """
    @notice Names the guardian, or with the empty address none.
    """
    parties._check_governance()
    parties.guardian = guardian
    log GuardianSet(guardian=guardian)


@external
def set_governance(governance: address):
    """
    @notice Hands governance over.
    """
    parties._check_governance()
    assert governance != empty(address), "registry: governance is empty"
    parties.governance = governance
    log GovernanceSet(governance=governance)


@internal
@view
def _check_attester(topic: uint256):
    assert (
        self.is_attester[msg.sender][topic]
    ), "registry: caller is not accredited for the topic"
