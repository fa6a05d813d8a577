"""How long a test waits for what has to happen.

It bounds nothing that is measured: a machine with other work on its cores takes many times as long as an idle one, and
what never happens fails all the same.
"""

PATIENCE = 120.0
