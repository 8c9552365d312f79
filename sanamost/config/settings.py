"""Every setting, read from the environment; docs/guides/operator.md lists them for operators."""

from pathlib import Path

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from sanamost.adapters import postgres
from sanamost.config import environment

CHECKOUT = Path(__file__).resolve().parents[2]
HOME = Path(environment.text("SANAMOST_HOME", str(CHECKOUT / ".local")))

# A demonstration offers a sign-in by one click and keeps its mail on the machine; both are refused
# elsewhere (tests/web/account/test_demonstration.py).
DEMONSTRATION = environment.flag("SANAMOST_DEMO", default=False)
DEBUG = environment.flag("SANAMOST_DEBUG", default=False)
SECRET_KEY = environment.text("SANAMOST_SECRET_KEY") or postgres.local_secret(HOME, "secret_key")
ALLOWED_HOSTS = environment.names("SANAMOST_HOSTS", "127.0.0.1,localhost,[::1],testserver")
# Host names of regions' own portals that lead here; coordinators choose among them.
PORTAL_HOSTS = environment.names("SANAMOST_PORTAL_HOSTS")
ALLOWED_HOSTS += PORTAL_HOSTS
CSRF_TRUSTED_ORIGINS = environment.names("SANAMOST_ORIGINS")
PUBLIC_ADDRESS = environment.text("SANAMOST_ADDRESS", "http://127.0.0.1:8000")
BEHIND_TLS = PUBLIC_ADDRESS.startswith("https://")

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.auth",
    "django.contrib.sites",
    "django.contrib.postgres",
    "django_htmx",
    "django.contrib.humanize",
    "django_cotton.apps.SimpleAppConfig",
    # Before allauth: its pages wear our templates.
    "sanamost.web.components",
    "sanamost.web.account",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.mfa",
    "allauth.usersessions",
    "procrastinate.contrib.django",
    "sanamost.foundation.languages",
    "sanamost.foundation.access",
    "sanamost.foundation.audit",
    "sanamost.foundation.events",
    "sanamost.foundation.idempotency",
    "sanamost.foundation.files",
    "sanamost.foundation.documents",
    "sanamost.foundation.messaging",
    "sanamost.registry.catalogue",
    "sanamost.registry.organisations",
    "sanamost.registry.practitioners",
    "sanamost.registry.patients",
    "sanamost.registry.partners",
    "sanamost.registry.resources",
    "sanamost.registry.publishing",
    "sanamost.commerce.rates",
    "sanamost.commerce.comparison",
    "sanamost.commerce.ledger",
    "sanamost.commerce.billing",
    "sanamost.commerce.commissions",
    "sanamost.journey.cases",
    "sanamost.journey.requests",
    "sanamost.journey.checkups",
    "sanamost.journey.proposals",
    "sanamost.journey.agreements",
    "sanamost.journey.bookings",
    "sanamost.journey.travel",
    "sanamost.journey.treatment",
    "sanamost.journey.aftercare",
    "sanamost.insight.register",
    "sanamost.insight.statistics",
    "sanamost.insight.readiness",
    "sanamost.insight.potential",
    "sanamost.jobs",
    "sanamost.web.public",
    "sanamost.web.patient",
    "sanamost.web.clinic",
    "sanamost.web.partner",
    "sanamost.web.coordinator",
    "sanamost.web.administration",
    "sanamost.config.apps.Wiring",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    # Before all that a public read does not need; adds its own headers.
    "sanamost.api.v1.search.PublicSearch",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "sanamost.web.components.language.AddressLanguage",
    "sanamost.web.components.regional.RegionalPortal",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "sanamost.web.limits.LimitMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
]

ROOT_URLCONF = "sanamost.config.urls"
WSGI_APPLICATION = "sanamost.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "access.User"
SITE_ID = 1

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django_cotton.cotton_loader.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "builtins": [
                "django_cotton.templatetags.cotton",
                "django.templatetags.i18n",
                "django.templatetags.static",
                "sanamost.web.components.templatetags.sanamost",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

DATABASES = {
    "default": environment.database(
        environment.text("DATABASE_URL") or postgres.local_url("app", HOME)
    )
}
# The PostgreSQL that this installation runs for itself; none where the operator brings one.
LOCAL_DATABASE = "" if environment.text("DATABASE_URL") else "sanamost.adapters.postgres"
# Migrations, fences and nothing else use the owner's role (docs/adr/0003-two-database-roles.md).
DATABASE_OWNER = environment.database(
    environment.text("DATABASE_OWNER_URL")
    or environment.text("DATABASE_URL")
    or postgres.local_url("owner", HOME)
)
# Row security makes plans look dear; compiling them would take seconds to save milliseconds.
_connection: dict[str, str] = DATABASES["default"]["OPTIONS"]  # type: ignore[assignment]  # as read
_connection["options"] = f"-c jit=off {_connection.get('options', '')}".strip()
DATABASES["default"]["CONN_MAX_AGE"] = 60
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True

# Workers keep the class of every error that a job meets (foundation/events/work.py).
PROCRASTINATE_ON_APP_READY = "sanamost.foundation.events.work.watch"

CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"},
    # Drawn from public facts and drawn again where missing: every machine has its own.
    "pictures": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": HOME / "pictures",
        "TIMEOUT": None,
        "OPTIONS": {"MAX_ENTRIES": 5_000},
    },
}
# How many proxies of your own stand before the web process: whose X-Forwarded-For is believed.
PROXIES = environment.number("SANAMOST_PROXIES", 0)
# Per network address: how often within how many seconds (web/limits.py). A hospital's many people
# may share one address: the factor widens all limits; 0 turns them off.
LIMITS = {
    "request": (150, 3600),
    "sign_in": (30, 900),
    "verify": (60, 600),
    "upload": (200, 3600),
    "api": (600, 60),  # per key, not per address
}
LIMIT_FACTOR = environment.number("SANAMOST_LIMIT_FACTOR", 100 if DEMONSTRATION else 1)
SESSION_COOKIE_AGE = 24 * 60 * 60
SESSION_IDLE_AGE = 60 * 60  # for whoever belongs to an organisation
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = BEHIND_TLS
SESSION_COOKIE_HTTPONLY = True
SECURE_HSTS_SECONDS = 31_536_000 if BEHIND_TLS else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
ACCOUNT_ADAPTER = "sanamost.web.account.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 10 * 60
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_FORMS = {"request_login_code": "sanamost.web.account.forms.codes.AskForCode"}
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEMONSTRATION or DEBUG
CSRF_FAILURE_VIEW = "sanamost.web.public.pages.form_expired"
LOGIN_URL = "/account/login/"
LOGIN_REDIRECT_URL = "people:home"

