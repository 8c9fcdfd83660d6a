"""What is filled in where words are looked for, marked, brought in, agreed to and taken back."""
