"""The desk: where people who look after an archive correct what the machine guessed."""
