"""What is doubtful in the data: kinds of findings, their rows, what to do."""

from healthdesk.gui.pages.data.quality.section import QualitySection

__all__ = ["QualitySection"]
