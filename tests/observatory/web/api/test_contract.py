"""The API keeps what its OpenAPI document says: Schemathesis finds nothing."""

from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from django.db import connections
from schemathesis import engine
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import events

from hanse.observatory.warehouse import Edition
from tests.excellence.web.register_rows import make_register

DOCUMENT = "/api/v1/openapi.json"
FEWEST_CHECKED = 3000
_REFUSED = ["400", "401", "403", "404", "405", "406", "414", "422", "429"]


def application() -> Callable[..., Iterable[bytes]]:
    """The site; no thread keeps a connection after an answer, as each is soon another's."""
    site = get_wsgi_application()

    def answer(*request: Any) -> Iterable[bytes]:
        try:
            with closing(site(*request)) as response:
                return [b"".join(response)]
        finally:
            connections.close_all()

    return answer


@pytest.mark.parametrize("seed", [1])
def test_schemathesis_finds_nothing(
    demo_edition: Edition, transactional_db: None, tmp_path: Path, seed: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HANSE_KEYS", str(tmp_path / "keys"))
        make_register()
    config = SchemathesisConfig.from_dict(
        {
            "seed": seed,
            "base-url": "http://localhost",
            "headers": {"Accept-Encoding": "identity"},
            "generation": {"max-examples": 4, "mode": "all"},
            "phases": {"stateful": {"enabled": False}},
            # A wrong list may be so long that the address is refused for that.
            "checks": {"negative_data_rejection": {"expected-statuses": _REFUSED}},
        }
    )
    schema = schemathesis.openapi.from_wsgi(DOCUMENT, application(), config=config)
    failures, errors, checked, answered = [], [], Counter[str](), Counter[int]()
    for event in engine.from_schema(schema).execute():
        if isinstance(event, events.NonFatalError | events.FatalError):
            errors.append(str(event))
        if not isinstance(event, events.ScenarioFinished):
            continue
        for interaction in event.recorder.interactions.values():
            if interaction.response is not None:
                answered[interaction.response.status_code] += 1
        for checks in event.recorder.checks.values():
            for check in checks:
                checked[check.name] += 1
                if check.failure_info is not None:
                    failures.append(
                        f"{event.recorder.label}: {check.failure_info.failure}\n"
                        f"{check.failure_info.code_sample}"
                    )
    assert errors == []
    assert failures == []
    assert checked.total() > FEWEST_CHECKED
    assert answered[200] > 100, "the examples must reach real answers"
    assert {404, 405, 422} <= answered.keys()
    assert answered[500] == 0
