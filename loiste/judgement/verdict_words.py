"""What a rehearsal tells, in words that do not boast."""

from django.utils.translation import gettext_lazy

VERDICTS = {
    "predicts": gettext_lazy("The score tells leavers from stayers better than chance."),
    "no_better_than_chance": gettext_lazy("The score does not tell leavers from stayers better than chance."),
    "too_few_leavers": gettext_lazy("Too few left to say anything (%(leavers)d; at least %(few)d are needed)."),
}
