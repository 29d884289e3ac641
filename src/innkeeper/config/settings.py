"""Django's settings, read from the environment. Contradictions are system checks, missing secrets stop the start."""

from pathlib import Path

from django.utils.translation import gettext_lazy as _

from innkeeper.config import env
from innkeeper.config.databases import databases

PACKAGE = Path(__file__).resolve().parent.parent
HOME = env.folder("INNKEEPER_HOME", "data")
SECRETS = env.folder("INNKEEPER_SECRETS", "secrets")
DEMO = env.flag("INNKEEPER_DEMO", default=False)

SECRET_KEY = env.secret("INNKEEPER_SECRET_KEY", SECRETS / "django.key")
DEBUG = False
ALLOWED_HOSTS = env.listed("INNKEEPER_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = env.listed("INNKEEPER_ORIGINS")
CSRF_FAILURE_VIEW = "innkeeper.web.views.csrf_failure"

INSTALLED_APPS = [
    "innkeeper.config",
    "innkeeper.desk",
    "innkeeper.calls",
    "innkeeper.complaints",
    "innkeeper.disputes",
    "innkeeper.handovers",
    "innkeeper.improvements",
    "innkeeper.inbox",
    "innkeeper.incidents",
    "innkeeper.lost_property",
    "innkeeper.service_requests",
    "innkeeper.cases",
    "innkeeper.clocks",
    "innkeeper.stays",
    "innkeeper.guests",
    "innkeeper.notices",
    "innkeeper.accounts",
    "innkeeper.properties",
    "innkeeper.search",
    "innkeeper.audit",
    "innkeeper.outbox",
    "innkeeper.vault",
    "innkeeper.web",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "innkeeper.config.backup.gate.RestoreGate",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "innkeeper.web.middleware.SafeHeaders",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "innkeeper.accounts.middleware.ActorMiddleware",
    "innkeeper.config.navigation.HouseTime",
    "innkeeper.web.middleware.ErrorPages",
    "innkeeper.web.middleware.StorableText",
]

ROOT_URLCONF = "innkeeper.config.urls"
WSGI_APPLICATION = "innkeeper.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "innkeeper.config.navigation.frame",
            ],
            "builtins": ["django.templatetags.i18n", "innkeeper.web.templatetags.parts"],
        },
    }
]

DATABASES = databases(env.text("DATABASE_URL", ""), HOME)
DATABASE_ROUTERS = ["innkeeper.config.databases.Router"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "innkeeper_cache",
        "TIMEOUT": 600,
    }
}

AUDIT_SINKS = [
    Path(place).expanduser().resolve()
    for place in env.listed("INNKEEPER_AUDIT_SINKS", f"{HOME.parent}/sinks/a,{HOME.parent}/sinks/b")
]
AUDIT_OUTSIDE_SINK = env.text("INNKEEPER_AUDIT_OUTSIDE_SINK", "")

INSIDE_HOSTS = frozenset(env.listed("INNKEEPER_INSIDE_HOSTS"))  # names inside the house that may be called
SMTP_HOST = env.text("INNKEEPER_SMTP_HOST", "")
SMTP_PORT = env.number("INNKEEPER_SMTP_PORT", 25)
SMTP_USER = env.text("INNKEEPER_SMTP_USER", "")
SMTP_PASSWORD = env.secret("INNKEEPER_SMTP_PASSWORD", SECRETS / "smtp.key") if SMTP_USER else ""
MAIL_FROM = env.text("INNKEEPER_MAIL_FROM", "desk@localhost")
RECORD_MINUTES = env.number("INNKEEPER_RECORD_MINUTES", 30)
SECOND_LOOK_HOURS = env.number("INNKEEPER_SECOND_LOOK_HOURS", 24)
DOWNTIME = env.folder("INNKEEPER_DOWNTIME", f"{HOME.parent}/downtime")

AUTH_USER_MODEL = "accounts.Staff"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "desk:work"
LOGOUT_REDIRECT_URL = "/sign-in/"

ACCOUNT_ADAPTER = "innkeeper.accounts.adapters.allauth.HouseAccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = "staff_number"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_FORMS = {"login": "innkeeper.accounts.forms.SignInForm"}
ACCOUNT_RATE_LIMITS = {
    "login": "",
    "login_failed": "",
}  # counted in the main database: accounts.actions.sign_in
MFA_ADAPTER = "innkeeper.accounts.adapters.allauth.HouseMFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {"authenticate": "innkeeper.accounts.forms.CodeForm"}
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Innkeeper"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEMO

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
TLS = env.flag("INNKEEPER_TLS", default=not DEMO)
SECURE_SSL_REDIRECT = TLS
BEHIND_PROXY = env.flag("INNKEEPER_BEHIND_PROXY", default=False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
ALLAUTH_TRUSTED_PROXY_COUNT = int(BEHIND_PROXY)  # wrong tries are counted by the address that the proxy names
SECURE_HSTS_SECONDS = 31536000 if TLS else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = TLS
CSRF_COOKIE_SECURE = TLS
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_TEMP_DIR = None

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Chinese")), ("en", _("English"))]
LANGUAGE_COOKIE_NAME = "innkeeper_language"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"out": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["out"], "level": "WARNING"},
}
