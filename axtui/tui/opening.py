"""What the app needs to open a report; imported right behind the first frame, before everything else."""

from axtui.services.last_reports import LastReport, last_report, last_snapshot, store_report
from axtui.services.views import ViewStore

__all__ = ["LastReport", "ViewStore", "last_report", "last_snapshot", "store_report"]
