"""Three worker processes sweep one real database at once; prints what they announced. A program of its own.

SQLite is a file here (threads share a connection in memory), PostgreSQL a schema of its own.
"""

import json
import os
import sys
from datetime import timedelta

import django

if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    os.environ["PGOPTIONS"] = "-c search_path=swarm"
    django.setup()

from django.db import connection, connections

from innkeeper.clocks.actions import sweep
from innkeeper.clocks.models import ClockFiring, ClockHappening, ClockRun
from innkeeper.outbox.models import Job, OutboxEvent
from tests.makers.clocks import TEN, make_clocks

WORKERS, CLOCKS = 3, 120


def prepare():
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("DROP SCHEMA IF EXISTS swarm CASCADE; CREATE SCHEMA swarm")
    with connection.schema_editor() as editor:
        for model in (OutboxEvent, Job, ClockRun, ClockHappening, ClockFiring):
            editor.create_model(model)
    make_clocks(CLOCKS, at=TEN)
    connections.close_all()


def work():
    try:
        while sweep(now=TEN + timedelta(days=1), batch=7).next_at is not None:
            pass
    except BaseException as error:
        print(repr(error), file=sys.stderr, flush=True)
        os._exit(1)
    os._exit(0)


def main():
    prepare()
    children = [pid for pid in (os.fork() for _ in range(WORKERS)) if pid or work()]
    ended = [os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) for pid in children]
    waiting = ClockRun.objects.filter(next_at__isnull=False).count()
    print(json.dumps({"workers": ended, "announced": ClockFiring.objects.count(), "waiting": waiting}))
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA swarm CASCADE")


if __name__ == "__main__":
    main()
