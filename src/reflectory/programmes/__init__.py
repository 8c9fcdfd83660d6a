"""Programmes and their editions: teams, sessions, who was there, and what was made.

A kind of programme is data (`kinds/`); a new one needs no code. Reads are in `queries/`, writes in `actions/`,
who may do what in `policies`. What anybody was asked is in `listening`, which opens the asks planned here.
"""
