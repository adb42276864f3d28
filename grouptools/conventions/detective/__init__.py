"""The detective: which convention an array of numbers is in."""

from grouptools.conventions.detective.detection import Contradiction, Detection
from grouptools.conventions.detective.door import KINDS, detect_convention

__all__ = ["KINDS", "Contradiction", "Detection", "detect_convention"]
