"""The WSGI entry."""

import gc
import os
import sys

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

# A poll asks the database ten times and gives up its turn each time. Beside a colleague's intake it would wait the
# usual 5 ms ten times over; a fifth of a millisecond costs the intake nothing that can be felt.
sys.setswitchinterval(0.0002)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "innkeeper.config.settings")
application = get_wsgi_application()

# The views are loaded before the workers part, and stay to the end. What was loaded is not looked through for garbage
# again and again while a colleague waits, and the workers go on sharing it.
_views = get_resolver().url_patterns
gc.collect()
gc.freeze()
