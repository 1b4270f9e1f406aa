"""Who may run a training."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from hanse.excellence.web.models.sessions import TrainingSession
from hanse.foundation.web.models.people import User


def require_running(by: User, session: TrainingSession) -> None:
    """Raise `PermissionDenied` unless `by` runs the session."""
    if not TrainingSession.objects.editable_by(by).filter(pk=session.pk).exists():
        raise PermissionDenied(_("This training is run by others."))
