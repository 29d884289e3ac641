"""Every column of every table of the house says whether it is personal (PRIV-03)."""

import pytest
from django.apps import apps
from django.db.models import Model

from innkeeper.kernel.privacy import Grade, Privacy
from innkeeper.vault.fields import SealedField


def house_models() -> list[type[Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("innkeeper.")]


@pytest.mark.req("PRIV-03")
@pytest.mark.parametrize("model", house_models(), ids=lambda model: model._meta.label)
def test_every_column_is_declared(model: type[Model]) -> None:
    declared = getattr(model, "PRIVACY", None)
    assert isinstance(declared, Privacy), f"{model._meta.label} declares no PRIVACY"
    columns = {field.name for field in model._meta.local_concrete_fields}
    assert columns - declared.declared() == set(), "columns that nobody spoke for"
    assert declared.declared() - columns == set(), "declared, but no column"


@pytest.mark.req("PRIV-03")
@pytest.mark.parametrize("model", house_models(), ids=lambda model: model._meta.label)
def test_what_is_high_is_sealed(model: type[Model]) -> None:
    high = {name for name, personal in model.PRIVACY.personal.items() if personal.grade is not Grade.LOW}  # type: ignore[attr-defined]
    open_columns = {name for name in high if not isinstance(model._meta.get_field(name), SealedField)}
    assert open_columns == set()
