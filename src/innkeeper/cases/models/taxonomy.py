"""Tables of the first classification: what things are called, and which words mean them."""

from django.db import models

from innkeeper.kernel.ids import uuid7
from innkeeper.kernel.privacy import Privacy

from .choices import Category, Nature, Priority


class TaxonomyCode(models.Model):
    """One kind of problem (about 60 of them), by department: names, defaults and the house's in-stay norms."""

    PRIVACY = Privacy(
        plain="id property_id code name_zh name_en department category nature subject priority norms is_active order"
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    property_id = models.UUIDField(null=True)
    code = models.CharField(max_length=40)
    name_zh = models.CharField(max_length=60)
    name_en = models.CharField(max_length=60)
    department = models.CharField(max_length=40)
    category = models.CharField(max_length=20, choices=Category.choices)
    nature = models.CharField(max_length=20, choices=Nature.choices)
    subject = models.CharField(max_length=20, blank=True)
    priority = models.PositiveSmallIntegerField(choices=Priority.choices)
    norms = models.JSONField(default=dict)
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


class ClassificationRule(models.Model):
    """If one of the words stands in the text, the case is of this code; the first rule in order wins. Editable data."""

    PRIVACY = Privacy(plain="id property_id words code category priority order is_active")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    property_id = models.UUIDField(null=True)
    words = models.JSONField()
    code = models.CharField(max_length=40, blank=True)
    category = models.CharField(max_length=20, blank=True)
    priority = models.PositiveSmallIntegerField(null=True)
    order = models.PositiveIntegerField(default=0)
    is_active = models.BooleanField(default=True)

    class Meta:
        db_table = "cases_classification_rule"
        indexes = [models.Index(fields=["property_id", "order"], name="cases_rule_order")]
