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
    "(newer menus: Organizations & Contacts -> Utilities -> Contact Import). Import each file once; this "
    "report does not know the contacts that an import creates, so make a new one before you export again."
)
UPDATES_WARNING: Final = (
    "Updates change contacts that exist. Autotask cannot roll them back: Import History deletes only what an "
    "import has created. They stand in a file of their own; keep the undo file beside it."
)
"""Said, and accepted, apart from the warning about imports as such."""
UPDATES_FROM_EXPORT: Final = (
    "The rows to update are those of your export {export}, and only the cell of the UDF differs. What has "
    "been changed in Autotask since that export, the import puts back: export just before you import."
)
LEAN_UPDATES: Final = (
    "The updates file has only the columns that name a contact, and the UDF: a column that is not in the "
    "file holds no blank cell that could empty a field. That Autotask takes a contact file with fewer "
    "columns is not documented; it has been seen for organisations. Try one contact first, or give your own "
    "export of these contacts In Import Template Format as the template."
)
NEXT_FOR_REJECTED: Final = (
    "What was rejected: correct it where it stands, in Xero or in Autotask, and make a new report; or add "
    "those contacts in Autotask by hand."
)
UNDO_LIMITS: Final = (
    "The undo file holds the present values in the same form. Whether a blank cell clears a field is not "
    "known: where the UDF is blank at present, an import of the undo file may leave it set."
)
