"""The chapters of the report: each module turns facts into sections of an outline."""
