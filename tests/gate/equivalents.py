"""Mutants that no test can tell from the code, each with the reason; all others count."""

NO_BUDGET = "without a budget the flow is of nothing, and so is the result"

EQUIVALENT = {
    "assign.assign: limits.budget <= 0 -> limits.budget < 0": NO_BUDGET,
    "assign.assign: limits.budget <= 0 -> limits.budget <= -1": NO_BUDGET,
    "assign.solve: 2 + len(thai) -> 3 + len(thai)": "a number between the sides is left unused",
    "assign.solve: min(limits.budget, len(wanted)) -> limits.budget": "what is not used flows past for nothing",
    "assign.solve: zip(wanted, used, strict=False) -> zip(wanted, used)": "it is the default of zip",
    "accept.chances_given: np.round(logit, DECIMALS, out=logit) -> np.round(logit, DECIMALS)": (
        "a rounded copy instead of the rounded array, which nobody else holds"
    ),
}
