# SPDX-License-Identifier: Apache-2.0
"""The client's models have the fields of the API's own, and read what they don't know."""

from __future__ import annotations

import pytest
from pydantic import BaseModel

from shouxin.access import schemas as access
from shouxin.api import about, accounts, transactions
from shouxin.client import answers
from shouxin.credit import endpoints as credit
from shouxin.lending import api_models, endpoints, loan_endpoints
from shouxin.parties import endpoints as parties

PAIRS: dict[type[answers.Answer], type[BaseModel]] = {
    answers.About: about.About,
    answers.SignInMessage: access.SignInMessageModel,
    answers.Me: access.PrincipalModel,
    answers.Wallet: parties.WalletModel,
    answers.Party: parties.PartyModel,
    answers.Entry: credit.EntryModel,
    answers.Words: api_models.BothLanguages,
    answers.Cost: api_models.CostModel,
    answers.Offer: api_models.OfferModel,
    answers.Match: api_models.MatchModel,
    answers.Misfit: api_models.MisfitModel,
    answers.Matches: api_models.MatchesModel,
    answers.RefusedLine: api_models.RefusedLine,
    answers.Imported: api_models.ImportModel,
    answers.Signing: api_models.SigningModel,
    answers.Call: api_models.CallModel,
    answers.Prepared: api_models.PreparedModel,
    answers.Relayed: api_models.RelayedModel,
    answers.Failure: transactions.FailureModel,
    answers.Transaction: transactions.TransactionModel,
    answers.Sending: accounts.SendingModel,
    answers.Quote: loan_endpoints.QuoteModel,
    answers.Payment: loan_endpoints.PaymentModel,
    answers.Loan: loan_endpoints.LoanModel,
    answers.LoanDetails: loan_endpoints.LoanDetailsModel,
    answers.Note: loan_endpoints.NoteModel,
    answers.Currency: endpoints.CurrencyModel,
}


@pytest.mark.parametrize("mine", PAIRS)
def test_the_fields_are_the_api_s(mine: type[answers.Answer]) -> None:
    theirs = PAIRS[mine]
    assert set(mine.model_fields) == set(theirs.model_fields)


def test_a_field_of_a_newer_service_is_passed_over() -> None:
    read = answers.Words.model_validate({"en": "a", "zh": "b", "fr": "c"})
    assert read.text == ("a", "b")
