# SPDX-License-Identifier: Apache-2.0
"""The one place that chooses implementations: which projections, which database, which node."""

from shouxin.credit.projection import CreditProjection
from shouxin.indexing.projection import Projection
from shouxin.lending.desk_projection import DeskProjection
from shouxin.lending.loan_projection import LoansProjection
from shouxin.lending.note_projection import NotesProjection
from shouxin.lending.rules_projection import RulesProjection
from shouxin.parties.projection import PartiesProjection


def all_projections() -> list[Projection]:
    """Every domain's, in the order in which they see an event.

    Notes come before loans, for what a note was owed is told by what its loan had received before.
    """
    return [
        PartiesProjection(),
        CreditProjection(),
        NotesProjection(),
        LoansProjection(),
        DeskProjection(),
        RulesProjection(),
    ]
