"""The section of the Data page that says which source wins a field."""

from healthdesk.gui.pages.data.fields.section import FieldsSection

__all__ = ["FieldsSection"]
