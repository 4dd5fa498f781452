"""Years of a desk for the demonstration: its own moves, made at the dates of the past.

    agenda.py    what happens when, in the order of time, under a clock that stands there
    people.py    who decides at a desk, who answers for a firm
    words.py     what they write, in their own language
    fates.py     what becomes of a case, by dice and by its chance
    years.py     the runs of those years, and what is left of them afterwards

Nothing of it is mailed, nothing of it is learnt from, and it is written in one transaction.
"""
