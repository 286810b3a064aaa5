"""When events happened, from what senders' clocks say and when it came. All times UTC, naive, in microseconds."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

Moments = npt.NDArray[np.datetime64]
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
SKEW = np.timedelta64(60_000_000, "us")  # a difference of clocks that is no more than the way of the message
NO_TIME = np.datetime64("NaT", "us")


def moments(times: Sequence[datetime | None]) -> Moments:
    """Times as an array; a time without a zone is UTC, None is no time."""
    numbers = since_epoch(times).cast(pa.int64())
    found: Moments = numbers.fill_null(NO_TIME.astype(np.int64)).to_numpy().astype("datetime64[us]")
    return found


def since_epoch(times: Sequence[Any]) -> pa.Array:
    try:  # nearly all say their zone, and reading a difference takes a third of the time
        return pa.array([time - EPOCH for time in times], pa.duration("us"))
    except TypeError:
        return pa.array(times, pa.timestamp("us"))


def placed(said: Moments, sent: Moments, received: Moments) -> tuple[Moments, Moments]:
    """(when it happened, what the sender's clock said where that was wrong, else no time) for each event.

    `said`: the event's own time; `sent`: the sender's clock when the delivery left; both may be no time. A clock that
    was wrong when the delivery left was as wrong when the event happened. What would still lie in the future happened
    when it came.
    """
    said = np.where(np.isnat(said), np.where(np.isnat(sent), received, sent), said)
    ahead = np.where(np.isnat(sent), np.timedelta64(0, "us"), sent - received)
    happened = np.where(np.abs(ahead) > SKEW, said - ahead, said)
    happened = np.where(happened > received + SKEW, received, happened)
    return happened, np.where(np.abs(happened - said) > SKEW, said, NO_TIME)
