"""Agreements: walked to their state through the lifecycle."""

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, TextStringObject

from agreements import lifecycle
from agreements.enums import AgreementState, DocumentKind
from agreements.models import Agreement, AgreementType
from config.pdf import check_pdf
from matching.models import Match
from tests.factories.accounts import UserFactory
from tests.factories.matching import connected


def pdf(*, script: str = "", password: str = "", opens_at_first_page: bool = False) -> SimpleUploadedFile:
    writer = PdfWriter()
    writer.add_blank_page(width=200, height=200)
    if script:
        action = {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject(script)}
        writer.root_object[NameObject("/OpenAction")] = DictionaryObject(action)
    if opens_at_first_page:
        view = ArrayObject([writer.pages[0].indirect_reference, NameObject("/Fit")])
        writer.root_object[NameObject("/OpenAction")] = view
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    content = BytesIO()
    writer.write(content)
    return SimpleUploadedFile("signed.pdf", content.getvalue(), "application/pdf")


def mou_type() -> AgreementType:
    names = {"name_th": "บันทึกความเข้าใจ", "name_ja": "覚書", "name_en": "Memorandum of understanding"}
    return AgreementType.objects.get_or_create(code="mou", defaults=names)[0]


def draft(**match) -> Agreement:
    titles = {"title_th": "ข้อตกลงทดสอบ", "title_ja": "試験の覚書", "title_en": "A test agreement"}
    return draft_of(connected(**match), type=mou_type(), **titles)


def draft_of(match: Match, **values) -> Agreement:
    firms = [match.thai, match.japanese]
    return lifecycle.draft(match=match, firms=firms, by=UserFactory(), values=values)


def attach(agreement: Agreement) -> None:
    kind = DocumentKind.SIGNED_COPY
    lifecycle.attach_document(agreement, by=UserFactory(), checked=check_pdf(pdf()), kind=kind)


def sent(**match) -> Agreement:
    return lifecycle.send_for_signature(draft(**match), by=UserFactory())


def signature(**changes) -> dict:
    return {"name": "สมชาย", "signed_on": timezone.localdate(), "by": UserFactory()} | changes


def signed(**match) -> Agreement:
    agreement = sent(**match)
    attach(agreement)
    for party in agreement.parties.all():
        lifecycle.record_signature(party, **signature())
    return Agreement.objects.get(pk=agreement.pk)


def agreement_in(state: AgreementState, **match) -> Agreement:
    by = UserFactory()
    if state == AgreementState.DRAFT:
        return draft(**match)
    if state == AgreementState.OUT_FOR_SIGNATURE:
        return sent(**match)
    if state == AgreementState.SIGNED:
        return signed(**match)
    if state == AgreementState.CANCELLED:
        return lifecycle.cancel(draft(**match), by=by)
    return lifecycle.terminate(signed(**match), by=by, ended_on=timezone.localdate())
