"""The members of a group on their leader's phone: taken in, looked at, changed."""
