"""The input sheet: its definition, the workbook made from it, and reading one back."""
