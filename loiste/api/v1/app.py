"""The API put together: its keys, its routers, its errors, its description."""

import json
from typing import Any

from django.http import HttpRequest
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from ninja.parser import Parser

from loiste.api.v1 import accounts, contacts, export, metrics, renewals, signals, subscriptions
from loiste.api.v1.described import DESCRIPTION, completed
from loiste.api.v1.keys import Bearer
from loiste.api.v1.problems import Wrong, no_text, tell


class Bodies(Parser):
    """JSON in UTF-8; what could not be written down again is refused here."""

    def parse_body(self, request: HttpRequest) -> Any:
        try:
            found = json.loads(request.body)
            json.dumps(found, ensure_ascii=False).encode()
        except UnicodeEncodeError as error:
            raise no_text() from error
        except (ValueError, RecursionError) as error:
            raise Wrong(400, "no_json", "The body is not JSON.") from error
        return found


class Api(NinjaAPI):
    """With a description that also tells of every error."""

    def get_openapi_schema(self, **more: Any) -> OpenAPISchema:
        return completed(super().get_openapi_schema(**more))


api = Api(
    title="Loiste", version="1", description=DESCRIPTION, auth=Bearer(), parser=Bodies(), docs_url=None,
    urls_namespace="api",
)  # fmt: skip
tell(api)
for path, router in (
    ("accounts", accounts.router), ("contacts", contacts.router), ("subscriptions", subscriptions.router),
    ("renewals", renewals.router), ("signals", signals.router), ("export", export.router), ("", metrics.router),
):  # fmt: skip
    api.add_router(path, router)
