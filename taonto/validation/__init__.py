"""Checking engagement records by the rules in `shapes/`.

- `inputs`: inputs to records, `lines`: the lines of Turtle
- `rules`: the rules as data
- `engines`: what judges
- `trace`: from results to places, `explain`: from results to findings, `messages`: what constraints say that say
  nothing themselves, `suggestions`: did you mean
- `program_rules`: what SHACL can not state
- `findings`: the report
- `run`: all of it in one call
"""
