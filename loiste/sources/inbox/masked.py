"""Events of people who were erased: masked before anything is made of them."""

from typing import Any

from loiste.accounts.masking import mask
from loiste.accounts.suppression import Suppressed
from loiste.sources.inbox.drained import Read

NAMES = ("kind", "contact_ref", "ref", "text", "properties")


def mask_read(found: Read, hidden: Suppressed) -> None:
    """Changes the facts in place, and leaves out what the events told of the person."""
    facts = found.facts
    for place, number in enumerate(facts["event"]):
        signal: dict[str, Any] = {name: facts[name][place] for name in NAMES}
        before = dict(signal)
        mask(hidden, found.sources[number], signal)
        if signal != before:
            for name in NAMES:
                facts[name][place] = signal[name]
    found.told = [
        (number, event._replace(told={
            (what, ref): said for (what, ref), said in event.told.items()
            if not hidden.of(found.sources[number], ref=ref, email=said.get("email"))
        }))
        for number, event in found.told
    ]  # fmt: skip
