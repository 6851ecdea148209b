"""Values to files: tables, the map, the report and the start page.

Every module takes a `model.Knowledge` and a folder, writes whole files or none, and writes the same
bytes for the same graph. Text from documents is hostile: it is cleaned by `wording.plain`, escaped
by Jinja2 or the CSV and XLSX writers, and never becomes a link, a formula or a script.
"""
