"""What the command line's help says beside the flags: what a command is for, and examples that work."""

from typing import Final

APP: Final = """\
Finds every Autotask company that will not reach the right Xero customer, says
why, and writes the Contact Import CSV. It never writes to Autotask or Xero.
Without a command it opens the terminal app."""

APP_EXAMPLES: Final = """\
examples:
  axtui --demo                      look round with invented data
  axtui --profile acme --filter "not found"
  axtui report --demo --note link   the same report, printed
  axtui COMMAND --help              flags and examples of one command

Without a terminal, or with TERM=dumb, `axtui` prints the report instead of
opening the app."""

REPORT_EXAMPLES: Final = """\
examples:
  axtui report --demo
  axtui report --profile acme --note "no match" --note "not found"
  axtui report --profile acme --format csv > report.csv
  axtui report --profile acme --format html > report.html
  axtui report --cached --format markdown --redact --note ambiguous
  axtui report --format jsonl --cached | jq -r .company
  axtui report --cached --note "no match" --suggest
  axtui report --profile acme --fail-on any > report.txt
  axtui report --profile acme --fail-on new
  axtui report --profile acme --full --accept-cost
  axtui report --profile acme --resume
  axtui report --profile acme --no-cache --log run.log

The printed rows are those that pass --filter and --note; --fail-on looks at
those alone and ends with 1. Other exit codes than 0 and 1 are failures.

--fail-on new prints only rows that are a problem and were none in the run that
it told of last under the same rule and settings, or in a complete one since:
new ones, and ones that came back. Nothing counts as new in the first such run.
Each row is told at least once: twice after a kill, never lost. Each --filter
and --note is told apart.

A run reads what has changed since the last one, and everything once a day or
with --full. An interrupted run is continued: within an hour by itself, after
that with --resume. A run that would take more than a fifth of the Autotask
requests that are left for this hour does not begin without --accept-cost.

Markdown and HTML are documents for others: a summary, then the rows, worst note
first. --redact prints stand-ins for names, addresses, numbers and ids, the same
for the same value in every run of the profile on this host.

--suggest adds up to three similar customers to each row without a match: a line
each in the table, a column in CSV, "suggestions" in JSON. Nothing is applied.

Table and CSV are for reading, and the CSV is safe to open in a spreadsheet;
the file to import comes from `axtui export`."""

EXPORT_EXAMPLES: Final = """\
examples:
  axtui export --demo --out contacts.csv --accept-bulk-import-warning
  axtui export --profile acme --accept-bulk-import-warning
  axtui export --cached --filter "pty ltd" --accept-bulk-import-warning
  axtui export --template template.csv --review --accept-bulk-import-warning

Writes the Link rows that pass --filter, one new contact each. A template of
your own, as Autotask offers it for download, gives the file its columns, words
and encoding; without one they are our reading of the format.

Contacts that exist already are left out. --include-updates writes them into a
second file, which changes them: Autotask cannot roll that back, so it needs
--accept-updates-cannot-be-undone as well. With an export In Import Template
Format as the template its rows are taken, and only the UDF differs. What they
hold now stands in an undo file.

stdout has the path of each file to import, one a line: what creates contacts
before what updates them. All else goes to stderr. Beside NAME.csv stand, as
needed, NAME-updates.csv, NAME-undo.csv, NAME-rejects.csv, NAME-review.csv and
NAME.manifest.json, which `axtui verify` takes after the import. Either all of
them are written or none. Ends with 1 when rows were rejected.

`axtui report --help` says how both systems are read, and what --full, --resume
and --accept-cost do."""

VERIFY_EXAMPLES: Final = """\
examples:
  axtui verify axtui-acme-20261122-1403.manifest.json
  axtui verify contacts.manifest.json --format csv > verified.csv
  axtui verify contacts.manifest.json --format jsonl | jq -r .outcome

To be run after the import. Reads the contacts of the companies in the file,
writes nothing, and says of every row whether it is as the file asked: created
or updated; or there without the UDF value, missing, there twice, or changed.
For what went wrong, stderr says what can be taken back in Autotask, and how.

Reads with the profile that the file was exported with; --profile may name no
other. Ends with 1 when a row is not as the file asked. The table shows what is
said of those rows; the other forms say it of every row."""

COMPARE_EXAMPLES: Final = """\
examples:
  axtui compare
  axtui compare --profile acme --since 7d
  axtui compare --run 3 --filter "pty ltd"
  axtui compare --format jsonl | jq -r 'select(.change == "new") | .company'
  axtui compare --fail-on new

Holds the last run against an earlier one: which rows are new, came back, have
another note or customer, were renamed on one side only, are fixed, or gone.
Asks nothing over the network: it reads what runs have noted, which is ids,
notes and hashes. Names come from the report that is kept.

Only complete runs under the same rule and settings are compared; those of the
last hundred runs are remembered."""

CHECK_EXAMPLES: Final = """\
examples:
  axtui check
  axtui check --profile acme
  axtui check --profile acme --retry-auth

A login that Autotask refused is not sent again until it is changed in the
configuration: repeated, it locks the API user. --retry-auth sends it once more.

Ends with 1 when a side fails, with 78 when the configuration does."""

PURGE_EXAMPLES: Final = """\
examples:
  axtui purge --dry-run
  axtui purge
  axtui purge --profile acme
  axtui purge --all

Removes kept reports, what interrupted runs have left, searches and saved
filters, crash reports, the list of last runs and what they are compared by,
refused logins, the pace that runs share, and the demo's reports; with
--profile, those of one profile. --all removes the Xero logins of people as
well, without telling Xero. The configuration, acknowledged rows, import files
and logs stay.

Looks again afterwards, and ends with 0 only if nothing is left; with 69, and
nothing removed, while another axtui is at work there."""

DOCTOR_EXAMPLES: Final = """\
examples:
  axtui doctor
  axtui doctor --profile acme
  axtui doctor --json | jq .problems

Versions, paths, terminal, proxies and certificates, every setting with where it
came from, the last runs and what is left of limits; what needs a look stands
first. Asks nothing over the network, and runs no secret command.

Can be pasted into a ticket: secrets, e-mail addresses and names of customers
are left out; names of profiles are not. Ends with 1 when something needs a
look, a configuration that cannot be used for one."""

LOGIN_EXAMPLES: Final = """\
examples:
  axtui login --profile acme
  axtui login --profile acme --copy
  axtui login --profile acme --tenant 70784a63-d24b-46a9-a4db-0e70a274b056

For profiles with login = "pkce". The address to open is printed on stdout, all
else on stderr. The app at developer.xero.com is a "Mobile or desktop app" with
the redirect address http://localhost:8742/callback (or redirect_port).

The browser may run elsewhere: forward the port with the line that is shown, or
paste the address that the browser ends at, and press enter."""

LOGOUT_EXAMPLES: Final = """\
examples:
  axtui logout --profile acme

Ends the login at Xero and removes it from this host. Xero then takes away the
user's connections to this app: other hosts have to sign in again. Ends with 69
when Xero could not be told; the login is gone from this host all the same."""

PROFILES_EXAMPLES: Final = """\
examples:
  axtui profiles
  axtui profiles show acme
  axtui profiles add acme
  axtui profiles remove acme --yes

`add` asks on the terminal, secrets without an echo, and writes when you agree.
`remove` takes what is kept of the profile along: reports, login, and its own
entries in the keyring. The configuration of before stays beside it as .bak.
Secrets are never printed, only where they come from."""
