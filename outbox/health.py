"""Whether this installation can do its work: what /readyz says."""

from dataclasses import asdict, dataclass

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from outbox.heartbeats import RELAY, WORKER, seconds_since
from outbox.models import Job

OLDEST_JOB_SECONDS = 300
RELAY_SECONDS = 30


@dataclass(frozen=True)
class Readiness:
    migrations_pending: int
    oldest_job_seconds: float
    relay_seconds: float | None
    worker_seconds: float | None
    dead_jobs: int

    @property
    def is_ready(self) -> bool:
        return (
            not self.migrations_pending
            and self.oldest_job_seconds <= OLDEST_JOB_SECONDS
            and self.relay_seconds is not None
            and self.relay_seconds <= RELAY_SECONDS
        )

    def as_json(self) -> dict[str, object]:
        return {"ready": self.is_ready, **asdict(self)}


def read_readiness() -> Readiness:
    """Raises OperationalError when there is no database."""
    executor = MigrationExecutor(connection)
    pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    oldest = Job.objects.ready().order_by("not_before").values_list("not_before", flat=True).first()
    return Readiness(
        migrations_pending=len(pending),
        oldest_job_seconds=(timezone.now() - oldest).total_seconds() if oldest else 0.0,
        relay_seconds=seconds_since(RELAY),
        worker_seconds=seconds_since(WORKER),
        dead_jobs=Job.objects.dead().count(),
    )
