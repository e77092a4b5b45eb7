"""The acts that record something in a register: checked, signed where they must be, and kept with their audit entry."""