LANGUAGE_CODE = "en"
LANGUAGES = [
    ("en", _("English")),
    ("ru", _("Russian")),
    ("zh-hans", _("Simplified Chinese")),
    ("ar", _("Arabic")),
]
LOCALE_PATHS = [CHECKOUT / "locale"]
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_SAMESITE = "Lax"
TIME_ZONE = "Europe/Moscow"
USE_TZ = True
USE_I18N = True

# Absolute: a region's portal under a path of its own shares the files of all.
STATIC_URL = "/static/"
STATIC_ROOT = CHECKOUT / "build" / "static"
STATICFILES_DIRS = [CHECKOUT / "build" / "assets"]
# Hashed names from collectstatic; with DEBUG (and in tests) the files are read where they lie.
STATIC_COLLECTED = not DEBUG
STORAGES = {
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if STATIC_COLLECTED
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = not STATIC_COLLECTED
ICONS = CHECKOUT / "build" / "icons.json"

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = environment.text("SANAMOST_SMTP_HOST", "127.0.0.1")
EMAIL_PORT = environment.number("SANAMOST_SMTP_PORT", 8025)
EMAIL_HOST_USER = environment.text("SANAMOST_SMTP_USER")
EMAIL_HOST_PASSWORD = environment.text("SANAMOST_SMTP_PASSWORD")
EMAIL_USE_TLS = environment.flag("SANAMOST_SMTP_TLS", default=False)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = environment.text("SANAMOST_MAIL_FROM", "Sanamost <no-reply@sanamost.example>")

# The organisation (by its code) whose desk takes in requests that are sent to no other.
INTAKE_DESK = environment.text("SANAMOST_INTAKE_DESK", "intake-desk")
# How old a published rate may be and still be shown to patients, with its day. The demonstration
# carries rates of 2022 and 2024 and says so.
RATE_FRESH_DAYS = environment.number("SANAMOST_RATE_FRESH_DAYS", 36_500 if DEMONSTRATION else 14)

# How links of public pages are looked at (registry/publishing/links.py).
LINK_CHECKER = "sanamost.adapters.outbound.links.check"

# From which age on a price of another country says on every page how old it is.
REFERENCE_PRICE_FRESH_DAYS = environment.number("SANAMOST_REFERENCE_PRICE_FRESH_DAYS", 365)

# Where checkpoints of the audit trail go (docs/guides/operator.md): a directory, an address.
CHECKPOINTS = environment.text("SANAMOST_CHECKPOINTS")
CHECKPOINT_ADDRESS = environment.text("SANAMOST_CHECKPOINT_ADDRESS")
CHECKPOINT_KEY = environment.text("SANAMOST_CHECKPOINT_KEY") or SECRET_KEY

# Files at rest: the key ring, `id:base64` pairs, newest first (docs/guides/operator.md#keys).
FILE_KEYS = environment.names("SANAMOST_FILE_KEYS") or [
    f"local:{postgres.local_secret(HOME, 'file_key')}"
]
FILE_STORE = Path(environment.text("SANAMOST_FILES", str(HOME / "files")))
FILE_STORAGE = "sanamost.adapters.storage.local.LocalStorage"
FILE_SCANNER_ADDRESS = environment.text("SANAMOST_CLAMD")
FILE_SCANNER = "sanamost.adapters.scanning.clamd.Clamd" if FILE_SCANNER_ADDRESS else ""
# Drafts of public texts in other languages, by machine: a class as foundation/languages/translation
# describes it. The demonstration's translates nothing and says so in every line.
TRANSLATOR = environment.text(
    "SANAMOST_TRANSLATOR",
    "sanamost.adapters.translation.rehearsal.Rehearsal" if DEMONSTRATION else "",
)
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"

# Faults and refusals go to the process's own log, by address and exception: what people typed does
# not stand in an address, and no request body is ever logged.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
