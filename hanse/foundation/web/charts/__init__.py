"""Charts drawn at the server as SVG: lines, bubbles, bars and small ones for table cells.

Each is a function in a module of its own, such as `line.line_chart`; the tag `chart` shows it.
"""
