"""Settings, chosen by environment variables; without any, one machine with no server to start.

docs/configuration.md lists every variable; a test keeps the list whole.
"""

from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

import environ
from celery.schedules import crontab
from csp.constants import NONCE, NONE, SELF
from django.urls import reverse_lazy

from portraits.installation import zone
from portraits.installation.home import secret

env = environ.FileAwareEnv()  # a name with _FILE behind it: the file to read it from
BASE_DIR = Path(__file__).resolve().parent.parent
HOME = Path(env.str("LIKENESS_HOME", default=str(BASE_DIR / "var"))).resolve()
HOME.mkdir(mode=0o700, parents=True, exist_ok=True)

# --- who may reach it -------------------------------------------------------------------------------------------------
DEBUG = env.bool("LIKENESS_DEBUG", default=False)
SECRET_KEY = env.str("LIKENESS_SECRET_KEY", default="").strip() or secret(HOME / "keys" / "django.key")
ALLOWED_HOSTS = env.list("LIKENESS_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("LIKENESS_ORIGINS", default=[])
BEHIND_TLS = env.bool("LIKENESS_TLS", default=False)
SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BEHIND_TLS
SECURE_HSTS_SECONDS = 31_536_000 if BEHIND_TLS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = BEHIND_TLS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_TLS else None
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "DENY"
SITE_URL = env.str("LIKENESS_SITE_URL", default="http://127.0.0.1:8000")

# --- what it is made of -----------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "accounts",
    "policies",
    "generation",
    "portraits",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "accounts.single_sign_on.oidc",
    *(["allauth.socialaccount.providers.saml"] if find_spec("onelogin") else []),  # the extra `saml`
    "allauth.usersessions",
    "axes",
    "csp",
    "django_celery_beat",
    "django_filters",
    "django_htmx",
]
MIDDLEWARE = [
    "portraits.installation.tracing.RequestIds",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "portraits.views.plain_text.PlainTextMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "portraits.views.sign.closed.BoundSessions",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "portraits.urls"
WSGI_APPLICATION = "portraits.wsgi.application"
ASGI_APPLICATION = "portraits.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"  # the list of errors is our own
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- rows -------------------------------------------------------------------------------------------------------------
DATABASES = {"default": env.db("LIKENESS_DATABASE", default=f"sqlite:///{HOME / 'likeness.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA foreign_keys=ON;PRAGMA secure_delete=ON;"
        ),
    }
# Sign-in throttling counts over all processes: the database is the one cache that every machine of ours shares.
CACHES = {"default": env.cache("LIKENESS_CACHE", default="dbcache://likeness_cache")}

# --- files ------------------------------------------------------------------------------------------------------------
MEDIA_ROOT = HOME / "media"
STATIC_URL = "static/"
STATIC_ROOT = HOME / "static"


def _private(bucket: str, folder: Path) -> dict[str, object]:
    """A bucket where one is named, a folder otherwise."""
    if not bucket:
        return {"BACKEND": "portraits.installation.storage.PrivateStorage", "OPTIONS": {"location": str(folder)}}
    endpoint = env.str("LIKENESS_S3_ENDPOINT", default="") or None
    return {
        "BACKEND": "portraits.installation.bucket.PrivateBucket",
        "OPTIONS": {"bucket_name": bucket, "endpoint_url": endpoint},
    }


# `keys` holds the half of each person's key whose loss is meant to be final: it belongs into no backup of the others.
KEYS_DIR = Path(env.str("LIKENESS_KEYS_DIR", default=str(HOME / "keys" / "people")))
STORAGES = {
    "default": _private(env.str("LIKENESS_MEDIA_BUCKET", default=""), MEDIA_ROOT),
    "keys": _private(env.str("LIKENESS_KEYS_BUCKET", default=""), KEYS_DIR),
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = DEBUG
# Days that a selfie is kept after it was compared; 0: its bytes go right after the check (compute, compare, discard).
SELFIE_DAYS = env.int("LIKENESS_SELFIE_DAYS", default=30)
RETENTION_FILE = env.str("LIKENESS_RETENTION_FILE", default="")  # in place of policies/packs/retention
EXPORT_DAYS = env.int("LIKENESS_EXPORT_DAYS", default=7)
UPLOAD_MAX_BYTES = env.int("LIKENESS_UPLOAD_MAX_BYTES", default=25 * 1024 * 1024)
PICTURES_PER_DAY = env.int("LIKENESS_PICTURES_PER_DAY", default=30)
UPLOAD_MAX_PIXELS = env.int("LIKENESS_UPLOAD_MAX_PIXELS", default=64_000_000)
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
VERIFY_A_MINUTE = env.int("LIKENESS_VERIFY_A_MINUTE", default=30)

# --- people -----------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = reverse_lazy("home")
LOGOUT_REDIRECT_URL = reverse_lazy("account_login")
ACCOUNT_ADAPTER = "accounts.access.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "reset_password": "10/h/ip,3/h/key"}
# A second step: an app's codes or a passkey, with codes on paper for the day neither is at hand.
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Likeness"
MFA_TOTP_TOLERANCE = 1  # telephones whose clock is half a minute off
MFA_ALLOW_UNVERIFIED_EMAIL = True  # nobody signs up: an address is the organisation's word
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_FORMS = {
    "add_webauthn": "accounts.passkeys.AddPasskeyForm",
    "authenticate_webauthn": "accounts.passkeys.UsePasskeyForm",
    "login_webauthn": "accounts.passkeys.SignInByPasskeyForm",
    "reauthenticate_webauthn": "accounts.passkeys.ReauthenticateByPasskeyForm",
}
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG
# An organisation's own sign-in: which, is rows (accounts.OwnSignIn); how, is fixed here.
SOCIALACCOUNT_ADAPTER = "accounts.single_sign_on.adapter.OwnSignInAdapter"
SOCIALACCOUNT_LOGIN_ON_GET = True  # a form may send its answer here alone (form-action), so that it begins by a link
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True}}
OWN_SIGN_IN_PAGE = "console:own_sign_in"  # where its owner comes back to after trying it
# Hosts of providers that lie inside the installation's own network; all others must be reachable by all the world.
SIGN_IN_INSIDE = frozenset(env.list("LIKENESS_SIGN_IN_INSIDE", default=[]))
SIGN_IN_SECRETS = dict(pair.split(":", 1) for pair in env.list("LIKENESS_SIGN_IN_SECRETS", default=[]))
INVITATION_DAYS = env.int("LIKENESS_INVITATION_DAYS", default=7)
INVITATIONS_OPEN = env.int("LIKENESS_INVITATIONS_OPEN", default=200)
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_FORM_FIELD = "login"
AXES_VERBOSE = False
AXES_CLIENT_IP_CALLABLE = "accounts.client_address.client_address"
AXES_LOCKOUT_TEMPLATE = "account/lockout.html"
globals().update(env.email_url("LIKENESS_EMAIL", default="consolemail://"))
EMAIL_TIMEOUT = 20  # seconds: somebody waits for the page that sends a letter
DEFAULT_FROM_EMAIL = env.str("LIKENESS_EMAIL_FROM", default=f"Likeness <likeness@{urlsplit(SITE_URL).hostname}>")

