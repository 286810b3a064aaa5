"""What the bands of health are called, wherever people read of them. Texts and JSON name them by their keys."""

from django.utils.translation import gettext_lazy

BANDS = {"red": gettext_lazy("At risk"), "yellow": gettext_lazy("Watch"), "green": gettext_lazy("Good")}
