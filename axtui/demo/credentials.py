"""Logins that open the imitation and nothing else."""

from typing import Final

AUTOTASK_USERNAME: Final = "axtui-demo@tenant.example"
AUTOTASK_SECRET: Final = "demo-autotask-secret"  # noqa: S105  # invented; opens only the imitation
AUTOTASK_INTEGRATION_CODE: Final = "DEMO0AXTUI0INTEGRATION0CODE"

XERO_CLIENT_ID: Final = "DEMO0AXTUI0XERO0CLIENT0ID000000"
XERO_CLIENT_SECRET: Final = "demo-xero-client-secret"  # noqa: S105  # invented; opens only the imitation
XERO_TENANT_ID: Final = "70784a63-d24b-46a9-a4db-0e70a274b056"
XERO_CONNECTION_ID: Final = "e1eede29-f875-4a5d-8470-17f6a29a88b1"

XERO_PERSONAL_CLIENT_ID: Final = "DEMO0AXTUI0PERSONAL0CLIENT0ID000"
"""The app that people sign in with by browser; it has no secret."""
XERO_REDIRECT: Final = "http://localhost:8742/callback"
XERO_SECOND_TENANT_ID: Final = "0c6d2b5e-7a2f-4f0e-9d3b-5b1f6a9e4c21"
XERO_PRACTICE_ID: Final = "f3a1c9d4-11aa-4d6e-8a77-2c90d5e6b8f0"
