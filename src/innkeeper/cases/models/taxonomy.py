"""Tables of the first classification: what things are called, and which words mean them."""

from django.db import models

from innkeeper.kernel.ids import uuid7
from innkeeper.kernel.privacy import Privacy

from .choices import categories, natures, priorities


class TaxonomyCode(models.Model):
    """One kind of problem or wish, by department: names, words, defaults, the house's in-stay norms, first tasks."""

    PRIVACY = Privacy(
        plain="id property_id code name_zh name_en department responsible handling kind category nature subject "
        "priority norms words_zh words_en tasks weight is_counted is_restricted is_life_safety is_active order"
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    property_id = models.UUIDField(null=True)
    code = models.CharField(max_length=40)
    name_zh = models.CharField(max_length=60)
    name_en = models.CharField(max_length=60)
    department = models.CharField(max_length=40)
    responsible = models.CharField(max_length=40, blank=True)
    handling = models.JSONField(default=list)
    kind = models.CharField(max_length=40)
    category = models.CharField(max_length=20, choices=categories)
    nature = models.CharField(max_length=20, blank=True, choices=natures)
    subject = models.CharField(max_length=20, blank=True)
    priority = models.PositiveSmallIntegerField(choices=priorities)
    norms = models.JSONField(default=dict)
    words_zh = models.JSONField(default=list)
    words_en = models.JSONField(default=list)
    tasks = models.JSONField(default=list)
    weight = models.FloatField(default=1.0)
    is_counted = models.BooleanField(default=False)
    is_restricted = models.BooleanField(default=False)
    is_life_safety = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    order = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "cases_taxonomy_code"
        constraints = [
            models.UniqueConstraint(
                fields=["property_id", "code"], name="cases_code_of_property", nulls_distinct=False
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def handling_department(self) -> str:
        """Who works on it first."""
        return str(self.handling[0]) if self.handling else self.department


class ClassificationRule(models.Model):
    """If one of the words stands in the text, the rule speaks for a code, category or priority. Editable data."""

    PRIVACY = Privacy(plain="id property_id name words code category priority order is_active")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    property_id = models.UUIDField(null=True)
    name = models.CharField(max_length=60, blank=True)
    words = models.JSONField()
    code = models.CharField(max_length=40, blank=True)
    category = models.CharField(max_length=20, blank=True)
    priority = models.PositiveSmallIntegerField(null=True)
    order = models.PositiveIntegerField(default=0)
    is_active = models.BooleanField(default=True)

    class Meta:
        db_table = "cases_classification_rule"
        indexes = [models.Index(fields=["property_id", "order"], name="cases_rule_order")]
