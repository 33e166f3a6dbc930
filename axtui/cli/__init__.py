"""The headless door: commands, their output forms and exit codes."""
