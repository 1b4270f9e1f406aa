"""Which edition a page reads, and the editions this process holds open."""

from collections import OrderedDict
from threading import Lock
from typing import Final

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from hanse.foundation.home import editions_folder
from hanse.foundation.problems import HanseError
from hanse.observatory.warehouse import Edition, Reader, Shelf

_HELD: Final = 4
_readers: OrderedDict[Edition, Reader] = OrderedDict()
_lock = Lock()


class NothingPublished(Http404):
    """There is no current edition, so that there are no figures to show."""


def shelf() -> Shelf:
    """The shelf of editions of this installation."""
    return Shelf(editions_folder())


def reader_for(request: HttpRequest) -> Reader:
    """The edition that `?edition=` names, or the current one.

    Raises `NothingPublished` without a current one, and `Http404` for a name that there is not.
    """
    name = request.GET.get("edition", "")
    try:
        return held_open(shelf().edition(name))
    except HanseError as problem:
        # Where the shelf lies, and which command fills it, is nothing for readers.
        if not name:
            raise NothingPublished(
                _("This site has no figures yet: no edition has been published.")
            ) from problem
        raise Http404(f"{problem.what} {problem.remedy}".strip()) from problem


def held_open(edition: Edition) -> Reader:
    """The one `Reader` of this process for `edition`; the least used of several is let go."""
    with _lock:
        reader = _readers.pop(edition, None) or Reader(edition)
        _readers[edition] = reader
        while len(_readers) > _HELD:
            _readers.popitem(last=False)
    return reader
