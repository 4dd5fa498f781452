"""Decisions are kept as shown, learnt from apart from simulated ones, and compared before anything changes."""
