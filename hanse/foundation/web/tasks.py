"""Jobs that run in the background."""

from django.utils import timezone
from django_tasks import task

from hanse.foundation.web import jobs
from hanse.foundation.web.actions import retention as keeping
from hanse.foundation.web.models.consents import DataExport
from hanse.foundation.web.personal_data import archive


@task()
def make_export(number: int) -> None:
    """Make the copy of personal data that `number` stands for; nothing if it is gone or made."""
    export = DataExport.objects.select_related("person").filter(pk=number, made=None).first()
    if export is None:
        return
    export.archive = archive(export.person)
    export.made = timezone.now()
    export.save(update_fields=["archive", "made"])


@task()
def retention() -> None:
    """Delete what has been kept long enough; every day."""
    keeping.retention()
    jobs.forget_finished(timezone.now())
