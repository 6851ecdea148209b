"""What a person can do about a file that cannot be read, by what is wrong with it."""

from __future__ import annotations

DAMAGED = "Öppna filen i programmet den kom ifrån och spara om den, eller hämta en ny kopia."
TOO_LARGE = "Dela upp den i mindre filer."
NO_TEXT = "Kontrollera att det är rätt fil."
SUSPECT = "Hämta filen på nytt från den som gjort den; öppna den inte om du inte vet varifrån den kommer."
UNKNOWN = "Spara om den som PDF, Word, Excel, webbsida eller ren text."
