"""What to write in a program so that its events come here, per client."""

from dataclasses import dataclass

KEY = "YOUR_WRITE_KEY"


@dataclass(frozen=True)
class Snippet:
    id: str
    name: str
    install: str
    text: str


def snippets(url: str, key: str) -> list[Snippet]:
    """`url`: this installation's address without a slash at its end; `key`: "" where it is not known any more."""
    return [
        Snippet(name, title, install, text.replace("LOISTE_URL", url).replace(KEY, key or KEY))
        for name, title, install, text in (
            ("segment-python", "Segment Python", "pip install segment-analytics-python", SEGMENT_PYTHON),
            ("segment-node", "Segment Node", "npm install @segment/analytics-node", SEGMENT_NODE),
            ("posthog-python", "PostHog Python", "pip install posthog", POSTHOG_PYTHON),
            ("curl", "curl", "", CURL),
        )
    ]


SEGMENT_PYTHON = """\
import segment.analytics as analytics

analytics.host = "LOISTE_URL"
analytics.write_key = "YOUR_WRITE_KEY"

analytics.identify("user-1", {"email": "user@example.com"})
analytics.track("user-1", "Report Opened", context={"groupId": "account-1"})
analytics.flush()"""
SEGMENT_NODE = """\
import { Analytics } from "@segment/analytics-node";

const analytics = new Analytics({ host: "LOISTE_URL", writeKey: "YOUR_WRITE_KEY" });

analytics.identify({ userId: "user-1", traits: { email: "user@example.com" } });
analytics.track({ userId: "user-1", event: "Report Opened", context: { groupId: "account-1" } });
await analytics.closeAndFlush();"""
POSTHOG_PYTHON = """\
from posthog import Posthog

posthog = Posthog("YOUR_WRITE_KEY", host="LOISTE_URL")

posthog.capture("Report Opened", distinct_id="user-1", groups={"company": "account-1"})
posthog.shutdown()"""
CURL = """\
curl LOISTE_URL/v1/track -u YOUR_WRITE_KEY: -H "Content-Type: application/json" \\
  -d '{"userId": "user-1", "event": "Report Opened", "context": {"groupId": "account-1"}}'"""
