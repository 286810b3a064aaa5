from django.apps import AppConfig


class SourcesConfig(AppConfig):
    name = "loiste.sources"
    label = "sources"
