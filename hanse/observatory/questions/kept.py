"""Answers kept for the next reader: an edition never changes, so neither do they."""

from collections import OrderedDict
from collections.abc import Callable
from functools import wraps
from threading import Lock
from typing import Concatenate, ParamSpec, TypeVar

from hanse.observatory.warehouse import Askable

_P = ParamSpec("_P")
_T = TypeVar("_T")

_Question = Callable[Concatenate[Askable, _P], _T]


def kept(most: int) -> Callable[[_Question[_P, _T]], _Question[_P, _T]]:
    """A decorator for questions: the `most` latest answers stay, by edition and arguments.

    For answers that take long and are small. The arguments are hashable; the answer is not to be
    changed. `question.forget()` lets them all go. Who asks the same at once waits for that answer.
    """

    def decorate(question: _Question[_P, _T]) -> _Question[_P, _T]:
        answers: OrderedDict[object, _T] = OrderedDict()
        asked: dict[object, Lock] = {}
        lock = Lock()

        @wraps(question)
        def ask(edition: Askable, /, *args: _P.args, **named: _P.kwargs) -> _T:
            key = (edition.id, args, tuple(sorted(named.items())))
            with lock:
                if key in answers:
                    answers.move_to_end(key)
                    return answers[key]
                turn = asked.setdefault(key, Lock())
            with turn:
                with lock:
                    if key in answers:
                        return answers[key]
                try:
                    answer = question(edition, *args, **named)
                    with lock:
                        answers[key] = answer
                        while len(answers) > most:
                            answers.popitem(last=False)
                finally:
                    with lock:
                        asked.pop(key, None)
            return answer

        ask.forget = answers.clear  # type: ignore[attr-defined]
        return ask

    return decorate
