"""Everything of the app that a report does without; imported when it is asked for, or soon after."""

from axtui.core.rule_outcomes import explanation_of
from axtui.core.trouble import trouble_of
from axtui.services import belongings, reporting
from axtui.services.retention import sweep
from axtui.services.secret_places import withhold
from axtui.tui.acknowledge_words import given_words, not_needed_words
from axtui.tui.acknowledging import Acknowledging
from axtui.tui.config_words import problems_of
from axtui.tui.examining import looking
from axtui.tui.noted_runs import noted_run
from axtui.tui.progress_words import cancelled_words, incomplete_words
from axtui.tui.run import Moment, Run, RunState, run_line
from axtui.tui.run_questions import Asking, retry_question
from axtui.tui.screens.acknowledge import AcknowledgeScreen
from axtui.tui.screens.acknowledged import AcknowledgedScreen
from axtui.tui.screens.changes import ChangesScreen
from axtui.tui.screens.columns import ColumnsScreen
from axtui.tui.screens.config import ConfigScreen
from axtui.tui.screens.doctor import DoctorScreen
from axtui.tui.screens.export import ExportScreen
from axtui.tui.screens.filters import FiltersScreen
from axtui.tui.screens.first_run import FirstRunScreen
from axtui.tui.screens.progress import ProgressScreen
from axtui.tui.screens.row import RowScreen
from axtui.tui.screens.rule import RuleScreen
from axtui.tui.screens.trouble import TroubleScreen
from axtui.tui.screens.verify import VerifyScreen
from axtui.tui.screens.what_if import WhatIfScreen
from axtui.tui.secrets_at_hand import NOT_TYPED, forget_changed, forget_refused, has_secrets
from axtui.tui.signing import sign
from axtui.tui.widgets.ask import AskScreen

__all__ = [
    "NOT_TYPED",
    "AcknowledgeScreen",
    "AcknowledgedScreen",
    "Acknowledging",
    "AskScreen",
    "Asking",
    "ChangesScreen",
    "ColumnsScreen",
    "ConfigScreen",
    "DoctorScreen",
    "ExportScreen",
    "FiltersScreen",
    "FirstRunScreen",
    "Moment",
    "ProgressScreen",
    "RowScreen",
    "RuleScreen",
    "Run",
    "RunState",
    "TroubleScreen",
    "VerifyScreen",
    "WhatIfScreen",
    "belongings",
    "cancelled_words",
    "explanation_of",
    "forget_changed",
    "forget_refused",
    "given_words",
    "has_secrets",
    "incomplete_words",
    "looking",
    "not_needed_words",
    "noted_run",
    "problems_of",
    "reporting",
    "retry_question",
    "run_line",
    "sign",
    "sweep",
    "trouble_of",
    "withhold",
]
