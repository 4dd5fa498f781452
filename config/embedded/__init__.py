"""Real PostgreSQL and Valkey from their wheels, with data under var/, for machines that have neither.

`running.servers` is the door; docs/adr/0001-embedded-servers.md says why it is built this way.
"""
