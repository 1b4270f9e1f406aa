"""The icons of the site by their Lucide names; a set-up puts these into one file."""

from typing import Final

_NAMES: Final = """
    accessibility arrow-down arrow-down-up arrow-left arrow-right arrow-up arrow-up-down
    arrow-up-right award badge-check ban bell book-open bookmark bookmark-plus boxes briefcase
    building-2 calendar calendar-check chart-bar chart-line chart-no-axes-column chart-scatter
    check check-check chevron-down chevron-left chevron-right chevron-up circle circle-alert
    circle-check circle-question-mark circle-x clipboard-check clock code columns-3 compass copy
    credit-card database download ellipsis external-link eye eye-off factory file-check file-code
    file-text flag flask-conical folder git-compare globe graduation-cap grid-3x3 handshake hash
    heart history house image info key key-round landmark languages laptop layers layout-grid
    library life-buoy lightbulb link list list-checks list-filter list-ordered loader lock log-in
    log-out mail map map-pin megaphone menu message-square minus monitor moon network newspaper
    package pencil pin plane plus presentation printer quote refresh-cw rocket route save scale
    scale-3d search send settings share-2 shield shield-check sliders-horizontal sparkles sprout
    square-pen star sun table tag target telescope trash-2 trending-down trending-up
    triangle-alert trophy unlink upload user user-check user-cog user-plus users vote wifi-off
    wrench x zap
"""
ICONS: Final = frozenset(_NAMES.split())
"""Add a name here to use it; https://lucide.dev/icons shows what there is."""
