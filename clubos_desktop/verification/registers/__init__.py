"""The registers: what people recorded, worked out to what stands now, and the acts that record it."""
