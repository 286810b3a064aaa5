from django.apps import AppConfig


class CopiesConfig(AppConfig):
    name = "loiste.copies"
    label = "copies"
