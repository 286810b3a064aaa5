"""Addresses of the team."""

from django.urls import path

from loiste.pages.team import deeds, views

urlpatterns = [
    path("", views.team, name="team"),
    path("invite/", views.invite, name="invite"),
    path("invitations/<slug:public_id>/withdraw/", views.withdraw, name="invitation_withdraw"),
    path("<slug:public_id>/", views.person, name="person"),
    path("<slug:public_id>/change/", deeds.change, name="person_change"),
    path("<slug:public_id>/deactivate/", deeds.deactivate, name="person_deactivate"),
    path("<slug:public_id>/reactivate/", deeds.reactivate, name="person_reactivate"),
    path("<slug:public_id>/hand-over/", deeds.hand_over, name="person_hand_over"),
    path("<slug:public_id>/two-factor-off/", deeds.take_off, name="person_take_off"),
    path("<slug:public_id>/password/", deeds.password_link, name="person_password"),
]
