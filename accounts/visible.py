"""Text that can be seen: neither spaces alone nor letters without a shape."""

from typing import Any
from unicodedata import category

from django import forms

# Spaces, what joins or turns letters, and marks that stand on a letter; what Unicode
# did not name yet may be a new emoji, and counts as seen.
UNSEEN = {"Cc", "Cf", "Zs", "Zl", "Zp", "Mn", "Me"}
BLANK = "\u115f\u1160\u2800\u3164\uffa0"  # letters and patterns drawn as nothing


def is_visible(text: str) -> bool:
    return any(one not in BLANK and category(one) not in UNSEEN for one in text)


class VisibleField(forms.CharField):
    """A text of which something can be seen; anything else is as good as nothing."""

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        return text if is_visible(str(text or "")) else self.empty_value
