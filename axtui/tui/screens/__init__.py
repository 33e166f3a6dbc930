"""One module per screen; no screen knows another."""
