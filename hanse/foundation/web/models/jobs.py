"""What has been put in the queue for each day."""

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class DailyJob(models.Model):
    """That a job was put in the queue for a day; one row a job and day, whoever asks first."""

    job = models.CharField(_("job"), max_length=200)
    day = models.DateField(_("day"))
    queued = models.DateTimeField(_("queued"), default=timezone.now)

    class Meta:
        verbose_name = _("daily job")
        verbose_name_plural = _("daily jobs")
        ordering: ClassVar = ["-day", "job"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["job", "day"], name="a_job_once_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.job} {self.day}"
