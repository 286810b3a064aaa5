"""Why a row was not taken in: one text for each code, in the reader's language."""

from django.utils.translation import gettext_lazy as _

REASONS = {
    "missing": _("%(column)s is empty, but every row needs it."),
    "too_long": _("%(column)s is longer than 200 characters."),
    "cells": _("The row has more or fewer cells than the header; check its delimiters and quotes."),
    "quotes": _("A quote is opened and not closed in this row; close it or take it away."),
    "bad_number": _("%(value)s is not a number."),
    "currency_inside": _(
        "%(value)s holds a currency; leave the number alone, and name the currency in a column or for all rows."
    ),
    "decimal_mark": _("%(value)s is not clear as a number; choose the decimal mark (--decimal), or mend it."),
    "not_whole": _("%(value)s is not a whole number."),
    "negative": _("%(value)s is below zero."),
    "not_positive": _("%(value)s is not above zero."),
    "too_large": _("%(value)s is too large."),
    "bad_date": _("%(value)s is not a date as the other dates of its column; mend it."),
    "bad_month": _("%(value)s is not a month; write it as 2024-01."),
    "bad_flag": _("%(value)s is neither yes nor no."),
    "bad_currency": _("%(value)s is not a currency; write its three letters, as EUR."),
    "bad_business_id": _("%(value)s is not a valid Finnish business id: its check digit does not fit."),
    "bad_note_kind": _("%(value)s is not a kind of note; use note, call, meeting or email."),
    "bad_role": _("%(value)s is not a role; use decision_maker, buyer, champion, user or billing."),
    "bad_level": _("%(value)s is not a level; use relationship or service."),
    "bad_interval": _("%(value)s is not an interval; use month, quarter, half_year or year."),
    "bad_cost_kind": _(
        "%(value)s is not a kind of cost; use sales, marketing, success_team, account_management, adoption or services."
    ),
    "ends_before_start": _("The subscription ends (%(value)s) before it starts."),
    "response_before_opening": _("The first response (%(value)s) is before the ticket was opened."),
    "solved_before_opening": _("The solution (%(value)s) is before the ticket was opened."),
    "no_answer": _("The row has no answer: no score in it."),
    "nps_range": _("%(value)s is not a whole number from 0 to 10."),
    "below_scale": _("%(value)s is below the lowest point of its scale."),
    "above_scale": _("%(value)s is above the scale; if the scale is longer, give it, as scale=10."),
    "no_account": _("Neither an account nor a subscription is named."),
    "unknown_account": _("No account is known as %(value)s."),
    "id_used": _("id already used for another row"),
}


def reason(code: str, column: str, value: str) -> str:
    """The text of `code` for a cell of `column` that reads `value`, in the language that is on."""
    return str(REASONS[code]) % {"column": column, "value": value or "''"}
