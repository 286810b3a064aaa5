from django.apps import AppConfig


class JudgementConfig(AppConfig):
    name = "loiste.judgement"
    label = "judgement"
