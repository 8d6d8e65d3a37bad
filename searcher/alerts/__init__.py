"""Alerts: saved searches, and the articles that came in for them since."""

from searcher.alerts.store import Alert, AlertHit, Alerts, AlertsError, NameTakenError
from searcher.alerts.telling import after_update, as_line, tell
from searcher.alerts.trying import add_alert, try_alerts

__all__ = [
    "Alert",
    "AlertHit",
    "Alerts",
    "AlertsError",
    "NameTakenError",
    "add_alert",
    "after_update",
    "as_line",
    "tell",
    "try_alerts",
]
