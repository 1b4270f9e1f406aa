"""Which edition a page reads, and the editions this process holds open."""

from collections import OrderedDict
from threading import Lock
from typing import Final

from django.http import Http404, HttpRequest

from hanse.foundation.home import editions_folder
from hanse.foundation.problems import HanseError
from hanse.observatory.warehouse import Edition, Reader, Shelf

_HELD: Final = 4
_readers: OrderedDict[Edition, Reader] = OrderedDict()
_lock = Lock()


def shelf() -> Shelf:
    """The shelf of editions of this installation."""
    return Shelf(editions_folder())


def reader_for(request: HttpRequest) -> Reader:
    """The edition that `?edition=` names, or the current one. Raises `Http404` for neither."""
    try:
        return held_open(shelf().edition(request.GET.get("edition", "")))
    except HanseError as problem:
        raise Http404(str(problem)) from problem


def held_open(edition: Edition) -> Reader:
    """The one `Reader` of this process for `edition`; the least used of several is let go."""
    with _lock:
        reader = _readers.pop(edition, None) or Reader(edition)
        _readers[edition] = reader
        while len(_readers) > _HELD:
            _readers.popitem(last=False)
    return reader
