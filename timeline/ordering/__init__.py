"""The order of events by what their dates and the texts' own words say, and where the two do not agree.

    links ─arrange─▶ events in order, each with the links that place it
          ─check───▶ contradictions: links against dates, distances against dates, circles of links

Both are functions of the sets of events and links alone: the order they are given in changes nothing.
"""

from timeline.ordering.arranging import Place, arrange
from timeline.ordering.checking import Contradiction, Kind, check
from timeline.ordering.links import Dated, EventLink

__all__ = ["Contradiction", "Dated", "EventLink", "Kind", "Place", "arrange", "check"]
