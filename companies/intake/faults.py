"""What can be wrong with a file or a cell: kept as a code with its figures, said in the reader's language."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    # Of a file.
    "empty": _("The file is empty. Fill in the template and upload it again."),
    "too_big": _("The file is larger than %(limit)s MB. Delete pictures and empty sheets, or split it."),
    "unknown_kind": _("This is neither an Excel workbook (.xlsx) nor a CSV file. Save it as one of the two."),
    "old_excel": _(
        "This is the old Excel format (.xls). Open it and save it as .xlsx, then upload it again."
    ),
    "password": _("The file is protected by a password. Open it, remove the password, and save it again."),
    "not_a_workbook": _(
        "This is a ZIP archive, not an Excel workbook. Unpack it and upload the .xlsx inside."
    ),
    "bomb": _("Unpacked, this file is far larger than a list of companies. Copy the rows into the template."),
    "damaged": _("Excel could not have written this file: it is damaged. Open it, save it again, upload it."),
    "too_many_columns": _(
        "The sheet has %(count)s columns; at most %(limit)s can be read. Delete the others."
    ),
    "too_many_rows": _("The sheet has more than %(limit)s companies. Split it into several files."),
    "no_headings": _(
        "No row of the first %(rows)s holds headings we know. Put the headings of the template above your columns."
    ),
    "no_rows": _("There is no company below the headings. Fill in at least one row."),
    "merged": _("The cells %(cells)s are merged. Unmerge them, and write the value into each row."),
    "formula": _(
        "Cell %(cell)s holds a formula without its result. Open the file in Excel and save it, or paste values."
    ),
    "mixed_encodings": _(
        "Line %(line)s is written in another encoding than the lines before it. Save the whole file as “CSV UTF-8”."
    ),
    "unknown_encoding": _(
        "The letters of this file cannot be read. Save it as “CSV UTF-8” and upload it again."
    ),
    "broken_quotes": _("Line %(line)s opens a quotation mark that never closes. Close it, or save as .xlsx."),
    "changed_meanwhile": _(
        "Some companies were changed after the check. The rows were checked again: please look at them once more."
    ),
    "lost": _("The work stopped for a technical reason and changed nothing. Please upload the file again."),
    # Of a cell.
    "required": _("This must be filled in."),
    "too_long": _("Longer than %(limit)s characters. Please shorten it."),
    "hidden_characters": _("Holds invisible characters. Please type it again."),
    "not_a_number": _("“%(value)s” is not a whole number. Write digits only, such as 120."),
    "out_of_range": _("%(value)s lies outside %(low)s to %(high)s. Please check it."),
    "not_a_year": _("“%(value)s” is not a year. Write 1998, พ.ศ. 2541 or 平成10年."),
    "not_a_date": _("“%(value)s” is not a date. Write 2026-11-24, 24/11/2569 or 令和8年11月24日."),
    "in_the_future": _("%(value)s lies in the future. Please check it."),
    "unknown_choice": _(
        "“%(value)s” is not known here. The sheet of allowed values in the template lists them."
    ),
    "other_country": _("%(value)s is not in the country of your desk."),
    "registration_length": _("A registration number has 13 digits; this one has %(count)s."),
    "registration_check": _("The check digit of %(value)s does not agree: a digit is mistyped."),
    "not_an_email": _("“%(value)s” is not an e-mail address."),
    "not_an_address": _("“%(value)s” is not a web address. Write it as https://example.com."),
    "cell_error": _("The cell shows the error %(value)s. Mend its formula, or type the value."),
    "twice": _("The same as in row %(row)s. Each company may stand in one row only."),
    "number_taken": _(
        "A company with this registration number is here under another key: %(name)s. Use its key, or leave it out."
    ),
    "country_differs": _("This key belongs to %(name)s, which is registered in the other country."),
    "archived": _("%(name)s has left Otagai. Leave the row out."),
}


class Unreadable(Exception):
    """The whole file cannot be taken; `code` names the sentence, `figures` fill it."""

    def __init__(self, code: str, **figures: object) -> None:
        super().__init__(code)
        self.code, self.figures = code, figures

    @property
    def sentence(self) -> str:
        return sentence(self.code, self.figures)


class Fault(Exception):
    """One cell cannot be taken."""

    def __init__(self, code: str, **figures: object) -> None:
        super().__init__(code)
        self.code, self.figures = code, figures


def sentence(code: str, figures: Mapping[str, object]) -> str:
    return str(SENTENCES[code]) % figures
