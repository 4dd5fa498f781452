"""The roles of the access tables, in the groups their rows name."""

ROLES = ("nobody", "somchai", "malee", "outsider", "dao", "kenji", "arisa", "auditor", "root")
ALL = set(ROLES)
SIGNED_IN = ALL - {"nobody"}
MEMBERS = {"somchai", "malee", "outsider"}
FIRM = {"somchai", "malee"}
DESKS = {"dao", "kenji"}
INSIDE = FIRM | DESKS | {"arisa", "auditor"}
