"""How a report is made, in sentences; for the page and the document."""

from django.utils.translation import gettext as _

from hanse.excellence.benchmark.indicators import Comparison
from hanse.excellence.web.participants import USED_FOR
from hanse.foundation.web.figures import shaped


def method_notes(comparison: Comparison) -> list[str]:
    """The notes on method, in the reader's language, with the parameters in force."""
    rules, lights = comparison.rules, comparison.lights
    known = {
        "threshold": rules.threshold,
        "dominant": rules.dominant,
        "dominance": shaped(rules.dominance, "percent", decimals=0),
        "ratio": shaped(rules.ratio, "percent", decimals=0),
        "spread": shaped(rules.spread, "percent", decimals=0),
        "insiders": rules.insiders,
        "green": shaped(lights.green_from, "decimal", decimals=0),
        "red": shaped(lights.red_to, "decimal", decimals=0),
        "years": USED_FOR.days // 365,
        "body": comparison.decided_by,
    }
    return [
        text % known
        for text in (
            _(
                "Percentile: the share of peers with a lower figure and half of those with the "
                "same one, you included (mid-rank). 50 is the middle. Where less is better it is "
                "turned, so that more is always better."
            ),
            _(
                "Interval: where nine of ten percentiles would lie if as many peers were drawn "
                "anew from the same group (bootstrap). The fewer peers, the wider it is."
            ),
            _(
                "Peers: first those who share your field, size or age and your country; where "
                "they are too few, those of the macro-region (sub-regions of the United Nations), "
                "then of all countries, then all participants. Each indicator says which were "
                "taken."
            ),
            _(
                "Light: above the peers from percentile %(green)s when the whole interval lies "
                "above 50; below the peers down from %(red)s when it lies below 50; otherwise "
                "among the peers."
            ),
            _(
                "Means of dimensions give every indicator the same weight, the overall mean every "
                "dimension. They are means of percentiles, never shares of points."
            ),
            _(
                "Answers are compared for %(years)s years after the interview, and only those an "
                "expert has confirmed. What was not answered is left out, never counted as zero."
            ),
            _(
                "Confidentiality: a set of answers that figures could tell apart has at least "
                "%(threshold)s members; the %(dominant)s largest amounts are at most "
                "%(dominance)s of a total, and the rest comes to %(ratio)s of the largest at "
                "least; when %(insiders)s members pool their answers, those of the others still "
                "span %(spread)s. The smallest and largest answers of a group are never shown."
            ),
            _(
                "Releases: peers' figures change only from one release to the next, so nobody can "
                "see who joined."
            ),
            _("Indicators, groups, rules and lights are set by %(body)s."),
        )
    ]
