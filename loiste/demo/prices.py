"""The plans of the demo company and what they cost a month."""

import numpy as np

from loiste.demo.period import Bools, Floats, Ints

PLANS = ("Alku", "Kasvu", "Pro", "Enterprise")
ENTERPRISE = len(PLANS) - 1
TIERS = ("bronze", "silver", "gold", "gold")  # of each plan
SEATS = (2, 5, 15, 50)
EUROS = np.array([39.0, 89.0, 199.0, 0.0])  # Enterprise is agreed with each customer
KRONOR = np.array([449.0, 1029.0, 2290.0, 0.0])
KRONOR_PER_EURO = 11.4  # what Enterprise contracts were agreed at
MONTHS_PAID_OF_A_YEAR = 10  # yearly billing comes with two months free


def enterprise_euros(random: np.random.Generator, count: int) -> Floats:
    """Prices a month of so many Enterprise contracts: 500 to 2,500, in tens."""
    return np.clip(np.rint(np.exp(random.normal(6.82, 0.35, count)) / 10) * 10, 500, 2500)


def mrr(plans: Ints, agreed: Floats, yearly: Bools, kronor: Bools) -> Ints:
    """Millionths of the own currency a month. `agreed`: euros of Enterprise. A yearly price is divided once."""
    listed = np.where(kronor, KRONOR[plans], EUROS[plans])
    own = np.where(kronor, np.rint(agreed * KRONOR_PER_EURO), agreed)
    price = np.where(plans == ENTERPRISE, own, listed)
    months = np.where(yearly & (plans != ENTERPRISE), MONTHS_PAID_OF_A_YEAR, 12)
    return np.rint(price * 1_000_000 * months / 12).astype(np.int64)
