//! What this terminal can do: colour, width, Unicode, progress; and the cleaning of hostile text.
