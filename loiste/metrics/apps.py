from django.apps import AppConfig


class MetricsConfig(AppConfig):
    name = "loiste.metrics"
    label = "metrics"
