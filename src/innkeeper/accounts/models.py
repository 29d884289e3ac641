"""Tables of the staff: who they are, which posts they hold, who is on duty."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from innkeeper.kernel.ids import uuid7
from innkeeper.kernel.privacy import Grade, Personal, Privacy


class Staff(AbstractBaseUser):
    """A person who works in the house. The work name is what colleagues see; nothing else personal stands here."""

    PRIVACY = Privacy(
        plain="id staff_number is_active language theme last_login password",
        personal={
            "work_name": Personal(Grade.LOW, purpose="work", retention="staff"),
            "work_name_en": Personal(Grade.LOW, purpose="work", retention="staff"),
        },
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    staff_number = models.CharField(max_length=20, unique=True)
    work_name = models.CharField(max_length=40)
    work_name_en = models.CharField(max_length=60, blank=True)
    language = models.CharField(max_length=10, default="zh-hans")
    theme = models.CharField(max_length=8, blank=True)
    is_active = models.BooleanField(default=True)

    objects: BaseUserManager["Staff"] = BaseUserManager()

    USERNAME_FIELD = "staff_number"
    REQUIRED_FIELDS = ["work_name"]

    class Meta:
        db_table = "accounts_staff"

    def __str__(self) -> str:
        return self.staff_number
