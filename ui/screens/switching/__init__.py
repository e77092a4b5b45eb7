"""Switch day and Go back: one runbook page for both (ui.md section 4)."""
