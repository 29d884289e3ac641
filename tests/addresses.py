"""Where the pages stand that many tests open."""

from django.urls import reverse

MY_WORK = reverse("desk:work")
