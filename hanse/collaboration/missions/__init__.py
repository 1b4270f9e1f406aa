"""Missions: states and steps, the choice of who goes, places, what is asked afterwards."""
