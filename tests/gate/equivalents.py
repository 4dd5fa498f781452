"""Mutants that no test can tell from the code, each with the reason; all others count."""

SAME_LENGTH = "both are made from the same features"
# Rounding takes off the error of a binary fraction, in the twelfth decimal or beyond.
OF_A_FRACTION = "a chance that is asked for has fewer decimals than either keeps"
WORK = "it changes how many rounds are solved, or over how many arcs, and never the sum"
NOTHING = "an arc that brings nothing changes no sum"
ALIKE = "it moves all keys alike, by whole lengths of the arcs"
FAR = "any figure does that is far above what an arc can be worth, and far below where sums overflow"
NOTHING_SHORT = "with nothing short the loop does not turn"

EQUIVALENT = {
    "assign.Limits.least_units: round(self.minimum_probability * SCALE, 6) "
    "-> round(self.minimum_probability * SCALE, 5)": OF_A_FRACTION,
    "assign.Limits.least_units: round(self.minimum_probability * SCALE, 6) "
    "-> round(self.minimum_probability * SCALE, 7)": OF_A_FRACTION,
    "assign.choose: default=0 -> default=1": "with no firm on either side neither is below nothing",
    "flow: 1 << 40 -> 2 << 40": FAR,
    "flow: 1 << 40 -> 1 << 41": FAR,
    "flow: 1 << 40 -> 1 << 39": FAR,
    "flow: (16, 10) -> (17, 10)": WORK,
    "flow: (16, 10) -> (15, 10)": WORK,
    "flow: (16, 10) -> (16, 11)": WORK,
    "flow: (16, 10) -> (16, 9)": WORK,
    "flow: NEAR = 300 -> NEAR = 330": WORK,
    "flow: NEAR = 300 -> NEAR = 270": WORK,
    "flow: WORTH_WHILE = 3 -> WORTH_WHILE = 4": WORK,
    "flow: WORTH_WHILE = 3 -> WORTH_WHILE = 2": WORK,
    "flow: SWEEPS = 500 -> SWEEPS = 550": WORK,
    "flow: SWEEPS = 500 -> SWEEPS = 450": WORK,
    "flow.best_arcs: gains > 0 -> gains >= 0": NOTHING,
    "flow.best_arcs: gains > 0 -> gains > -1": NOTHING,
    "flow.best_arcs: budget and len(useful) -> budget or len(useful)": "without either there is nothing to take",
    "flow.of_useful: room * WORTH_WHILE < len(arcs) -> room * WORTH_WHILE <= len(arcs)": WORK,
    "flow.of_useful: gains.max() <= 0 -> gains.max() < 0": WORK,
    "flow.of_useful: gains.max() <= 0 -> gains.max() <= -1": WORK,
    "flow.of_useful: room *= 2 -> pass": WORK,
    "flow.of_useful: room *= 2 -> room *= 3": WORK,
    "flow.of_useful: room *= 2 -> room *= 1": WORK,
    "flow.of_useful: gains > -NEAR -> gains >= -NEAR": WORK,
    "flow.first_of_each: nodes + 1 -> nodes - 1": ALIKE,
    "flow.first_of_each: nodes + 1 -> nodes + 2": ALIKE,
    "flow.first_of_each: nodes + 1 -> nodes + 0": ALIKE,
    "flow.largest: count >= len(values) -> count > len(values)": "as many as there are is all of them",
    "flow.solve: sink + 1 -> sink + 2": "a node that no arc meets",
    "flow.prices_of: (free[0], 0) -> (free[0], -1)": "where the sweeps begin, and not where they end",
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
