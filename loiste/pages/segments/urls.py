"""Addresses of segments."""

from django.urls import path

from loiste.pages.segments import views

urlpatterns = [
    path("", views.segments, name="segments"),
    path("new/", views.new, name="segment_new"),
    path("save/", views.save, name="segment_save"),
    path("<slug:key>/", views.segment, name="segment"),
    path("<slug:key>/switch/", views.switch, name="segment_switch"),
]
