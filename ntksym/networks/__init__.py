"""Networks of finite width: a given one's empirical NTK, certified, and the widths that theorems ask for."""
