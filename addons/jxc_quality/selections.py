"""Words that several models share."""

AQLS = [
    (aql, aql)
    for aql in (
        "0.010 0.015 0.025 0.040 0.065 0.10 0.15 0.25 0.40 0.65 1.0 1.5 2.5 4.0 6.5"
        " 10 15 25 40 65 100 150 250 400 650 1000"
    ).split()
]
CLASSES = [("critical", "Critical"), ("major", "Major"), ("minor", "Minor")]
KINDS = [
    ("bool", "Yes or No"),
    ("measure", "Measure"),
    ("choice", "Choice"),
    ("photo", "Photo"),
]
LEVELS = [
    ("S-1", "Special S-1"),
    ("S-2", "Special S-2"),
    ("S-3", "Special S-3"),
    ("S-4", "Special S-4"),
    ("I", "General I"),
    ("II", "General II"),
    ("III", "General III"),
]
SEVERITIES = [
    ("normal", "Normal"),
    ("tightened", "Tightened"),
    ("reduced", "Reduced"),
    ("stopped", "Stopped"),
]
