"""The group's cash book on its leader's phone: pages, lines for the group, who paid in."""
