"""Names of kinds, fields, layouts of dates and marks, as the wizard shows them."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from loiste.sources.files.kinds.kind import ATTRIBUTE

FIELDS = {
    "account_id": gettext_lazy("Customer's id"),
    "contact_id": gettext_lazy("Person's id"),
    "name": gettext_lazy("Name"),
    "business_id": gettext_lazy("Business id"),
    "signed_up_on": gettext_lazy("Customer since"),
    "owner": gettext_lazy("Owner in the team"),
    "tier": gettext_lazy("Tier"),
    "parent_id": gettext_lazy("Parent customer's id"),
    "country": gettext_lazy("Country"),
    "tags": gettext_lazy("Tags"),
    "valid_from": gettext_lazy("The row holds from"),
    "email": gettext_lazy("E-mail address"),
    "phone": gettext_lazy("Telephone"),
    "role": gettext_lazy("Role"),
    "language": gettext_lazy("Language"),
    "subscription_id": gettext_lazy("Subscription's id"),
    "started_on": gettext_lazy("First day"),
    "ended_on": gettext_lazy("Ended on (first day without it)"),
    "mrr": gettext_lazy("Price of a month"),
    "amount": gettext_lazy("Amount"),
    "interval": gettext_lazy("Interval of the amount"),
    "billing_interval": gettext_lazy("How often it is billed"),
    "currency": gettext_lazy("Currency"),
    "plan": gettext_lazy("Plan"),
    "seats": gettext_lazy("Seats"),
    "trial": gettext_lazy("Trial (yes or no)"),
    "auto_renew": gettext_lazy("Renews by itself (yes or no)"),
    "renews_on": gettext_lazy("Renews on"),
    "notice_on": gettext_lazy("Last day of notice"),
    "usage_id": gettext_lazy("Row's id"),
    "id": gettext_lazy("Row's id"),
    "occurred_at": gettext_lazy("Day or time"),
    "feature": gettext_lazy("Feature"),
    "count": gettext_lazy("How many times"),
    "duration_seconds": gettext_lazy("Duration in seconds"),
    "value": gettext_lazy("Outcome for the customer"),
    "ticket_id": gettext_lazy("Ticket's id"),
    "opened_at": gettext_lazy("Opened"),
    "first_response_at": gettext_lazy("First response at"),
    "first_response_minutes": gettext_lazy("Minutes to the first response"),
    "solved_at": gettext_lazy("Solved"),
    "reopened": gettext_lazy("Opened again (yes or no)"),
    "channel": gettext_lazy("Channel"),
    "priority": gettext_lazy("Priority"),
    "category": gettext_lazy("Category"),
    "subject": gettext_lazy("Subject"),
    "csat": gettext_lazy("Satisfaction grade"),
    "ces": gettext_lazy("Effort grade"),
    "nps": gettext_lazy("NPS answer, 0 to 10"),
    "scale": gettext_lazy("Highest grade"),
    "response_id": gettext_lazy("Response's id"),
    "answered_on": gettext_lazy("Answered"),
    "level": gettext_lazy("Relationship or service"),
    "comment": gettext_lazy("Comment"),
    "churned_on": gettext_lazy("Left on"),
    "reason": gettext_lazy("Reason"),
    "month": gettext_lazy("Month"),
    "cost_kind": gettext_lazy("Kind of cost"),
    "author": gettext_lazy("Author"),
    "note_kind": gettext_lazy("Kind of note"),
    "text": gettext_lazy("Text"),
    "milestone": gettext_lazy("Milestone"),
    "occurred_on": gettext_lazy("Reached on"),
    "date": gettext_lazy("Day"),
    "rate": gettext_lazy("Rate"),
}
LAYOUTS = {
    "%Y-%m-%d": gettext_lazy("year-month-day, as 2024-01-31"),
    "%d.%m.%Y": gettext_lazy("day.month.year, as 31.1.2024"),
    "%d/%m/%Y": gettext_lazy("day/month/year, as 31/1/2024"),
    "%m/%d/%Y": gettext_lazy("month/day/year, as 1/31/2024"),
    "%d-%m-%Y": gettext_lazy("day-month-year, as 31-1-2024"),
    "%m-%d-%Y": gettext_lazy("month-day-year, as 1-31-2024"),
    "%Y/%m/%d": gettext_lazy("year/month/day, as 2024/1/31"),
    "%Y%m%d": gettext_lazy("year, month, day, as 20240131"),
}
MARKS = {",": gettext_lazy("comma, as 12,50"), ".": gettext_lazy("point, as 12.50")}
DELIMITERS = {
    ",": gettext_lazy("comma"), ";": gettext_lazy("semicolon"), "\t": gettext_lazy("tab"), "|": gettext_lazy("bar"),
}  # fmt: skip
STRANGERS = {
    "create": gettext_lazy("the customer is made, under its id as name"),
    "wait": gettext_lazy("the row waits until the customer is imported"),
    "reject": gettext_lazy("the row is rejected"),
}
SAME_ID = {"reject": gettext_lazy("the row is rejected"), "keep": gettext_lazy("both rows are kept")}
CHOICES = {
    "interval": {
        "month": gettext_lazy("a month"), "quarter": gettext_lazy("a quarter"),
        "half_year": gettext_lazy("half a year"), "year": gettext_lazy("a year"),
    },
    "cost_kind": {
        "sales": gettext_lazy("sales"), "marketing": gettext_lazy("marketing"),
        "success_team": gettext_lazy("success team"), "account_management": gettext_lazy("account management"),
        "adoption": gettext_lazy("adoption"), "services": gettext_lazy("services"),
    },
    "level": {
        "relationship": gettext_lazy("the relationship as a whole"), "service": gettext_lazy("one encounter"),
    },
}  # fmt: skip
KINDS = {
    "accounts": gettext_lazy("Customers, one row each: names, owners, countries."),
    "contacts": gettext_lazy("People at customers: names, addresses, roles."),
    "subscriptions": gettext_lazy("What customers pay: prices, beginnings, ends."),
    "usage": gettext_lazy("What customers did in the product, and when."),
    "tickets": gettext_lazy("Requests for help: opened, answered, solved."),
    "surveys": gettext_lazy("Answers: NPS, satisfaction, effort."),
    "churn": gettext_lazy("Why customers left."),
    "costs": gettext_lazy("What sales, marketing and care cost, by month."),
    "notes": gettext_lazy("Notes that people wrote about customers."),
    "milestones": gettext_lazy("Steps that customers reached, as the first value."),
    "rates": gettext_lazy("Exchange rates, by day and currency."),
}


def field_name(field: str) -> str:
    if field.startswith(ATTRIBUTE):
        return _("Attribute %(name)s") % {"name": field.removeprefix(ATTRIBUTE)}
    return str(FIELDS.get(field, field))


def layout_name(layout: str) -> str:
    return str(LAYOUTS.get(layout, layout))
