//! Packs that are refused, each with its line, field and words, and the packs that ship with the program.
