"""Addresses of health models, below /health/models/."""

from django.urls import path

from loiste.pages.health_models import listing, rehearsal, studio, versions

urlpatterns = [
    path("", listing.health_models, name="health_models"),
    path("new/", listing.model_new, name="model_new"),
    path("<slug:key>/", studio.health_model, name="health_model"),
    path("<slug:key>/save/", studio.model_save, name="model_save"),
    path("<slug:key>/versions/", versions.model_versions, name="model_versions"),
    path("<slug:key>/restore/", versions.model_restore, name="model_restore"),
    path("<slug:key>/rehearsal/", rehearsal.model_rehearsal, name="model_rehearsal"),
    path("<slug:key>/rehearsal/ask/", rehearsal.rehearsal_ask, name="rehearsal_ask"),
]
