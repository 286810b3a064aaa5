"""Stored values of metrics and the books of filling."""

from django.db import models


class Reading(models.Model):
    """The organisation's value of a metric on a day. Replaceable: thrown away and counted again at will.

    `value` is a decimal in text (None = unknown); `state` names the timeline and text it was counted from.
    """

    metric = models.CharField(max_length=60)
    as_of = models.DateField()
    value = models.CharField(max_length=60, null=True)
    numerator = models.CharField(max_length=60, null=True)
    denominator = models.CharField(max_length=60, null=True)
    state = models.CharField(max_length=64)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["metric", "as_of"], name="one_reading_a_day"),)
