from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0007_suppression"),
    ]

    operations = [
        migrations.RemoveIndex(model_name="audit", name="audit_by_by"),
        migrations.RemoveIndex(model_name="audit", name="audit_by_action"),
        migrations.RemoveIndex(model_name="audit", name="audit_by_subject"),
        migrations.AlterField(model_name="audit", name="at", field=models.DateTimeField()),
        migrations.AddIndex(model_name="audit", index=models.Index(fields=["at", "id"], name="audit_at")),
        migrations.AddIndex(model_name="audit", index=models.Index(fields=["by", "at", "id"], name="audit_by_at")),
        migrations.AddIndex(
            model_name="audit", index=models.Index(fields=["action", "at", "id"], name="audit_action_at")
        ),
        migrations.AddIndex(
            model_name="audit", index=models.Index(fields=["subject", "at", "id"], name="audit_subject_at")
        ),
        migrations.AddIndex(
            model_name="audit", index=models.Index(fields=["origin", "at", "id"], name="audit_origin_at")
        ),
    ]
