from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "loiste.privacy"
    label = "privacy"
