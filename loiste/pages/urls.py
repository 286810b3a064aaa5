"""Every address of the web."""

from allauth.account.views import login, logout
from django.urls import include, path
from django.views.decorators.http import require_POST

from loiste.pages.account.by_hand import archive, change, log, restore
from loiste.pages.account.views import account, signal
from loiste.pages.accounts import bulk, saved
from loiste.pages.accounts.export import export
from loiste.pages.accounts.views import accounts
from loiste.pages.dashboard.views import dashboard
from loiste.pages.imports import urls as imports
from loiste.pages.metric.views import metric, metric_rows
from loiste.pages.metrics.views import metrics
from loiste.pages.search.views import search
from loiste.pages.sources.views import import_page, rejected_rows, sources
from loiste.pages.you.views import language, theme, you

urlpatterns = [
    path("", dashboard, name="dashboard"),
    path("metrics/", metrics, name="metrics"),
    path("metrics/<slug:key>/", metric, name="metric"),
    path("metrics/<slug:key>/rows.csv", metric_rows, name="metric_rows"),
    path("accounts/", accounts, name="accounts"),
    path("accounts/export/", export, name="accounts_export"),
    path("accounts/bulk/", bulk.edit, name="bulk"),
    path("accounts/bulk/<slug:public_id>/undo/", bulk.undo, name="bulk_undo"),
    path("accounts/views/", saved.views, name="views"),
    path("accounts/views/<slug:public_id>/rename/", saved.rename, name="view_rename"),
    path("accounts/views/<slug:public_id>/delete/", saved.delete, name="view_delete"),
    path("accounts/views/<slug:public_id>/default/", saved.default, name="view_default"),
    path("accounts/<slug:public_id>/", account, name="account"),
    path("accounts/<slug:public_id>/notes/", log, name="account_log"),
    path("accounts/<slug:public_id>/change/", change, name="account_change"),
    path("accounts/<slug:public_id>/signals/<slug:kind>/<slug:signal_id>/", signal, name="account_signal"),
    path("accounts/<slug:public_id>/archive/", archive, name="account_archive"),
    path("accounts/<slug:public_id>/restore/", restore, name="account_restore"),
    path("search/", search, name="search"),
    path("sources/", sources, name="sources"),
    path("sources/imports/<slug:public_id>/", import_page, name="import"),
    path("sources/imports/<slug:public_id>/rejected.csv", rejected_rows, name="import_rejected"),
    path("imports/", include(imports)),
    path("you/", you, name="you"),
    path("you/language/", language, name="language"),
    path("you/theme/", theme, name="theme"),
    path("sign-in/", login, name="account_login"),
    path("sign-out/", require_POST(logout), name="account_logout"),
]
