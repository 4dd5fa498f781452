"""Mutants that no test can tell from the code, each with the reason; all others count."""

SAME_LENGTH = "both are made from the same features"
NOTHING_SHORT = "with nothing short the loop does not turn"

EQUIVALENT = {
    "accept.chances_given: np.round(logit, DECIMALS, out=logit) -> np.round(logit, DECIMALS)": (
        "a rounded copy instead of the rounded array, which nobody else holds"
    ),
    "fit.fit_needs_to_offers: (near - CSLS_LOW) / (CSLS_HIGH - CSLS_LOW) "
    "-> (near - CSLS_LOW) * (CSLS_HIGH - CSLS_LOW)": "the scale is one wide",
    "accept.parts: zip(('base', *FEATURES), shown, strict=True) -> zip(('base', *FEATURES), shown)": SAME_LENGTH,
    "accept.parts: strict=True -> strict=False": SAME_LENGTH,
    "accept.whole: short > 0 -> short >= 0": NOTHING_SHORT,
    "accept.whole: short > 0 -> short > -1": NOTHING_SHORT,
}
