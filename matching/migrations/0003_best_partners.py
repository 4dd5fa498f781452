"""Of each open need who fits it best, where only how well was kept."""

from django.db import migrations, models

# Nobody knows any more whose fit it was: three unnamed ones, so that it is not taken for that of the only partner.
UNNAMED = """
UPDATE matching_partnersearch AS search SET best_partners = kept.found FROM (
    SELECT company_id, jsonb_object_agg(need, jsonb_build_array(
        jsonb_build_array(NULL, fit), jsonb_build_array(NULL, fit), jsonb_build_array(NULL, fit)
    )) AS found
    FROM matching_partnersearch, jsonb_each(best_fits) AS each (need, fit) GROUP BY company_id
) AS kept WHERE kept.company_id = search.company_id
"""
FITS_ALONE = """
UPDATE matching_partnersearch AS search SET best_fits = kept.found FROM (
    SELECT company_id, jsonb_object_agg(need, best -> 0 -> 1) AS found
    FROM matching_partnersearch, jsonb_each(best_partners) AS each (need, best)
    WHERE jsonb_array_length(best) > 0 GROUP BY company_id
) AS kept WHERE kept.company_id = search.company_id
"""


class Migration(migrations.Migration):
    dependencies = [("matching", "0002_triggers")]

    operations = [
        migrations.AddField(
            model_name="partnersearch",
            name="best_partners",
            field=models.JSONField(
                default=dict,
                help_text="Open need -> [firm, fit] of those that fit it best and may be suggested.",
            ),
        ),
        migrations.RunSQL(UNNAMED, FITS_ALONE),
        migrations.RemoveField(model_name="partnersearch", name="best_fits"),
    ]
