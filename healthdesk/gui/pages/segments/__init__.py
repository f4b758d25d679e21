"""The page of segments: who needs what, said as rules and as lists."""
