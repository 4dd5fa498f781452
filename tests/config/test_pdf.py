"""An upload is judged by what it holds."""

import contextlib
import hashlib

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given, settings
from hypothesis import strategies as st

from config.pdf import check_pdf
from tests.factories.agreements import pdf


def test_a_plain_pdf_passes_and_is_known_by_its_hash():
    upload = pdf()
    digest = hashlib.sha256(upload.read()).hexdigest()
    upload.seek(0)

    assert check_pdf(upload).sha256 == digest


def test_a_pdf_that_only_chooses_its_first_page_passes():
    check_pdf(pdf(opens_at_first_page=True))


@pytest.mark.parametrize(
    "upload",
    [
        SimpleUploadedFile("a.pdf", b"MZ not a pdf", "application/pdf"),
        SimpleUploadedFile("a.pdf", b"%PDF-1.7 broken", "application/pdf"),
        pdf(script="app.alert(1)"),
        pdf(password="secret"),
    ],
    ids=["other content", "damaged", "script", "locked"],
)
def test_what_is_not_a_quiet_pdf_is_refused(upload):
    with pytest.raises(ValidationError):
        check_pdf(upload)


@given(st.data())
@settings(max_examples=150, deadline=None, derandomize=True, database=None)
def test_a_pdf_damaged_anywhere_passes_or_is_refused(data):
    whole = pdf().read()
    place = data.draw(st.integers(0, len(whole) - 1))
    piece = data.draw(st.binary(max_size=8))
    gone = data.draw(st.integers(0, 40))
    damaged = whole[:place] + piece + whole[place + gone :]
    with contextlib.suppress(ValidationError):
        check_pdf(SimpleUploadedFile("a.pdf", damaged, "application/pdf"))


def test_a_file_over_the_limit_is_refused(settings):
    settings.DOCUMENT_MAX_BYTES = 10

    with pytest.raises(ValidationError):
        check_pdf(pdf())