# --- keys -------------------------------------------------------------------------------------------------------------
# "id:secret" pairs, the first one wraps new keys; the older ones still open what they wrapped.
MASTER_KEYS = [pair.strip() for pair in env.list("LIKENESS_MASTER_KEYS", default=[])] or [
    f"local:{secret(HOME / 'keys' / 'master.key')}"
]
# Chains the audit events. It is never rotated away: with another one, every event would look forged.
AUDIT_KEY = env.str("LIKENESS_AUDIT_KEY", default="").strip() or secret(HOME / "keys" / "audit.key")
# Where the chain stood, day by day, signed: keep a copy of this file where the database's superuser cannot write.
AUDIT_ANCHORS_FILE = Path(env.str("LIKENESS_AUDIT_ANCHORS_FILE", default=str(HOME / "audit" / "anchors.jsonl")))
CREDENTIALS_DIR = Path(env.str("LIKENESS_CREDENTIALS_DIR", default=str(HOME / "keys" / "credentials")))
# Signs for organisations whose key lies in a key service: dotted path of a function (slug, bytes) -> signature.
SIGNING_CALLBACK = env.str("LIKENESS_SIGNING_CALLBACK", default="")

# --- jobs -------------------------------------------------------------------------------------------------------------
CELERY_BROKER_URL = env.str("LIKENESS_BROKER", default="filesystem://localhost//")
QUEUE_DIR = HOME / "queue"
if CELERY_BROKER_URL.startswith("filesystem:"):
    for folder in ("messages", "control"):
        (QUEUE_DIR / folder).mkdir(parents=True, exist_ok=True)
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(QUEUE_DIR / "messages"),
        "data_folder_out": str(QUEUE_DIR / "messages"),
        "control_folder": str(QUEUE_DIR / "control"),
        "polling_interval": 0.2,
    }
