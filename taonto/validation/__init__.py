"""Checking engagement records by the rules in `shapes/`.

- `rules`: the rules as data
- `engines`: what checks records against shapes
- `program_rules`: the rules that SHACL can't state; `personal_data`, `patterns`,
  `organization_names`: what they look for in texts
- `trace`: from results to places; `explain`: from results to findings; `messages`: what a constraint says if its
  shape has no message; `suggestions`: did you mean
- `findings`: the report
- `run`: all of it in one call
"""
