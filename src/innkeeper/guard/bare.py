"""Names of people whom no record knows and no title announces: by the characters, the first name or the words beside them."""

import re
from collections.abc import Iterator

from innkeeper.guard.lists import (
    COMPOUNDS,
    EN_STOP,
    FREQUENT,
    GIVEN,
    NOT_GIVEN,
    NOT_NAMES,
    PINYIN_SURNAMES,
    SURNAMES,
    SYLLABLES,
)
from innkeeper.guard.spans import Kind, Source
from innkeeper.guard.weighed import is_credible
from innkeeper.kernel.text import is_han

Piece = tuple[int, int, Kind, Source]

_HAN = r"\u4e00-\u9fff"
_GIVENS = "".join(sorted(GIVEN - NOT_GIVEN))
_COMPOUNDS = "|".join(sorted(COMPOUNDS))
_FREQUENT = rf"(?:{_COMPOUNDS}|[{FREQUENT}])"
_BEFORE = "代和跟与同给帮叫找把被让请由对向是问诉替为陪接等见说喊催寻约托及或"
_PERSON = (
    "客人|宾客|贵宾|住客|旅客|访客|来宾|嘉宾|老公|老婆|丈夫|妻子|爱人|先生|太太|夫人|儿子|女儿|孩子|宝宝|闺女|爸爸?|妈妈?|父亲|母亲|哥哥?|姐姐?|弟弟?|妹妹?|"
    "爷爷|奶奶|外婆|外公|姥姥|姥爷|岳父|岳母|公公|婆婆|女婿|儿媳妇?|媳妇|孙子|孙女|外孙女?|侄子|侄女|外甥女?|舅舅|舅妈|姑姑|姑妈|姨妈|叔叔|伯伯|婶婶|"
    "嫂子|姐夫|妹夫|表[哥弟姐妹]|堂[哥弟姐妹]|同事|朋友|同学|闺蜜|室友|同伴|伙伴|男友|女友|男朋友|女朋友|未婚[夫妻]|前夫|前妻|保姆|月嫂|阿姨|助理|秘书|司机|"
    "导游|领队|翻译|教练|律师|记者|教授|老师|老板|董事长|总裁|局长|院长|校长|处长|科长|部长|书记|行长|经纪人|保镖|客户|搭档|学生|员工|服务员|管家|保安|医生|护士|新郎|新娘|伴娘|伴郎|乘客|车主|保洁|领班|策划师|设计师|化妆师|摄影师|厨师|技师|公子|千金|少爷|家属|刻着|写着"
)
_AFTER = (
    rf"(?=[^{_HAN}]|$|[说要想在的和跟与也被把打来去今昨前刚已正没不需请问拿换订退喝他她吃发住入到走找摔滑受过是有先女小太约送晚下上早带从给让叫帮对向又还就都很生]|"
    r"[七八九十]点|撞|推|迟|手上|两|多付|代驾|同[住行来]|明[天早晚]|一起|一同|一块|一家|反映|投诉|反馈|要求|过敏|喊|哭|闹|骂|丢|忘|联系|登记|办理|预订|签|取|交|留|回|接|听|觉得|感到|等|晕|头|肚|手机|电话|行李|房)"
)
_CALLED = "小朋友|同志|大爷|大妈|爷爷|奶奶|教授|律师|院长|局长|处长|书记|董事长|老板|行长|警官|导游|领队|宝宝|一家|夫妇|夫妻|同住|同行|同来|母女|父子|等人"
_TWO = rf"[{_GIVENS}]{{2}}"
_EDGE = rf"(?:(?<![{_HAN}])|(?<=[{_BEFORE}])|(?<=[的位个])|(?<=一下)|(?<=[昨今明前]晚)|(?<=[昨今明前]天)|(?<=刚才))"
CN_BARE = tuple(
    re.compile(source)
    for source in (
        rf"{_EDGE}(?P<value>{_FREQUENT}[{_GIVENS}]){_AFTER}",
        rf"(?:[是叫找给被让到]|隔壁|楼上|楼下|对面|看见|听见)(?P<value>[{SURNAMES}]{_TWO}){_AFTER}",
        rf"(?<![豪旅马中])(?P<value>{_FREQUENT}{_TWO}){_AFTER}",
        rf"(?:{_PERSON})(?:叫|是|为)?\s?[:,]?\s?(?P<value>(?:{_COMPOUNDS}|[{SURNAMES}]){_TWO})",
        rf"(?:{_PERSON})(?:叫|是)?\s?(?P<value>{_FREQUENT}[{_GIVENS}]){_AFTER}",
        rf"(?:[叫给帮找跟到]|转告|联系|通知|属于|归还|是)(?P<value>{_FREQUENT}[{_GIVENS}])"
        rf"(?=的(?:[^{_HAN}]|$)|[^{_HAN}]|$|手上|送|打|说|要|来|换|取|拿|留|订|约|的[手电房行东箱包])",
        rf"(?<![{_HAN}])(?P<value>{_FREQUENT}[{_GIVENS}]{{1,2}})(?={_CALLED})",
        rf"(?P<value>[{FREQUENT}](?:老师|院长|老板|教授|律师|书记|行长|警官|队长|店长|[哥姐]))(?=[^{_HAN}]|$|[说要的来打在和想叫让不很我他她])",
        rf"{_EDGE}(?P<value>[{FREQUENT}][董局处工队])(?=[^{_HAN}]|$|[说要的来打在和想叫让不很])",
    )
)
_WORD = r"[A-ZÀ-ÖØ-Þ](?:(?!['’]s\b)[A-Za-zÀ-ÖØ-öø-ÿ'’])*(?:-[A-Za-zÀ-ÿ]+)?"
_PAIR = rf"(?P<value>{_WORD}(?: {_WORD}){{1,2}})"
_SAYS = (
    "says|said|wants|wanted|needs|needed|asks|asked|calls|called|complains|complained|mails|mailed|e-mailed|emails|emailed|writes|wrote|reports|"
    "reported|lost|left|forgot|phoned|rang|rings|arrived|arrives|fell|slipped|likes|would like|checks|checked|came|comes|waits|waiting|paid|refuses|"
    "refused|requests|requested|cannot|can't|fainted|feels|thinks|told|got|(?:is|was) (?:waiting|crying|sick|ill|angry|upset|here|outside|allergic)|and (?:his|her)"
)
_CUES = (
    "visitor|nanny|babysitter|maid|lady|gentleman|man|woman|girl|boy|child|baby|niece|nephew|cousin|grandmother|grandfather|grandma|grandpa|"
    "fianc[ée]e?|girlfriend|boyfriend|secretary|interpreter|guide|teacher|client|agent|lawyer|belongs? to|(?:parcel|letter|message|call|flowers) (?:from|for)|"
    "(?:taxi|car|table|cake|wheelchair) for|spoke (?:to|with)|talk(?:ed)? (?:to|with)|wake|tell|told|ask|(?:lady|gentleman|man|woman|child|boy|girl|guest|name|visitor|caller) is|call|contact|inform|notify|name|name of|guests?|greet|meet|met|"
    r"bride|groom|passenger|reads|(?:shouted|yelled|swore|laughed) at|(?:passport|phone|wallet|laptop|iPad|keys?|bracelet|necklace|glasses|ring|bag|suitcase|card|coat|jacket) of|(?:flowers|cake|parcel) to|"
    r"accompanied by|with|for|by|room \d{3,4}[:,]?|(?:^|[ \d])\d{3,4}[:,]?"
)
_TITLES = "Mr|Mrs|Ms|Miss|Mister|Madam|Madame|Monsieur|Dr|Doctor|Prof|Professor|Sir|Lady|Captain|Sr|Sra|Señora?|Herr|Frau|Judge|Senator"
_ROLES = (
    "wife|husband|son|daughter|mother|father|brother|sister|friend|colleague|partner|boss|assistant|driver|nanny|mum|mom|dad|uncle|aunt|girlfriend|"
    "boyfriend|kid|baby|boy|girl|niece|nephew|cousin"
)
_SMALL_STOP = (
    "and|or|is|was|were|who|whom|that|which|has|had|have|will|would|can|could|in|on|at|to|of|for|from|with|by|not|no|the|an|a|all|are|be|but|very|just|"
    "also|so|too|as|it|its|he|she|they|i|we|you|left|lost|fell|came|went|got|gets|wants|needs|says|said|asked|asks|called|complained|slept|sick|room|"
    "word|office|arrived|because|when|where|if|then|there|here|does|did|do|feels|please|still|only|sleeps|snores|again|already|never|out|my|our|this|"
    "your|his|her|their|breakfast|dinner|lunch|one|some|any|having|being|seeing|it's|that's|what|how|why|world|universe|perfect|right|wonderful"
)
_SMALL = rf"(?!(?:{_SMALL_STOP})\b)[a-z]{{3,}}"
_CUED = tuple(
    re.compile(source)
    for source in (
        rf"(?<![A-Za-z\d-])(?:{_TITLES})\.? (?:(?:and|&) (?:Mrs|Ms|Mr|Dr)\.? )?(?P<value>(?:(?:van|von|de|der|den|la|le|di|da|del|bin|al) )*{_WORD}(?: {_WORD}){{0,2}})",
        rf"(?<![A-Za-z\d-])(?:(?i:mr|mrs|ms|dr|mister|prof)\.?|doctor) (?:(?i:and|&) (?i:mrs|ms|mr)\.? )?(?P<value>{_SMALL}|[A-Z]{{3,}})\b",
        rf"\b(?i:my|his|her|our|their|the|a|your) (?i:{_ROLES})(?:-in-law)?,? (?:(?i:called|named) )?(?P<value>{_WORD}(?: {_WORD}){{0,2}})",
        rf"(?<![A-Za-z\d-])(?P<value>{_WORD}) (?:from|in|of) (?:room )?\d{{3,4}}(?= (?:{_SAYS})\b)",
        r"(?i:(?<!\w)(?:tell|told|wake|greet)|the name(?: of)?|name is|named|nanny|visitor|baby|toddler|bride|groom|spoke (?:to|with)) "
        rf"(?P<value>{_WORD})\b",
    )
)
_KOREAN = re.compile(
    r"(?<![A-Za-z\d-])(?P<value>(?:Kim|Lee|Park|Choi|Jung|Kang|Cho|Yoon|Jang|Lim|Han|Shin|Seo|Kwon|Hwang) [A-Z][a-z]+-[a-z]+)"
)
_PAIRED = tuple(
    re.compile(source)
    for source in (
        rf"(?<![A-Za-z\d-])(?i:{_CUES})[,:]? {_PAIR}",
        rf"(?:^|[.:;!?] ?|\n){_PAIR}(?= (?:and {_WORD} {_WORD}|[a-z]{{2,}}(?:s|ed)) )",
        rf"(?<![A-Za-z\d-]){_PAIR}(?=(?:'s|’s)? (?:{_SAYS})\b)",
    )
)
_BESIDE_HAN = re.compile(rf"(?<![A-Za-z]){_PAIR}(?![A-Za-z])")
_RUN = re.compile(
    rf"(?<![A-Za-z\d-]){_WORD}(?: (?:(?:van|von|de|del|della|bin|al|la|le|der|den|di|da) )*{_WORD}){{0,4}}(?![A-Za-z\d-])"
)
_SYLLABLES = re.compile(SYLLABLES, re.IGNORECASE)
_PLACE_NEXT = re.compile(r" (?P<next>[A-Z][a-z]+)")


