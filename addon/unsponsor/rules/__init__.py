"""The YAML rule language: model, loading, matching, checking."""
