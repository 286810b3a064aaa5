"""Every address of the web."""

from django.urls import include, path

from loiste.pages.account.brief import brief
from loiste.pages.account.by_hand import archive, change, log, restore
from loiste.pages.account.views import account, signal
from loiste.pages.accounts import bulk, saved
from loiste.pages.accounts.export import export
from loiste.pages.accounts.views import accounts
from loiste.pages.alerts import urls as alerts
from loiste.pages.audit import views as audit
from loiste.pages.dashboard.views import dashboard
from loiste.pages.flags import urls as flags
from loiste.pages.flags.raising import raising
from loiste.pages.health import views as health
from loiste.pages.health.over import over
from loiste.pages.health.report import overrides
from loiste.pages.health_models import urls as health_models
from loiste.pages.home.views import home
from loiste.pages.imports import urls as imports
from loiste.pages.matching import deeds
from loiste.pages.matching.by_hand import merge_by_hand
from loiste.pages.matching.views import matches, merges, unmatched, unmatched_one
from loiste.pages.metric.views import metric, metric_rows
from loiste.pages.metrics.views import metrics
from loiste.pages.notices import urls as notices
from loiste.pages.privacy import urls as privacy
from loiste.pages.quadrant.views import quadrant
from loiste.pages.renewals import urls as renewals
from loiste.pages.search.views import search
from loiste.pages.segments import urls as segments
from loiste.pages.sign_in import urls as sign_in
from loiste.pages.sources.refused_views import refused_again, refused_discard, refused_event, refused_events
from loiste.pages.sources.source_views import key_add, key_revoke, light, source, source_add, source_settings
from loiste.pages.sources.views import import_page, rejected_rows, sources
from loiste.pages.team import urls as team
from loiste.pages.tiers import deeds as tier_deeds
from loiste.pages.tiers import views as tiers
from loiste.pages.tiers.texts import tier_text
from loiste.pages.you.notices import choose
from loiste.pages.you.sessions import end_one, end_others
from loiste.pages.you.views import language, theme, you

urlpatterns = [
    path("", dashboard, name="dashboard"),
    path("home/", home, name="home"),
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
    path("accounts/<slug:public_id>/brief/", brief, name="account_brief"),
    path("accounts/<slug:public_id>/notes/", log, name="account_log"),
    path("accounts/<slug:public_id>/change/", change, name="account_change"),
    path("accounts/<slug:public_id>/signals/<slug:kind>/<slug:signal_id>/", signal, name="account_signal"),
    path("accounts/<slug:public_id>/archive/", archive, name="account_archive"),
    path("accounts/<slug:public_id>/restore/", restore, name="account_restore"),
    path("accounts/<slug:public_id>/health/", health.health, name="account_health"),
    path("accounts/<slug:public_id>/health/override/", health.override, name="account_override"),
    path(
        "accounts/<slug:public_id>/health/override/<slug:override_id>/end/", health.override_end,
        name="account_override_end",
    ),
    path("health/models/", include(health_models)),
    path("health/", over, name="health"),
    path("health/overrides/", overrides, name="overrides"),
    path("segments/", include(segments)),
    path("accounts/<slug:public_id>/tier/", tier_deeds.tier, name="account_tier"),
    path("accounts/<slug:public_id>/tier/end/", tier_deeds.end, name="account_tier_end"),
    path("accounts/<slug:public_id>/weight/", tier_deeds.weight, name="account_weight"),
    path("tiers/", tiers.tiers, name="tiers"),
    path("tiers/<slug:kind>/<slug:key>/", tier_text, name="tier_text"),
    path("fit/", tiers.fit, name="fit"),
    path("quadrant/", quadrant, name="quadrant"),
    path("load/", tiers.load, name="load"),
    path("alerts/", include(alerts)),
    path("renewals/", include(renewals)),
    path("flags/", include(flags)),
    path("notices/", include(notices)),
    path("accounts/<slug:public_id>/flag/", raising, name="account_flag"),
    path("search/", search, name="search"),
    path("sources/", sources, name="sources"),
    path("sources/imports/<slug:public_id>/", import_page, name="import"),
    path("sources/imports/<slug:public_id>/rejected.csv", rejected_rows, name="import_rejected"),
    path("imports/", include(imports)),
    path("sources/live/", source_add, name="source_add"),
    path("sources/live/<slug:public_id>/", source, name="source"),
    path("sources/live/<slug:public_id>/light/", light, name="source_light"),
    path("sources/live/<slug:public_id>/keys/", key_add, name="key_add"),
    path("sources/live/<slug:public_id>/settings/", source_settings, name="source_settings"),
    path("sources/keys/<slug:public_id>/revoke/", key_revoke, name="key_revoke"),
    path("sources/refused/", refused_events, name="refused"),
    path("sources/refused/<int:pk>/", refused_event, name="refused_event"),
    path("sources/refused/again/", refused_again, name="refused_again"),
    path("sources/refused/discard/", refused_discard, name="refused_discard"),
    path("sources/unmatched/", unmatched, name="unmatched"),
    path("sources/unmatched/<int:pk>/", unmatched_one, name="unmatched_one"),
    path("sources/unmatched/<int:pk>/match/", deeds.match, name="match"),
    path("sources/matches/", matches, name="matches"),
    path("sources/matches/unmatch/", deeds.unmatch, name="unmatch"),
    path("sources/merges/", merges, name="merges"),
    path("sources/merges/by-hand/", merge_by_hand, name="merge_by_hand"),
    path("sources/merges/merge/", deeds.merge, name="merge"),
    path("sources/merges/dismiss/", deeds.dismiss, name="dismiss"),
    path("sources/merges/<slug:public_id>/undo/", deeds.undo, name="merge_undo"),
    path("you/", you, name="you"),
    path("you/language/", language, name="language"),
    path("you/theme/", theme, name="theme"),
    path("you/notices/", choose, name="you_notices"),
    path("you/sessions/<int:pk>/end/", end_one, name="session_end"),
    path("you/sessions/end-others/", end_others, name="sessions_end_others"),
    path("team/", include(team)),
    path("privacy/", include(privacy)),
    path("audit/", audit.audit, name="audit"),
    path("audit/export/", audit.export, name="audit_export"),
    path("", include(sign_in)),
]