def cn_bare(text: str) -> Iterator[Piece]:
    """Chinese names by the characters of which they are made."""
    for regex in CN_BARE:
        for match in regex.finditer(text):
            if is_credible(match["value"]):
                yield _piece(*match.span("value"))


def en_bare(text: str) -> Iterator[Piece]:
    """Names in Latin letters by the sounds of pinyin or the words beside them."""
    beside = (_BESIDE_HAN,) if any(is_han(letter) for letter in text) else ()
    for least, patterns in ((1, _CUED), (2, (*_PAIRED, *beside))):
        for regex in patterns:
            for match in regex.finditer(text):
                yield from _cleared(text, *match.span("value"), least=least)
    for match in _KOREAN.finditer(text):
        yield _piece(*match.span("value"))
    for run in _RUN.finditer(text):
        yield from _in_run(text, run.start(), run[0].split(" "))


def _piece(start: int, end: int) -> Piece:
    return start, end, Kind.PERSON, Source.SHAPE


def _cleared(text: str, start: int, end: int, *, least: int) -> Iterator[Piece]:
    """The words of a place without those at its end that are nobody's name; nothing where too few are left, or a place follows."""
    words = text[start:end].split(" ")
    while words and _is_nobody(words[-1]):
        words.pop()
    end = start + len(" ".join(words))
    follows = _PLACE_NEXT.match(text, end)
    is_place = bool(least > 1 and follows and follows["next"] in NOT_NAMES)
    is_shouted = least > 1 and all(word.isupper() for word in words)
    if len(words) >= least and not is_place and not is_shouted and not any(map(_is_nobody, words)):
        yield _piece(start, end)


def _in_run(text: str, start: int, words: list[str]) -> Iterator[Piece]:
    """The names in a row of words with capitals that are a surname and a name in pinyin, in either order."""
    for place, word in enumerate(words):
        first = start + len(" ".join(words[:place])) + bool(place)
        following = words[place + 1 : place + 4]
        if following and _is_pinyin(word, following[0]):
            yield _piece(first, first + len(f"{word} {following[0]}"))


def _is_pinyin(one: str, other: str) -> bool:
    """Whether two words are a surname and a given name as pinyin writes them."""
    for surname, given in ((one, other), (other, one)):
        is_plain = given not in NOT_NAMES | EN_STOP and not (surname.isupper() or surname in NOT_NAMES)
        if surname in PINYIN_SURNAMES and is_plain and _SYLLABLES.fullmatch(given):
            return True
    return False


def _is_nobody(word: str) -> bool:
    return (
        word in EN_STOP or word in NOT_NAMES or (word.isupper() and word.capitalize() in EN_STOP | NOT_NAMES)
    )
