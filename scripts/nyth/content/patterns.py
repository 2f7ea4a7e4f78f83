"""What ids, addresses, dates and places look like in content."""

from __future__ import annotations

# What each pattern stands for is a key of `expected` in messages.yml.
ID = r"^[a-z0-9]+(-[a-z0-9]+)*$"
SLUG = r"^[a-z0-9]+(?:-[a-z0-9]+)*$"
# A host with no user name before it, nothing that could end an attribute, no letters that look like
# others.
WEB_ADDRESS = (
    r"://[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+(:[0-9]+)?(/[A-Za-z0-9._~/@!$&*+,;=:%()-]*)?"
    r"(\?[A-Za-z0-9._~/@!$&*+,;=:%()?-]*)?(#[A-Za-z0-9._~/@!$&*+,;=:%()?-]*)?$"
)
URL = f"^https?{WEB_ADDRESS}"
PARTIAL_DATE = r"^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$"
SOURCE_PLACE = r"^[a-z0-9-]+(/[0-9]+)?$"
REPOSITORY_PATH = r"^[a-z0-9-]+(/[a-z0-9-]+)*(\.(yml|md))?$"
SPOT = r"^[a-z0-9]+(-[a-z0-9]+)*(#[a-z0-9]+(-[a-z0-9]+)*)?$"
ADDRESS = r"^[a-z0-9]+(-[a-z0-9]+)*(/[a-z0-9]+(-[a-z0-9]+)*)*$"
PATTERNS = {
    ID: "id",
    SLUG: "slug",
    URL: "url",
    PARTIAL_DATE: "partial-date",
    SOURCE_PLACE: "source-place",
    REPOSITORY_PATH: "repository-path",
    SPOT: "spot",
    ADDRESS: "address",
}
SUMMARY_LENGTH = 160
