"""Who suits whom, and why: numpy and OR-tools only, no Django. docs/matching.md explains it in words."""

ENGINE_VERSION = "2026.11.3"