elif CELERY_BROKER_URL.startswith("redis"):
    # The visibility timeout lies above the longest time limit, or a running job is handed out a second time.
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "visibility_timeout": 3600,
        "unacked_restore_interval": 10,
        "unacked_restore_throttle": 1,
    }
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SOFT_TIME_LIMIT = 15 * 60
CELERY_TASK_TIME_LIMIT = 18 * 60
CELERY_TASK_DEFAULT_QUEUE = "default"
CELERY_TASK_CREATE_MISSING_QUEUES = True
CELERY_TASK_ROUTES = {"portraits.tasks.measure_photo": {"queue": "faces"}}  # a render's queue is its recipe's
CELERY_WORKER_LOST_WAIT = 1  # seconds for the result of a killed process, of which there is none: rows are the truth
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_SEND_TASK_EVENTS = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BEAT_SCHEDULER = "django_celery_beat.schedulers:DatabaseScheduler"
WATCH_SECONDS = env.int("LIKENESS_WATCH_SECONDS", default=1800)
SWEEP_SECONDS = env.int("LIKENESS_SWEEP_SECONDS", default=10)
CELERY_BEAT_SCHEDULE = {
    "queue again what was lost": {"task": "portraits.tasks.sweep_jobs", "schedule": SWEEP_SECONDS},
    "what may be kept no longer": {
        "task": "portraits.tasks.keep_no_longer",
        "schedule": crontab(hour="2", minute="40"),
    },
    # More often than daily, though a day's checks are done once: a day that was missed is caught up soon after the start.
    "age and drift checks": {"task": "portraits.tasks.watch_portraits", "schedule": WATCH_SECONDS},
}
LEASE_SECONDS = env.int("LIKENESS_LEASE_SECONDS", default=60)
ANNOUNCE_SECONDS = env.int("LIKENESS_ANNOUNCE_SECONDS", default=120)
JOB_ATTEMPTS = env.int("LIKENESS_JOB_ATTEMPTS", default=4)


# --- renders ----------------------------------------------------------------------------------------------------------
def _by_queue(variable: str) -> list[list[str]]:
    """`queue=value` pairs separated by commas."""
    return [pair.split("=", 1) for pair in env.list(variable, default=[])]


