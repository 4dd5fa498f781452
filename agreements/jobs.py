"""Each night the register's head leaves the database: a chain alone cannot show that its tail was cut."""

from agreements import chain
from outbox.models import Job
from outbox.registry import scheduled


@scheduled("agreements.keep_head", cron="0 17 * * *")
def keep_head(job: Job) -> None:
    """Verify first: a new head must not vouch for a changed register."""
    if broken := chain.find_break():
        raise RuntimeError(f"the register does not hold at entry {broken.event_id}: {broken.reason}")
    chain.keep_head()
