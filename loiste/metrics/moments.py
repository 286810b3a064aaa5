"""The last days on which something was heard of each account."""

from datetime import date

from loiste.metrics.session import Session

TWO_WAY = "'call', 'meeting', 'email'"  # names of notes
# What names an account itself. Rows are put together before their names are looked up.
HEARD = """
    select i.account, max(s.day) as day
    from (select source, account_ref, max(day) as day from {kind} where day <= {today} and {kept}
          group by source, account_ref) s
    join identities i on i.source = s.source and i.ref = s.account_ref
    group by i.account"""
# Usage may name a subscription or a person alone (see the view usage).
USED = """
    select coalesce(i.account, o.account, p.account) as account, max(n.day) as day
    from (select source, account_ref, case when account_ref is null then ref end as ref,
                 case when account_ref is null and ref is null then contact_ref end as lone_contact, max(day) as day
          from signals_usage where day <= {today} group by 1, 2, 3, 4) n
    left join identities i on i.source = n.source and i.ref = n.account_ref
    left join subscription_owners o on o.source = n.source and o.ref = n.ref
    left join people p on p.source = n.source and p.ref = n.lone_contact
    where (n.account_ref is null or i.account is not null) and (n.ref is null or o.account is not null)
    group by coalesce(i.account, o.account, p.account)"""
NEEDED = " from subscription_owners "  # what a session has to make for these


def last_signals(session: Session, today: date) -> dict[int, date]:
    """The newest day, up to `today`, of use, tickets, answers, notes and milestones, by account."""
    day = f"date '{today}'"
    kinds = [HEARD.format(kind=f"signals_{kind}", today=day, kept="true") for kind in
             ("ticket", "answer", "note", "milestone")]  # fmt: skip
    return newest(session, [USED.format(today=day), *kinds])


def last_contacts(session: Session, today: date) -> dict[int, date]:
    """The newest day, up to `today`, on which both sides spoke: a ticket, a call, a meeting or an e-mail."""
    day = f"date '{today}'"
    tickets = HEARD.format(kind="signals_ticket", today=day, kept="name in ('opened', 'responded')")
    return newest(session, [tickets, HEARD.format(kind="signals_note", today=day, kept=f"name in ({TWO_WAY})")])


def newest(session: Session, parts: list[str]) -> dict[int, date]:
    every = " union all ".join(f"({part})" for part in parts)
    rows = session.fetch(f"select account, max(day) from ({every}) e where account is not null group by account")
    return dict(rows)
