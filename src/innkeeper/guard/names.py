"""Names of people whom no record knows, by their surname and the words around them."""

import re
from collections.abc import Iterable, Iterator

from innkeeper.guard.lists import COMPOUNDS, EN_STOP, SURNAMES
from innkeeper.guard.spans import Kind, Source
from innkeeper.guard.weighed import is_credible

_COMPOUNDS = "|".join(sorted(COMPOUNDS))
_GIVEN = r"[\u4e00-\u9fff]"
_STOP = (
    "的了是在有和与及或说要想来去到把被给让叫很都也还就才又不没先女小太师经主您你我他她它们这那哪谁什么怎收住投反表客宾本于今昨上下前后里外"
    "二三四五六七八九十号吗呢吧啊呀,.;:!?因为从并近已手电身持退请需帮等刚"
)
_WORD = "贵宾|明天|明早|明晚|一直|一起|一家|向您|向我|正在|主任|医生|医师"
_THIRD = rf"(?:(?![{_STOP}]|{_WORD}){_GIVEN})?"
_SECOND = rf"(?!{_WORD}|[查肤]|主治|当[晚日天时场]|[是月年]|过[敏来去]|理|常|营){_GIVEN}"
_NAME = rf"(?P<value>(?:{_COMPOUNDS}|[{SURNAMES}]){_SECOND}{_THIRD})"
_RIGHT = (
    r"先生|女士|小姐|太太|贵宾|客人|老师|医生|医师|主任|护士|经理|总监|主管|师傅|同学|阿姨|叔叔|你好|您好|收(?!费|到|拾|了)|的?手机|的?电话|"
    r"的?身份证|的?护照|的?客史|的?投诉|的?提醒|的?会员|的?房间|本人|,?\d{1,3}岁|是一[名位]|,[男女]|\(|、"
)
_NEXT = r"(?=[\s,.;:!?()、。\u0022的和与在为对从今昨于收您你先女小太师主医是被近年现说表反来去要诊开负指已也\ufffc]|$)"
_NAMED = "我叫|名叫|名字叫|名字是|叫做|姓名|户名|持卡人|入住人|同住人|同行人|联系人|收件人|预订人|登记人"
_ROLE = (
    "客人|宾客|贵宾|住客|旅客|亲爱的|尊敬的|老公|老婆|丈夫|妻子|爱人|我?先生|我?太太|儿子|女儿|孩子|我爸爸?|我妈妈?|父亲|母亲|哥哥|姐姐|"
    "弟弟|妹妹|爷爷|奶奶|外婆|外公|岳父|岳母|同事|朋友|同学|陪同|助理|秘书|司机|导游|领队|员工|服务员|管家|主治医[师生]|医[师生]|护士|感谢|"
    "谢谢|本人|我是"
)
_WITH = "同行|随行|陪同|同来|同住|一同前来"
_CLEAR = "欧阳|端木|上官|独孤|南宫|万俟|夏侯|诸葛|尉迟|公羊|赫连|澹台|皇甫|濮阳|公冶|太叔|申屠|公孙|慕容|仲孙|宇文|令狐"
_TITLE = "先生|女士|小姐|太太|贵宾|主任|医生|医师|主任医师|您好|你好"
_DOES = (
    "被|近期|年收入|月收入|个人|现居|诊断|说|反映|投诉|要求|表示|信用|持有|居住|通过|今年|目前|来电|入住|的"
)
CN_NAMES = tuple(
    re.compile(source)
    for source in (
        rf"(?:{_NAMED})(?:为|是|叫|写|请写)?\s?[:,]?\s?{_NAME}",
        rf"(?:{_ROLE})(?:为|是|叫)?\s?[:,]?\s?{_NAME}{_NEXT}",
        rf"(?:{_WITH})的\s?{_NAME}{_NEXT}",
        rf"(?P<value>(?:{_CLEAR}){_SECOND}{_THIRD}){_NEXT}",
        rf"(?<![\u4e00-\u9fff]){_NAME}(?={_RIGHT}|{_DOES})",
        rf"(?:由|与|和|对|找|致|给|在|请|经|向|及)\s?{_NAME}(?=(?:{_RIGHT}))",
        rf"(?P<value>(?:{_COMPOUNDS}|[{SURNAMES}])(?!主治|当[晚日天时场]|[查肤主医]){_GIVEN}{_GIVEN}?)(?={_TITLE})",
        rf"(?P<value>小(?![时费房包路车米花鱼牛马毛])[{SURNAMES}](?![{SURNAMES}]))(?=[\s,.;:!?说在和的叫帮态很是])",
        rf"(?P<value>[{SURNAMES}](?:经理|主管|总监|师傅|医生|阿姨|总))",
        rf"(?:^|[\s,.;:!?]|{_NAMED}|{_ROLE}|由|与|和|在|经|是)\s?(?P<value>[\u4e00-\u9fff]{{1,5}}(?:·[\u4e00-\u9fff]{{1,8}}?)+){_NEXT}",
    )
)
_EN_WORD = r"[A-ZÀ-ÖØ-Þ](?:[A-Za-zÀ-ÖØ-öø-ÿ'’]+|\.)(?:-[A-ZÀ-Ý][A-Za-zÀ-ÿ]+)?"
_EN_NAME = rf"(?P<value>{_EN_WORD}(?: {_EN_WORD}){{0,3}})"
EN_NAMES = tuple(
    re.compile(source)
    for source in (
        rf"\b(?:[Mm]y name is|[Mm]y name's|[Tt]he name is|[Nn]amed|[Cc]alled|[Nn]ame:|[Nn]ame is|[Hh]older:?|[Aa]ttention of|[Aa]ttn:?|[Cc]ontact:?|"
        rf"I am|I'm|[Tt]his is|[Mm]ade by|[Bb]ooked by|[Ss]igned by|[Gg]uest:?|[Cc]ompanion|[Cc]olleague|[Ff]riend|"
        rf"[Hh]usband|[Ww]ife|[Ss]on|[Dd]aughter|[Mm]other|[Ff]ather|[Bb]rother|[Ss]ister|[Pp]artner|[Bb]oss|[Aa]ssistant|[Dd]river|"
        rf"[Kk]id|[Dd]octor|[Pp]hysician|[Dd]ear|[Hh]ello|[Hh]i|[Mm]um|[Mm]om|[Dd]ad|[Uu]ncle|[Aa]unt|says|said|by|for|reminder from|under),? "
        rf"(?:(?:Mr|Mrs|Ms|Miss|Dr|Prof)\.? )?{_EN_NAME}",
        rf"\b(?:Mr|Mrs|Ms|Miss|Mister|Madam|Dr|Prof|Sir|Lady)\.? {_EN_NAME}",
        rf"{_EN_NAME}(?=,? (?:an? )?\d{{1,3}}-year-old|,? is an? \d|'s (?:phone|passport|room|booking|card|complaint|doctor|credit))",
    )
)


