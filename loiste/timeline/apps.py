from django.apps import AppConfig


class TimelineConfig(AppConfig):
    name = "loiste.timeline"
    label = "timeline"
