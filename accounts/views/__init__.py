from accounts.views.mail_choices import mail_choices
from accounts.views.notices import notice_list, open_notice, read_all_notices
from accounts.views.personal import account_delete, copy_ask, copy_download, personal_data
from accounts.views.settings import change_consent, settings
from accounts.views.texts import help_page, how_it_works, privacy, terms

__all__ = [
    "account_delete",
    "change_consent",
    "copy_ask",
    "copy_download",
    "help_page",
    "how_it_works",
    "mail_choices",
    "notice_list",
    "open_notice",
    "personal_data",
    "privacy",
    "read_all_notices",
    "settings",
    "terms",
]
