"""Articles for the tests of the API."""

from __future__ import annotations

TRUCE = {
    "title": "Minister proposes a truce",
    "text": "The Norwegian foreign minister met rebel leaders in Oslo on Monday.\n\n"
    "In January, she proposed a truce. The two sides will meet on Friday in Geneva.",
    "published_at": "2025-02-18",
    "source": "The Harbour Courier",
    "url": "https://courier.example/truce",
}
TRUCE_TOO = {
    "title": "Rebels and Norway talk",
    "text": "Norway's foreign minister met rebel leaders in Oslo on Monday, officials said on Tuesday.",
    "published_at": "2025-02-18",
    "source": "Northgate Daily",
    "url": "https://northgate.example/rebels",
}
FERRY = {
    "text": "Storms sank a ferry off Bergen on 3 March 2024. Rescuers saved 40 passengers.",
    "published_at": "2024-03-04",
    "source": "Meridian Wire",
}
