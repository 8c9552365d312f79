"""What a physician writes at discharge."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Extract:
    """What the physician writes: in Russian, and in the patient's language by a named translator.

    The `own_` texts and the translator stay empty where the patient's language is Russian.
    """

    diagnosis_code: str
    diagnosis: str
    summary: str
    condition: str
    recommendations: str
    own_diagnosis: str = ""
    own_summary: str = ""
    own_condition: str = ""
    own_recommendations: str = ""
    translated_by: str = ""
    fit_to_fly: bool = True
