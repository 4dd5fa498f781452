"""The gate: what ./check runs, part by part."""
