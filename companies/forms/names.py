"""The distinctive part of a firm's name, whatever its script and legal form."""

import re

from companies.search import fold

LEGAL_FORM = re.compile(
    r"บริษัท|ห้างหุ้นส่วนจำกัด|หจก\.|\(มหาชน\)|จำกัด"
    r"|株式会社|有限会社|合同会社|合資会社|\(株\)|\(有\)"
    r"|\b(?:co\.?,?\s*ltd|ltd|inc|corp|k\.k|pcl|co)\b\.?",
    re.IGNORECASE,
)


def bare(name: str) -> str:
    return fold(LEGAL_FORM.sub(" ", name)).strip(" ,.・")
