"""The site's settings for tests: a data folder of their own, plain assets, quick passwords."""

import atexit
import os
import shutil
import tempfile

_home = tempfile.mkdtemp(prefix="hanse-tests-")
atexit.register(shutil.rmtree, _home, ignore_errors=True)
os.environ["HANSE_HOME"] = _home
for _name in [name for name in os.environ if name.startswith("HANSE_") and name != "HANSE_HOME"]:
    del os.environ[_name]

from hanse.site.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
KEEP_PAGES_MEBIBYTES = 0  # Tests put other figures behind the same address.
