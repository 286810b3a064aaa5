"""Where accounts stand in the quadrant, day by day and now."""

from django.db import models

from loiste.accounts.models import Account


class Cornered(models.Model):
    """An account's place from a day on, until its next one. Stored when something of it changes; never rewritten.

    `experience`, `outcomes`: 0-100, null where not known; coverages 0-1, the share of weight that rests on data.
    `corner` blank: from that day on the quadrant is not for this account. `quadrant`, `version`: of the text.
    """

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="corners")
    as_of = models.DateField()
    corner = models.CharField(max_length=20, blank=True)
    experience = models.FloatField(null=True)
    outcomes = models.FloatField(null=True)
    experience_coverage = models.FloatField()
    outcomes_coverage = models.FloatField()
    quadrant = models.CharField(max_length=60, blank=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["account", "as_of"], name="one_corner_a_day"),)
        indexes = (models.Index(fields=["as_of"], name="corners_by_day"),)


class Corner(models.Model):
    """Where an account stands by the last day judged, for listing. Replaceable.

    `since`: its first day in the corner.
    """

    account = models.OneToOneField(Account, primary_key=True, on_delete=models.CASCADE, related_name="corner")
    corner = models.CharField(max_length=20)
    experience = models.FloatField(null=True)
    outcomes = models.FloatField(null=True)
    experience_coverage = models.FloatField()
    outcomes_coverage = models.FloatField()
    since = models.DateField()

    class Meta:
        indexes = (models.Index(fields=["corner", "account"], name="accounts_by_corner"),)
