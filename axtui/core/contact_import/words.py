"""What has to be said about an import file, in words that both doors show."""

from typing import Final

READING_OF_FORMAT: Final = (
    "The columns and the encoding are our reading of Autotask's Contact Import format. Before you import, "
    "compare the first line of the file with the template that your Autotask offers (Contact Import -> "
    "Import -> Download import template)."
)
BULK_IMPORT_WARNING: Final = (
    "Warning: Bulk imports of data into Autotask has the ability to make major system changes, please "
    "familiarise yourself with the Autotask rollback feature. It is your responsibility to verify that the "
    "output file is correct."
)
"""Word for word as the hosted report shows it (PRODUCT.md section 4)."""
ROLLBACK_LIMITS: Final = (
    "Contacts created by an import can be deleted from Import History unless they are in use by then; "
    "updates made by an import cannot be rolled back."
)
NEXT_STEPS: Final = (
    "Next step, in Autotask: Admin -> Features & Settings -> Contact Import "
    "(newer menus: Organizations & Contacts -> Utilities -> Contact Import)."
)
