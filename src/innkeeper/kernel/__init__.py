"""Clock, ids, Actor, errors, money, text: knows no table, no request."""
