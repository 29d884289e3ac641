"""What well-kept libraries know of words in Latin letters: which English words are said most, which first names there are."""

import gzip
import json
import re
from collections.abc import Collection, Iterator
from importlib import import_module, resources
from pkgutil import iter_modules

import faker.providers.person as people
import spellchecker

from innkeeper.guard.lists import listed

LATIN = re.compile(r"[A-Za-zÀ-ÖØ-öø-ɏ]+")
MOST_SAID = 12_000
"""So many English words are taken for known: a rarer one is hardly ever written in a note, and a name sooner."""
FIRST_OF_ALL_NAMES = listed(
    "adam adrian agnes alex ben billy bob bobby brian charlie chris christian claire curtis dan danny dave dolly emily eric frank fred hans harry"
    " henry ion jacques jake james jane jean jennifer jerry jim jimmy joe john johnny jules julian kelly kitty li mac martin marvel mary michael"
    " mike molly nick oliver oscar rachel ricky roger ryan sally sam sarah sean sebastian simon steve taylor teddy til tim tom tommy tony tracy"
    " una vince vincent vivian walker wally willow willy windy"
)
"""Names that the list of English words has too; a note that says one means somebody."""
FIRST_NAMES_OF_ELSEWHERE = listed(
    "Ananya Barnaby Deepak Dmitry Haruto Hyun Jiho Jisoo Kaito Keiko Minjun Naoko Osgood Raj Rajesh Rosamund Sanjay Satoshi Seojun Steph Sunita"
    " Takashi Takeshi Yoko Yuki"
)
"""First names that Faker writes in other letters, or not at all."""
OF_HOTELS = listed(
    "ac adapter aircon amber amenities amenity apologise apologised app apps attentive bathrobe bedbug bedbugs bellboy bellhop cappuccino carol"
    " carpark centre charger check-in check-out checkin checkout cheque chopsticks clogged colour concierge conditioner corridors cosy courteous"
    " coworker croissant croissants cutlery daisy downgrade duvet duvets emailed escalator espresso favourite folio gluten hairdryer hairdryers"
    " halal handover hdmi heather hospitable housekeeping ipad iphone iris ironing ivy jasmine jetlag jetlagged keycard kosher linens litre litres"
    " lockers metre metres minibar minifridge moldy mould mouldy muesli napkins neighbour neighbourhood neighbours no-show nonsmoking omelet"
    " omelette omelettes organised overbooked overcharged overpriced pillowcase plugs prepaid programme realised rebooked receptionists refunded"
    " refunds refurbished renovated renovation reupgrade rollaway rooming roomy sightseeing sockets souvenirs spacious stairwell staycation"
    " stroller texted thermostat toiletries topper tram tv unrefunded usb violet voicemail voucher waffles walk-in websites wellness wi-fi wifi"
    " wristband"
)
"""Words of hotels, of British spelling and of flowers that the list of English words has not or says seldom."""


def english_words() -> frozenset[str]:
    """The words that English speakers say most, in small letters (pyspellchecker's count of films and books), and those of hotels."""
    file = resources.files(spellchecker) / "resources" / "en.json.gz"
    counts = json.loads(gzip.decompress(file.read_bytes()))
    said = sorted(counts, key=lambda word: (-counts[word], word))[:MOST_SAID]
    words = frozenset(word for word in said if len(word) > 1 and "'" not in word)
    return (words - FIRST_OF_ALL_NAMES) | OF_HOTELS


def first_names() -> frozenset[str]:
    """First names in Latin letters of every language that Faker speaks, and a few more; some are words as well."""
    known = (
        name for country in iter_modules(people.__path__) if country.ispkg for name in _names_of(country.name)
    )
    return FIRST_NAMES_OF_ELSEWHERE.union(known)


def _names_of(country: str) -> Iterator[str]:
    of_country = import_module(f"{people.__name__}.{country}").Provider
    for kind in dir(of_country):
        names = getattr(of_country, kind)
        if kind.startswith("first_names") and isinstance(names, Collection):
            yield from (name for name in names if LATIN.fullmatch(name))
