"""Question in, hits out: approved entries and statutes, searched with a calibrated probability."""