def cn_names(text: str) -> Iterator[tuple[int, int, Kind, Source]]:
    """Chinese names that a word before or behind gives away."""
    for regex in CN_NAMES:
        for match in regex.finditer(text):
            if is_credible(match["value"]):
                yield match.start("value"), match.end("value"), Kind.PERSON, Source.CUE


def en_names(text: str) -> Iterator[tuple[int, int, Kind, Source]]:
    """Names in Latin letters that a word before or behind gives away."""
    for regex in EN_NAMES:
        for match in regex.finditer(text):
            start, end = _without_stop_words(match["value"], match.start("value"))
            if start < end:
                yield start, end, Kind.PERSON, Source.CUE


def _without_stop_words(value: str, start: int) -> tuple[int, int]:
    words = value.split(" ")
    kept = 0
    for word in words:
        if word in EN_STOP or (kept == 0 and len(word) < 2):
            break
        kept += 1
    return start, start + len(" ".join(words[:kept]))


def repeated(text: str, names: Iterable[str]) -> Iterator[tuple[int, int, Kind, Source]]:
    """Every other place of the names just found; of a Latin name also its parts, since the next sentence says Jason."""
    forms: set[str] = set()
    for name in names:
        forms |= {
            rf"\b{re.escape(part)}\b"
            for part in name.split()
            if len(part) > 2 and part.isascii() and part not in EN_STOP
        }
        forms |= {re.escape(name)} if len(name) > 1 and not name.isascii() else set()
        forms |= {rf"\b{re.escape(name)}\b"} if " " in name and name.isascii() else set()
    if not forms:
        return
    for match in re.finditer("|".join(sorted(forms, key=len, reverse=True)), text):
        yield match.start(), match.end(), Kind.PERSON, Source.SHAPE
