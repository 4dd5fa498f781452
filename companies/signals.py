"""News the higher apps listen for; sent inside the transaction of the move."""

from django.dispatch import Signal

company_moved = Signal()  # company, move, by
statement_changed = Signal()  # statement (Offer or Need), by
need_moved = Signal()  # need, move, by
words_changed = Signal()  # event (CapabilityEvent)
# text; answered by who reads texts, with the conditions found in it by code (companies/conditions.py).
conditions_asked = Signal()
# text; answered by who reads texts, with the collaboration types it speaks of and whether it seeks or offers.
kinds_asked = Signal()
# tried (companies/answers.py); answered by who scores, with what is shown beside the form.
answers_asked = Signal()
# company; answered by who knows, with the keys of the firms it is or was connected to.
partners_asked = Signal()
# absence (Absence): its first day has come, its cases go to the substitute.
absence_began = Signal()
block_changed = Signal()  # block (standing or lifted), by
team_changed = Signal()  # company, event (TeamEvent)
# companies (their keys: many at once, new or changed by a file), by
companies_imported = Signal()
