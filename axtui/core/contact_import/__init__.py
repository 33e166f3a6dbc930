"""The files for Autotask's Contact Import: their form, what stands in them and what not, their bytes.

form      `dialect` (encoding, delimiter, quotes), `headings` (in a tenant's words), `format` (of a file)
template  `template` reads the person's own: `template_text` its bytes, `recognition` and `template_columns`
          what its headings mean, `template_warnings` what is doubtful, `template_words` how that is said
rows      `plan` decides what becomes of each, `updates` which contact that exists is changed and how,
          `checks` what may surprise in a cell, `lookalikes` what would be mistaken for another, `exported`
          whom the person's export holds already; `words` are the sentences for both doors
files     `file_kinds` (their names too), `plan_files` (those of one plan), `review` (for reading),
          `manifest` (what was written, for later)
after     `verification` holds the manifest against Autotask; `verification_table` and `way_back` are what is
          said of that
"""
