"""The first and the last days on which something was heard of each account."""

from datetime import date

from loiste.metrics.session import Session

TWO_WAY = "'call', 'meeting', 'email'"  # names of notes
# What names an account itself. Rows are put together before their names are looked up.
HEARD = """
    select i.account, {most}(s.day) as day
    from (select source, account_ref, {most}(day) as day from {kind} where day <= {today} and {kept}
          group by source, account_ref) s
    join identities i on i.source = s.source and i.ref = s.account_ref
    group by i.account"""
# Usage may name a subscription or a person alone (see the view usage).
USED = """
    select coalesce(i.account, o.account, p.account) as account, {most}(n.day) as day
    from (select source, account_ref, case when account_ref is null then ref end as ref,
                 case when account_ref is null and ref is null then contact_ref end as lone_contact, {most}(day) as day
          from signals_usage where day <= {today} group by 1, 2, 3, 4) n
    left join identities i on i.source = n.source and i.ref = n.account_ref
    left join subscription_owners o on o.source = n.source and o.ref = n.ref
    left join people p on p.source = n.source and p.ref = n.lone_contact
    where (n.account_ref is null or i.account is not null) and (n.ref is null or o.account is not null)
    group by coalesce(i.account, o.account, p.account)"""
NEEDED = " from subscription_owners "  # what a session has to make for these


def last_signals(session: Session, today: date) -> dict[int, date]:
    """The newest day, up to `today`, of use, tickets, answers, notes and milestones, by account."""
    return signs_of_life(session, today, "max")


def first_signals(session: Session, today: date) -> dict[int, date]:
    """The first day, up to `today`, of the same: from it on something had been heard."""
    return signs_of_life(session, today, "min")


def signs_of_life(session: Session, today: date, most: str) -> dict[int, date]:
    asked = {"today": f"date '{today}'", "most": most}
    kinds = [HEARD.format(kind=f"signals_{kind}", kept="true", **asked) for kind in
             ("ticket", "answer", "note", "milestone")]  # fmt: skip
    return by_account(session, [USED.format(**asked), *kinds], most)


def last_contacts(session: Session, today: date) -> dict[int, date]:
    """The newest day, up to `today`, on which both sides spoke: a ticket, a call, a meeting or an e-mail."""
    asked = {"today": f"date '{today}'", "most": "max"}
    tickets = HEARD.format(kind="signals_ticket", kept="name in ('opened', 'responded')", **asked)
    return by_account(
        session, [tickets, HEARD.format(kind="signals_note", kept=f"name in ({TWO_WAY})", **asked)], "max"
    )  # fmt: skip


def by_account(session: Session, parts: list[str], most: str) -> dict[int, date]:
    every = " union all ".join(f"({part})" for part in parts)
    rows = session.fetch(f"select account, {most}(day) from ({every}) e where account is not null group by account")
    return dict(rows)
