"""The words of a line: verbs, nouns, units and markers of a language, as typed and misspelt."""
