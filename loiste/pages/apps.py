from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "loiste.pages"
    label = "pages"
