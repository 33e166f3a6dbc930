"""What the screens of acknowledged rows ask of the file, for one report; every method blocks."""

from dataclasses import dataclass

from axtui.core.acknowledgements import Standings, standings_in
from axtui.core.errors import DataError
from axtui.core.models import CompanyId
from axtui.core.report import Report, Row
from axtui.services.acknowledgement_file import AcknowledgementFile
from axtui.services.acknowledging import acknowledgement_for, day_typed, today
from axtui.services.config_values import Profile
from axtui.services.surroundings import Surroundings


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledging:
    """A report, and the file of its profile."""

    report: Report
    profile: Profile
    surroundings: Surroundings

    def standings(self) -> tuple[Standings, ...]:
        """Hold what is acknowledged against the report; DataError where the file cannot be used."""
        kept = self._file.load()
        if kept.problems:
            raise DataError(" ".join(kept.problems), hint="All rows are shown meanwhile.")
        return standings_in(self.report, kept.acknowledgements, today(self.surroundings.now()))

    def standing_of(self, company: CompanyId) -> Standings | None:
        """Return what is acknowledged of a company, in force or not."""
        return next((each for each in self.standings() if each.acknowledgement.company_id == company), None)

    def put(self, row: Row, reason: str, until: str) -> None:
        """Acknowledge a row until a day as it was typed."""
        day = day_typed(until, now=self.surroundings.now())
        given = acknowledgement_for(row, reason=reason, until=day, surroundings=self.surroundings)
        self._file.put(given)

    def take_back(self, company: CompanyId) -> None:
        """Let the row of a company be shown again."""
        self._file.take_back(company)

    @property
    def _file(self) -> AcknowledgementFile:
        return AcknowledgementFile.of(self.profile, self.surroundings)
