from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "loiste.accounts"
    label = "accounts"
