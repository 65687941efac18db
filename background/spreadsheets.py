"""What leaves the site for a spreadsheet, which takes some texts for formulas."""

import re
from typing import Any

from wagtail.admin.views.mixins import SpreadsheetExportMixin

# How a cell that computes or calls a program begins, after spaces that are not seen;
# in full-width forms too, which some programs read alike (OWASP, « CSV injection »).
FORMULA = re.compile(r"[\s\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n]")
# No XML file may hold them: an export in that format would fail on the first.
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def safe_cell(value: Any) -> Any:
    """Return `value` so that a spreadsheet shows it and computes nothing."""
    if not isinstance(value, str):
        return value
    text = UNPRINTABLE.sub("", value)
    return f"'{text}" if FORMULA.match(text) else text


def printable(value: Any) -> Any:
    return UNPRINTABLE.sub("", value) if isinstance(value, str) else value


def make_exports_safe() -> None:
    """Let every export of Wagtail's admin write what it prepared through this module.

    Wagtail turns formulas back into text in XLSX, and leaves them in CSV.
    """
    prepare = SpreadsheetExportMixin.preprocess_field_value
    safe = {
        SpreadsheetExportMixin.FORMAT_CSV: safe_cell,
        SpreadsheetExportMixin.FORMAT_XLSX: printable,
    }

    def prepared(view, field, value, export_format):
        return safe[export_format](prepare(view, field, value, export_format))

    SpreadsheetExportMixin.preprocess_field_value = prepared
