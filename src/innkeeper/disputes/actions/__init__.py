"""The only writers of disputes, one file per stretch of the way."""

from innkeeper.disputes.actions.arguing import (
    NoLegalBasis,
    add_claim,
    add_point,
    answer_offer,
    make_offer,
    rely_on_law,
    set_liability,
)
from innkeeper.disputes.actions.climbing import RungSkipped, climb, hold_talk
from innkeeper.disputes.actions.ending import hear_other_side, write_lesson
from innkeeper.disputes.actions.opening import EarlierOffer, open_dispute
from innkeeper.disputes.actions.packing import MadePack, make_evidence_pack
from innkeeper.disputes.actions.reminding import remind_of_terms
from innkeeper.disputes.actions.settling import TermDraft, end_dispute

__all__ = [
    "EarlierOffer",
    "MadePack",
    "NoLegalBasis",
    "RungSkipped",
    "TermDraft",
    "add_claim",
    "add_point",
    "answer_offer",
    "climb",
    "end_dispute",
    "hear_other_side",
    "hold_talk",
    "make_evidence_pack",
    "make_offer",
    "open_dispute",
    "rely_on_law",
    "remind_of_terms",
    "set_liability",
    "write_lesson",
]
