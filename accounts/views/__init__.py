from accounts.views.notices import notice_list, open_notice, read_all_notices
from accounts.views.settings import change_consent, settings
from accounts.views.texts import help_page, how_it_works, privacy, terms

__all__ = [
    "change_consent",
    "help_page",
    "how_it_works",
    "notice_list",
    "open_notice",
    "privacy",
    "read_all_notices",
    "settings",
    "terms",
]
