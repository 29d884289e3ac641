"""Tables of the first classification: what things are called, and which words mean them."""

from django.db import models
from django.db.models import Q

from innkeeper.kernel.ids import uuid7
from innkeeper.kernel.privacy import Privacy

from .choices import NeedClass, alerts, categories, natures, need_classes, priorities


class TaxonomyCode(models.Model):
    """One kind of problem or wish, by department: names, words, defaults, the house's in-stay norms, first tasks.

    `daily_cap` is how many of it a room gets a day, `sample_percent` the share of follow-up calls, `can_wait` whether
    the night may pass first, `alert` who goes to a room that complains of it (REQ-08).
    """

    PRIVACY = Privacy(
        plain="id property_id code name_zh name_en department responsible handling kind category nature subject "
        "priority norms words_zh words_en tasks weight is_counted is_restricted is_life_safety is_active order "
        "daily_cap sample_percent can_wait alert need_class"
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
    daily_cap = models.PositiveSmallIntegerField(null=True)
    sample_percent = models.PositiveSmallIntegerField(default=0)
    can_wait = models.BooleanField(default=False)
    alert = models.CharField(max_length=12, blank=True, choices=alerts)
    need_class = models.CharField(max_length=12, default=NeedClass.BASIC, choices=need_classes)

    class Meta:
        db_table = "cases_taxonomy_code"
        constraints = [
            models.UniqueConstraint(
                fields=["property_id", "code"], name="cases_code_of_property", nulls_distinct=False
            ),
            models.CheckConstraint(condition=Q(sample_percent__lte=100), name="cases_code_sample_is_a_share"),
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


class WordingEdit(models.Model):
    """One change of a code or rule, or of the shipped edition; rows are only added, the newest is the version."""

    PRIVACY = Privacy(plain="id property_id subject key before after reason made_at made_by_id")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    property_id = models.UUIDField(null=True)
    subject = models.CharField(max_length=20)
    key = models.CharField(max_length=64)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    reason = models.CharField(max_length=200)
    made_at = models.DateTimeField()
    made_by_id = models.UUIDField()

    class Meta:
        db_table = "cases_wording_edit"
        indexes = [models.Index(fields=["property_id", "-made_at"], name="cases_wording_newest")]

    def __str__(self) -> str:
        return f"{self.subject} {self.key}"
