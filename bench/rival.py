"""The rival's pages, measured: django-helpdesk 2.6.1 with the same load, on the PostgreSQL of DATABASE_URL.

Runs in an environment of its own: pip install 'django-helpdesk==2.6.1' 'django<6' 'psycopg[binary]'
    bin/postgres path/to/rival/bin/python bench/rival.py --cases 100000
"""

import argparse
import base64
import json
import os
import random
import statistics
import sys
import time
import types
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import django
from django.conf import settings

QUEUES, STAFF, OPEN = 8, 50, 8000
RARE, COMMON = {"zh": "浴缸渗漏", "en": "boiler"}, {"zh": "空调", "en": "towel"}
FILLERS = ("早餐 位子", "送水 房间", "invoice copy", "late check-out", "电视 没信号", "wake-up call")


def configure() -> None:
    """The smallest settings under which the rival's pages run as its manual says."""
    parts = urlsplit(os.environ["DATABASE_URL"])
    settings.configure(
        SECRET_KEY="bench", DEBUG=False, ALLOWED_HOSTS=["*"], ROOT_URLCONF="rival_urls", USE_TZ=True, SITE_ID=1,
        DATABASES={"default": {
            "ENGINE": "django.db.backends.postgresql", "NAME": parts.path.strip("/"), "USER": parts.username,
            "HOST": parts.hostname, "PORT": parts.port, "CONN_MAX_AGE": None,
        }},
        INSTALLED_APPS=[
            "django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions", "django.contrib.sites",
            "django.contrib.messages", "django.contrib.humanize", "django.contrib.staticfiles", "django.contrib.admin",
            "rest_framework", "helpdesk",
        ],
        MIDDLEWARE=[
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware",
        ],
        TEMPLATES=[{
            "BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True,
            "OPTIONS": {"context_processors": [
                "django.contrib.auth.context_processors.auth", "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages", "django.template.context_processors.i18n",
            ]},
        }],
        STATIC_URL="/static/", DEFAULT_AUTO_FIELD="django.db.models.BigAutoField", HELPDESK_TEAMS_MODE_ENABLED=False,
        HELPDESK_KANBAN_BOARD_ENABLED=True, HELPDESK_PUBLIC_ENABLED=True,
    )  # fmt: skip
    django.setup()
    from django.contrib import admin
    from django.urls import include, path

    addresses = types.ModuleType("rival_urls")
    addresses.urlpatterns = [
        path("", include("helpdesk.urls", namespace="helpdesk")),
        path("admin/", admin.site.urls),
        path("accounts/", include("django.contrib.auth.urls")),
    ]
    sys.modules["rival_urls"] = addresses


def seed(cases: int) -> None:
    """`cases` tickets, five follow-ups each, 8,000 open, the rare word in 0.1 % and the common one in 10 %."""
    from django.contrib.auth.models import User
    from django.core.management import call_command
    from helpdesk.models import FollowUp, Queue, Ticket

    call_command("migrate", verbosity=0)
    chance = random.Random(7)
    queues = [Queue.objects.create(title=f"Department {n}", slug=f"d{n}") for n in range(QUEUES)]
    staff = [
        User.objects.create(username=f"s{n}", email=f"s{n}@house.example", is_staff=True, is_superuser=n == 0)
        for n in range(STAFF)
    ]
    now = datetime.now(UTC)
    for start in range(0, cases, 5000):
        tickets = Ticket.objects.bulk_create(
            [ticket(n, cases, chance, queues, staff, now) for n in range(start, start + 5000)]
        )
        FollowUp.objects.bulk_create(
            [
                FollowUp(
                    ticket=one,
                    date=one.created,
                    title="Reply",
                    comment=chance.choice(FILLERS),
                    public=True,
                    user=staff[k],
                )
                for one in tickets
                for k in range(5)
            ],
            batch_size=5000,
        )


def words_of(number: int, chance: random.Random) -> list[str]:
    """The words of one case: a filler, in 0.1 % a rare word, in 10 % a common one, half of them Chinese."""
    words = [chance.choice(FILLERS)]
    language = "zh" if number % 2 else "en"
    if number % 1000 < 2:
        words.append(RARE[language])
    if number % 10 == (3 if language == "zh" else 4) or number % 20 == (5 if language == "zh" else 6):
        words.append(COMMON[language])
    return words


def ticket(number: int, cases: int, chance: random.Random, queues: list, staff: list, now: datetime):
    """One ticket like one of our cases."""
    from helpdesk.models import Ticket

    words = words_of(number, chance)
    created = now - timedelta(minutes=5 * (cases - number))
    return Ticket(
        title=" ".join(words)[:190], description=" ".join(words), queue=queues[number % QUEUES], created=created, modified=created,
        assigned_to=staff[number % STAFF], status=Ticket.OPEN_STATUS if number >= cases - OPEN else Ticket.CLOSED_STATUS,
        priority=1 + number % 4, due_date=created + timedelta(hours=2), submitter_email="guest@mail.example",
    )  # fmt: skip


def query(**params) -> str:
    full = {
        "filtering": {},
        "filtering_null": {},
        "sorting": "created",
        "sortreverse": False,
        "search_string": "",
        **params,
    }
    coded = base64.b64encode(json.dumps(full).encode()).decode()
    return f"/datatables_ticket_list/{coded}?draw=1&start=0&length=25&order[0][column]=5&order[0][dir]=desc"


def measure(runs: int) -> dict[str, float]:
    """Medians in milliseconds of the pages that match ours."""
    from django.contrib.auth.models import User
    from django.test import Client
    from helpdesk.models import Ticket

    client, me = Client(), User.objects.get(username="s0")
    client.force_login(me)
    pages = {
        "my work": query(filtering={"assigned_to__id__in": [me.pk], "status__in": [1, 2]}),
        "all cases": query(),
        "house board": "/dashboard/",
        "case page": f"/tickets/{Ticket.objects.order_by('-id')[50].pk}/",
        **{
            f"search {share} {lang}": query(search_string=words[lang])
            for share, words in (("0.1 %", RARE), ("10 %", COMMON))
            for lang in ("zh", "en")
        },
    }
    figures = {}
    for name, url in pages.items():
        answer = client.get(url)
        assert answer.status_code == 200, (name, answer.status_code)
        figures[name] = median_ms(client, url, runs)
    return figures


def median_ms(client, url: str, runs: int) -> float:
    times = []
    for _ in range(runs):
        begin = time.perf_counter()
        client.get(url)
        times.append((time.perf_counter() - begin) * 1000)
    return round(statistics.median(times), 1)


if __name__ == "__main__":
    asked = argparse.ArgumentParser()
    asked.add_argument("--cases", type=int, default=100_000)
    asked.add_argument("--runs", type=int, default=5)
    given = asked.parse_args()
    configure()
    seed(given.cases)
    from django.db import connection as _connection

    _connection.cursor().execute("VACUUM ANALYZE")
    print(json.dumps(measure(given.runs), ensure_ascii=False))
