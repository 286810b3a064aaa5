"""Addresses of the import wizard, below /imports/."""

from django.urls import path

from loiste.pages.imports import mappings, mending, new, upload

urlpatterns = [
    path("new/", new.import_new, name="import_new"),
    path("uploads/<slug:public_id>/", upload.upload_page, name="upload"),
    path("uploads/<slug:public_id>/check/", upload.check, name="upload_check"),
    path("uploads/<slug:public_id>/start/", upload.start, name="upload_start"),
    path("uploads/<slug:public_id>/use/", upload.use_mapping, name="upload_use"),
    path("uploads/<slug:public_id>/withdraw/", upload.withdraw_upload, name="upload_withdraw"),
    path("uploads/<slug:public_id>/discard/", upload.discard_upload, name="upload_discard"),
    path("mend/<slug:public_id>/", mending.mend_page, name="mend"),
    path("mappings/", mappings.mappings, name="mappings"),
    path("mappings/save/<slug:public_id>/", mappings.save, name="mapping_save"),
    path("mappings/<slug:public_id>/rename/", mappings.rename, name="mapping_rename"),
    path("mappings/<slug:public_id>/delete/", mappings.delete, name="mapping_delete"),
]
