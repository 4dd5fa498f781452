#!/usr/bin/env python
"""Django's command line for Otagai; starts the embedded servers for commands that need them."""

import os
import sys

from django.core.management import execute_from_command_line

from config.servers import ensure_servers, needs_servers

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    if needs_servers(sys.argv):
        ensure_servers()
    execute_from_command_line(sys.argv)