# Queues of models that some worker serves; recipes of the others are not offered.
RENDER_QUEUES = frozenset(env.list("LIKENESS_RENDER_QUEUES", default=[]))
RENDER_LIMITS: dict[str, int] = {
    "default": 600,
    "render.flux": 900,
    "render.qwen": 1800,
    "render.sdxl": 900,
    **{queue: int(seconds) for queue, seconds in _by_queue("LIKENESS_RENDER_LIMITS")},
}
STAY_JOBS = env.int("LIKENESS_STAY_JOBS", default=8)
STAY_SECONDS = env.int("LIKENESS_STAY_SECONDS", default=120)
GPUS = env.list("LIKENESS_GPUS", default=[])
# What a second of a worker costs, by queue, and how many runs may be asked for; 0 is no limit.
SECOND_PRICES = {queue: float(price) for queue, price in _by_queue("LIKENESS_SECOND_PRICES")}
CURRENCY = env.str("LIKENESS_CURRENCY", default="EUR")
PHOTOGRAPHER_PRICE = env.float("LIKENESS_PHOTOGRAPHER_PRICE", default=0.0)  # of one person's sitting
RUNS_PER_PERSON = (
    env.int("LIKENESS_PERSON_RUNS_A_DAY", default=5),
    env.int("LIKENESS_PERSON_RUNS_A_MONTH", default=20),
)
# How many real photos a picture is held against at least, and how old the newest may be; 0 days is no limit.
REFERENCES_LEAST = env.int("LIKENESS_REFERENCES_LEAST", default=1)
REFERENCES_DAYS = env.int("LIKENESS_REFERENCES_DAYS", default=1)
REFERENCES_WITHIN_DAYS = env.int("LIKENESS_REFERENCES_WITHIN_DAYS", default=0)
RUNS_PER_ORGANISATION = (
    env.int("LIKENESS_ORGANISATION_RUNS_A_DAY", default=0),
    env.int("LIKENESS_ORGANISATION_RUNS_A_MONTH", default=0),
)

# --- models of the diffusion engine -----------------------------------------------------------------------------------
MODELS_DIR = Path(env.str("LIKENESS_MODELS_DIR", default=str(HOME / "models")))
ALLOW_NONCOMMERCIAL = env.bool("LIKENESS_ALLOW_NONCOMMERCIAL", default=False)
NONCOMMERCIAL_REASON = env.str("LIKENESS_NONCOMMERCIAL_REASON", default="").strip()
NONCOMMERCIAL = NONCOMMERCIAL_REASON if ALLOW_NONCOMMERCIAL else ""

# --- what judges ------------------------------------------------------------------------------------------------------
# An installation's own limits, as `calibrate` writes them, before the shipped ones.
THRESHOLDS_FILE = Path(path) if (path := env.str("LIKENESS_THRESHOLDS", default="")) else None
# Encoders whose templates are kept of every new picture, beside those that limits in use were measured with.
ENCODERS = frozenset(env.list("LIKENESS_ENCODERS", default=[]))

# --- where portraits go -----------------------------------------------------------------------------------------------
LABEL_FONT = Path(font) if (font := env.str("LIKENESS_LABEL_FONT", default="")) else None
OUTBOX_DIR = Path(env.str("LIKENESS_OUTBOX_DIR", default=str(HOME / "outbox")))

# --- what a browser may do --------------------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "blob:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    },
}
PERMISSIONS_POLICY: dict[str, list[str]] = {"camera": ["self"], "microphone": [], "geolocation": []}

# --- words and numbers ------------------------------------------------------------------------------------------------
LANGUAGE_CODE = "en"  # the pages: a browser of another language gets no half-translated ones
LANGUAGES = [("en", "English")]
TIME_ZONE = CELERY_TIMEZONE = zone.known(env.str("LIKENESS_TIME_ZONE", default="UTC"))
USE_TZ = True

# --- log --------------------------------------------------------------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {
            "()": "structlog.stdlib.ProcessorFormatter",
            "processors": "ext://portraits.installation.logs.PROCESSORS",
        },
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": env.str("LIKENESS_LOG_LEVEL", default="WARNING")},
    "loggers": {"likeness": {"level": env.str("LIKENESS_LOG_LEVEL", default="INFO")}},
}
SILENCED_SYSTEM_CHECKS: list[str] = []
