"""The model field that stores a sealed value."""

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.query_utils import DeferredAttribute
from django.forms import Field as FormField

from innkeeper.vault.values import Sealed

if TYPE_CHECKING:
    Blob = models.BinaryField[Any, Any]
else:
    Blob = models.BinaryField  # Django's fields take no type parameters at run time


class SealedAttribute(DeferredAttribute):
    """Hands out the value with the row it stands in, so that a blob copied to another row does not open."""

    def __get__(self, instance: models.Model | None, cls: type[models.Model] | None = None) -> Any:
        value = super().__get__(instance, cls)
        if instance is not None and isinstance(value, Sealed) and value.row_id is None:
            return value.placed(instance.pk)
        return value

    def __set__(self, instance: models.Model, value: Any) -> None:
        """Keep the value. Without this the row's own dictionary would answer before `__get__` is asked."""
        instance.__dict__[self.field.attname] = value


class SealedField(Blob):
    """A column that takes and gives `Sealed` only. It has no form field, no filter, no text."""

    descriptor_class = SealedAttribute
    empty_values = []

    @property
    def field_id(self) -> str:
        """The registered name that the seal is bound to: "guests.Guest.phone"."""
        return f"{self.model._meta.label}.{self.name}"

    def from_db_value(self, value: Any, expression: Any, connection: BaseDatabaseWrapper) -> Sealed | None:
        """The stored blob as a value that cannot be read."""
        return None if value is None else Sealed(bytes(value), field_id=self.field_id, row_id=None)

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:  # noqa: FBT001 (Django's signature)
        """The value to store. Raises ValueError when it was sealed for another field or row."""
        value = getattr(model_instance, self.attname)
        if isinstance(value, Sealed) and (value.field_id, value.row_id) != (self.field_id, model_instance.pk):
            raise ValueError(f"{self.field_id}: this value was sealed for another field or row.")
        return value

    def get_prep_value(self, value: Any) -> bytes | None:
        """The blob. Raises TypeError for anything that is not sealed."""
        if value is None:
            return None
        if not isinstance(value, Sealed):
            raise TypeError(f"{self.field_id} takes a sealed value, not {type(value).__name__}.")
        return value.blob

    def get_db_prep_value(self, value: Any, connection: BaseDatabaseWrapper, prepared: bool = False) -> Any:  # noqa: FBT001, FBT002
        """The blob as the database takes it."""
        blob = value if prepared else self.get_prep_value(value)
        return super().get_db_prep_value(blob, connection, prepared=True)

    def get_lookup(self, lookup_name: str) -> Any:
        """Only "is it empty" can be asked of a sealed column."""
        return super().get_lookup(lookup_name) if lookup_name == "isnull" else None

    def to_python(self, value: Any) -> Any:
        """The value as it is."""
        return value

    def formfield(self, **kwargs: Any) -> FormField | None:
        """No form shows it."""
        return None

    def value_to_string(self, obj: models.Model) -> str:
        """Serialisers get nothing. Raises TypeError."""
        raise TypeError(f"{self.field_id} is sealed and cannot be written out.")


def sealed_fields_of(model: type[models.Model]) -> list[SealedField]:
    """The sealed columns of a model."""
    return [field for field in model._meta.concrete_fields if isinstance(field, SealedField)]
