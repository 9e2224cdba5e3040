"""How a validation looks to a reader: one report, many renderings."""
