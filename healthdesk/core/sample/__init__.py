"""The sample desk: invented accounts whose stories can be found."""
