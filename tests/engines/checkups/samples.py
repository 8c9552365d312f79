"""A small set of rules, whole and right; tests change one thing of it."""

WORDS = '{ en = "w", ru = "w", "zh-hans" = "w", ar = "w" }'
RULES = f"""
[rules]
version = "1"
day = 2026-01-02
author = "Somebody"

[[source]]
code = "act"
title = "An act (2020)"

[[question]]
code = "family"
many = true
words = {WORDS}
values = [
  {{ code = "heart", en = "w", ru = "w", "zh-hans" = "w", ar = "w" }},
  {{ code = "bowel", en = "w", ru = "w", "zh-hans" = "w", ar = "w" }},
]
[[question]]
code = "smoking"
words = {WORDS}
values = [
  {{ code = "no", en = "w", ru = "w", "zh-hans" = "w", ar = "w" }},
  {{ code = "yes", en = "w", ru = "w", "zh-hans" = "w", ar = "w" }},
]
[[question]]
code = "pregnancy"
sex = "female"
words = {WORDS}
values = [
  {{ code = "no", en = "w", ru = "w", "zh-hans" = "w", ar = "w" }},
  {{ code = "yes", en = "w", ru = "w", "zh-hans" = "w", ar = "w" }},
]

[[item]]
code = "visit"
codes = ["B01.047.001"]
names = {WORDS}
[[item]]
code = "ecg"
codes = ["A05.10.006"]
names = {WORDS}
[[item]]
code = "stool"
codes = ["A09.19.001"]
names = {WORDS}
[[item]]
code = "colonoscopy"
codes = ["A03.18.001"]
names = {WORDS}

[[base]]
code = "all"
items = ["visit"]
sources = ["act"]
reason = {WORDS}
[[base]]
code = "bowel"
items = ["stool"]
age_from = 45
age_to = 75
sources = ["act"]
reason = {WORDS}

[[addon]]
code = "heart"
items = ["ecg", "visit"]
answers = {{ family = ["heart"] }}
unconfirmed = true
reason = {WORDS}
[[addon]]
code = "smoker"
items = ["ecg"]
sex = "male"
answers = {{ smoking = ["yes"] }}
sources = ["act"]
reason = {WORDS}
[[addon]]
code = "family-bowel"
items = ["colonoscopy"]
answers = {{ family = ["bowel"] }}
sources = ["act"]
reason = {WORDS}

[[bar]]
code = "beside"
items = ["stool"]
beside = ["colonoscopy"]
words = {WORDS}
[[bar]]
code = "pregnant"
items = ["ecg"]
answers = {{ pregnancy = ["yes"] }}
words = {WORDS}
"""
