# pragma version 0.4.3
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title Groups: which parties are linked, directly or through others
@notice Links are edges; a group is all that hangs together, at most 16 parties. Taking back a
        link splits a group only if nothing else holds its halves together.
@dev Checks of callers are the registry's. A party without links has no group.
"""


GROUP_SIZE_MAX: constant(uint256) = 16


# Per pair of linked parties (a hash of both, the smaller first): who linked them.
_linkers: HashMap[bytes32, address]
# The group of a party, empty if none.
_groups: HashMap[bytes32, bytes32]
# The members of a group.
_members: HashMap[bytes32, DynArray[bytes32, GROUP_SIZE_MAX]]
# How many groups were ever formed; makes their ids.
_formed: uint256


@internal
def _link(party: bytes32, other: bytes32, linker: address) -> bytes32:
    """
    @notice Links two parties and returns their one group.
    """
    assert party != other, "registry: a party can't be linked to itself"
    pair: bytes32 = self._pair(party, other)
    assert self._linkers[pair] == empty(address), "registry: parties are linked already"
    self._linkers[pair] = linker
    group: bytes32 = self._groups[party]
    absorbed: bytes32 = self._groups[other]
    if group != empty(bytes32) and group == absorbed:
        return group
    joined: DynArray[bytes32, GROUP_SIZE_MAX] = self._company(party, group)
    newcomers: DynArray[bytes32, GROUP_SIZE_MAX] = self._company(other, absorbed)
    assert (
        len(joined) + len(newcomers) <= GROUP_SIZE_MAX
    ), "registry: a group has at most 16 parties"
    for newcomer: bytes32 in newcomers:
        joined.append(newcomer)
    self._members[group] = []
    self._members[absorbed] = []
    return self._formed_of(joined)


@internal
def _unlink(party: bytes32, other: bytes32) -> DynArray[bytes32, 2]:
    """
    @notice Takes back a link and returns the parties that are in no group any more.
    """
    pair: bytes32 = self._pair(party, other)
    assert self._linkers[pair] != empty(address), "registry: parties are not linked"
    self._linkers[pair] = empty(address)
    leavers: DynArray[bytes32, 2] = []
    group: bytes32 = self._groups[party]
    members: DynArray[bytes32, GROUP_SIZE_MAX] = self._members[group]
    reached: DynArray[bytes32, GROUP_SIZE_MAX] = self._reached_from(party, members)
    if other in reached:
        return leavers
    rest: DynArray[bytes32, GROUP_SIZE_MAX] = []
    for member: bytes32 in members:
        if member not in reached:
            rest.append(member)
    self._members[group] = []
    if len(reached) == 1:
        self._groups[party] = empty(bytes32)
        leavers.append(party)
    else:
        self._formed_of(reached)
    if len(rest) == 1:
        self._groups[other] = empty(bytes32)
        leavers.append(other)
    else:
        self._formed_of(rest)
    return leavers


@internal
@view
def _group_of(party: bytes32) -> bytes32:
    return self._groups[party]


@internal
@view
def _is_linked(party: bytes32, other: bytes32) -> bool:
    """
    @notice Whether two parties are the same or belong to one group.
    """
    if party == other:
        return party != empty(bytes32)
    group: bytes32 = self._groups[party]
    return group != empty(bytes32) and group == self._groups[other]


@internal
@view
def _members_of(group: bytes32) -> DynArray[bytes32, GROUP_SIZE_MAX]:
    return self._members[group]


@internal
@view
def _linker_of(party: bytes32, other: bytes32) -> address:
    return self._linkers[self._pair(party, other)]


@internal
@view
def _company(party: bytes32, group: bytes32) -> DynArray[bytes32, GROUP_SIZE_MAX]:
    """
    @dev A group's members, or the party alone if it has none.
    """
    if group == empty(bytes32):
        return [party]
    return self._members[group]


@internal
def _formed_of(members: DynArray[bytes32, GROUP_SIZE_MAX]) -> bytes32:
    """
    @dev A new group of these members.
    """
    self._formed += 1
    group: bytes32 = convert(self._formed, bytes32)
    self._members[group] = members
    for member: bytes32 in members:
        self._groups[member] = group
    return group


@internal
@view
def _reached_from(
    party: bytes32, members: DynArray[bytes32, GROUP_SIZE_MAX]
) -> DynArray[bytes32, GROUP_SIZE_MAX]:
    """
    @dev Those of `members` that links lead to from a party, itself first.
    """
    reached: DynArray[bytes32, GROUP_SIZE_MAX] = [party]
    for index: uint256 in range(GROUP_SIZE_MAX):
        if index >= len(reached):
            break
        for member: bytes32 in members:
            if member not in reached and self._is_pair(reached[index], member):
                reached.append(member)
    return reached


@internal
@view
def _is_pair(party: bytes32, other: bytes32) -> bool:
    return self._linkers[self._pair(party, other)] != empty(address)


@internal
@pure
def _pair(party: bytes32, other: bytes32) -> bytes32:
    if convert(party, uint256) < convert(other, uint256):
        return keccak256(abi_encode(party, other))
    return keccak256(abi_encode(other, party))
