"""Widgets that more than one screen, or one screen and its tests, use."""
