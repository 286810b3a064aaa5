"""Addresses of the alerts and their rules."""

from django.urls import path

from loiste.pages.alerts import deeds, rules
from loiste.pages.alerts.views import alerts

urlpatterns = [
    path("", alerts, name="alerts"),
    path("rules/", rules.rules, name="alert_rules"),
    path("rules/<slug:key>/", rules.rule, name="alert_rule"),
    path("rules/<slug:key>/save/", rules.save, name="alert_rule_save"),
    path("rules/<slug:key>/switch/", rules.switch, name="alert_rule_switch"),
    path("<slug:public_id>/snooze/", deeds.snooze, name="alert_snooze"),
    path("<slug:public_id>/wake/", deeds.wake, name="alert_wake"),
    path("<slug:public_id>/not-useful/", deeds.not_useful, name="alert_not_useful"),
    path("<slug:public_id>/close/", deeds.close, name="alert_close"),
    path("<slug:public_id>/reopen/", deeds.reopen, name="alert_reopen"),
]
