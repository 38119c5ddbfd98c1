// Source apportionment: positive matrix factorisation and chemical mass balance.
