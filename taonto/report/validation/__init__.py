"""What a validation looks like to a reader: one report, many renderings."""
