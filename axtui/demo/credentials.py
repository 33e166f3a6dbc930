"""Logins that open the imitation and nothing else."""

from typing import Final

AUTOTASK_USERNAME: Final = "axtui-demo@tenant.example"
AUTOTASK_SECRET: Final = "demo-autotask-secret"  # noqa: S105  # invented; opens only the imitation
AUTOTASK_INTEGRATION_CODE: Final = "DEMO0AXTUI0INTEGRATION0CODE"

XERO_CLIENT_ID: Final = "DEMO0AXTUI0XERO0CLIENT0ID000000"
XERO_CLIENT_SECRET: Final = "demo-xero-client-secret"  # noqa: S105  # invented; opens only the imitation
XERO_TENANT_ID: Final = "70784a63-d24b-46a9-a4db-0e70a274b056"
XERO_CONNECTION_ID: Final = "e1eede29-f875-4a5d-8470-17f6a29a88b1"
