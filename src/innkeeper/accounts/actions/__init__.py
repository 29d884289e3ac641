"""The only writers of the staff's tables, one file per noun."""

from innkeeper.accounts.actions.chart import establish_house

__all__ = ["establish_house"]
