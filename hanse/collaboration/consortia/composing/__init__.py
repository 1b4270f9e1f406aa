"""Finds sets of partners that cover what a fixed core wishes for, at the least distance."""
