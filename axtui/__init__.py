"""axtui: which Autotask companies will not reach the right Xero customer, why, and what to do about it."""

__version__ = "0.1.0"
