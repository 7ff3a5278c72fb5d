"""A community's year in minutes: drawn from a seed, lived by the real bot, held against plain predicates."""
