import signal

from django.core.management.base import BaseCommand

from outbox.relay import Relay


class Command(BaseCommand):
    help = "Hand ready jobs to the workers, take back lost ones, and insert what schedules ask for."

    def handle(self, *args: object, **options: object) -> None:
        relay = Relay()
        signal.signal(signal.SIGTERM, relay.stop)
        signal.signal(signal.SIGINT, relay.stop)
        relay.run()
