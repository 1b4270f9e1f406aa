"""Jobs of Excellence that run in the background, once a day; each can be done twice."""

from django.utils import timezone
from django_tasks import task

from hanse.excellence.web.actions import certificates, labels


@task()
def labels_age() -> None:
    """Let labels expire and lapse, and remind their holders."""
    labels.labels_age(on=timezone.localdate())


@task()
def certificates_remind() -> None:
    """Remind holders of certificates that end."""
    certificates.certificates_remind(on=timezone.localdate())
