"""The page of all parts: invented rooms and people, every part in every state."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from innkeeper.web import parts
from innkeeper.web.etag import etag_of, unchanged_or
from innkeeper.web.face import is_chinese


def say(zh: str, en: str) -> str:
    """Invented data, like the names a hotel gives its own things, comes in both languages."""
    return zh if is_chinese() else en


class SampleForm(forms.Form):
    """One field of every kind, one of them wrong."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["promised_by"] = forms.CharField(
            label=say("答应几点前", "Promised by"),
            help_text=say("会把这个时间告诉宾客。", "The guest is told this time."),
        )
        self.fields["room"] = forms.RegexField(
            r"^12\d\d$",
            label=say("房间", "Room"),
            error_messages={
                "invalid": say(
                    "没有 1428 房，14 层到 1420 为止。", "There is no room 1428. Floor 14 ends at 1420."
                )
            },
        )
        self.fields["hotel"] = forms.CharField(label=say("酒店", "Hotel"), disabled=True)
        self.fields["note"] = forms.CharField(
            label=say("说明", "Note"), required=False, widget=forms.Textarea(attrs={"rows": 2})
        )
        self.fields["urgent"] = forms.BooleanField(
            label=say("宾客在房内等", "The guest waits in the room"), required=False
        )
        self.fields["channel"] = forms.ChoiceField(
            label=say("怎么来的", "How it came"),
            choices=[("phone", say("客房电话", "Room phone")), ("desk", say("当面", "In person"))],
            widget=forms.RadioSelect,
        )


def sample_form() -> SampleForm:
    """The form as it comes back refused."""
    hotel = say("青槐酒店", "Qinghuai House")
    form = SampleForm(
        {"promised_by": "18:00", "room": "1428", "channel": "phone"},
        initial={"hotel": hotel},
        auto_id="sample_%s",
    )
    form.is_valid()
    return form


def clocks(now: datetime) -> list[parts.ClockFace]:
    """Calm, soon, late, on hold, done, long and last seconds."""

    def at(minutes: float) -> datetime:
        return now + timedelta(minutes=minutes)

    def face(label: str, started: float, due: float, **more: Any) -> parts.ClockFace:
        return parts.clock_face(now=now, started_at=at(started), due_at=at(due), label=label, **more)

    return [
        face(say("从容，用了不到一半", "Calm, under 50 %"), -8, 22),
        face(say("快到，剩 10 分或用了 80 %", "Soon, 10 min or 80 %"), -8, 7),
        face(say("超时", "Late"), -42, -12),
        face(say("暂缓", "Hold"), -20, 40, paused_at=at(-5), hold_words=say("等宾客回来", "Waits for guest")),
        face(say("完成", "Done"), -30, 30, stopped_at=at(-26)),
        face(say("超时完成", "Done late"), -50, -20, stopped_at=at(-8)),
        face(say("小时", "Hours"), -28, 92),
        face(say("天", "Days"), -60 * 5, 60 * 50),
        face(say("超时几小时", "Late by hours"), -300, -95),
        face(say("最后一分", "The last minute"), -14.2, 0.8),
    ]


def rail() -> list[parts.RailStage]:
    """A rail with a late stage."""
    return [
        parts.RailStage(say("接报", "Report"), "12:10", "done"),
        parts.RailStage(say("响应", "Respond"), say("超 6 分", "6 min late"), "late"),
        parts.RailStage(say("处理", "Resolve"), say("现在", "now"), "now"),
        parts.RailStage(say("回访", "Feedback"), say("换房之后", "after the move")),
        parts.RailStage(say("复盘", "Review"), say("24 小时内", "within 24 h")),
    ]


def gates() -> list[parts.Gate]:
    """Two conditions met, two open."""
    return [
        parts.Gate(say("漏水已止，工程部签字", "Leak stopped, signed by engineering"), is_done=True),
        parts.Gate(say("1208 的宾客有干的房间", "Guest of 1208 has a dry room"), is_done=True),
        parts.Gate(say("财产损坏报告齐全", "Damage report complete"), is_done=False, href="#tasks"),
        parts.Gate(say("19:00 后回访", "Follow-up call after 19:00"), is_done=False),
    ]


def rows(faces: list[parts.ClockFace]) -> list[parts.CaseRow]:
    """Three cases: late, soon, calm."""
    titles = [
        (
            "漏水打湿行李，补偿方案还没告诉宾客",
            "Leak wet the luggage, the guest has no answer yet",
            "1208",
            2,
            1,
        ),
        ("空调不制冷，等工程师到房", "Air conditioning does not cool, engineer on the way", "1705", 1, 2),
        ("早餐座位被占，想要说法", "Breakfast seat taken, wants a word", say("大堂", "Lobby"), 0, 3),
    ]
    return [
        parts.CaseRow(
            dom_id=f"case-{number}",
            href="#case",
            title=say(zh, en),
            place=place,
            sub=say("客诉单 · 14:25 升级到值班经理", "Complaint · goes to the manager on duty at 14:25"),
            who=say("前厅部 · 周岚", "Front office · Zhou Lan"),
            who_note=say("您来打这个电话", "You make this call"),
            clock=faces[clock],
            level=level,
            is_room=place.isdigit(),
        )
        for number, (zh, en, place, clock, level) in enumerate(titles)
    ]


def tasks(faces: list[parts.ClockFace]) -> list[parts.TaskCard]:
    """A late card, a calm one, one that must wait, one done."""
    steps = [
        parts.Step(say("接单 13:40", "Taken 13:40"), "done"),
        parts.Step(say("到房 13:46", "In the room 13:46"), "done"),
        parts.Step(say("做好", "Done"), "now"),
    ]
    done = parts.Press(say("做好了", "Done"), "#")
    return [
        parts.TaskCard(
            "task-1",
            "1208",
            say("吸水，掀起地毯，拍照留证", "Extract water, lift the carpet, take photos"),
            clock=faces[2],
            state="late",
            level=1,
            steps=steps,
            next_step=done,
            others=[
                parts.Press(say("要帮手", "I need a hand"), "#", "plain"),
                parts.Press(say("做不了", "I cannot"), "#", "plain"),
            ],
        ),
        parts.TaskCard(
            "task-2",
            "1210",
            say("加两条浴巾、一瓶洗发水", "Two more towels, one shampoo"),
            clock=faces[1],
            steps=[steps[0], parts.Step(say("去房间", "On the way"), "now"), parts.Step(say("做好", "Done"))],
            next_step=parts.Press(say("我到了 1210", "I am at 1210"), "#"),
            hint=say(
                "宾客在房内：敲门三次，报“客房服务”。", "Guest is in: knock three times, say housekeeping."
            ),
        ),
        parts.TaskCard(
            "task-3",
            "1302",
            say("送熨斗和熨板", "Iron and board"),
            clock=faces[4],
            state="done",
        ),
    ]


def jobs(faces: list[parts.ClockFace]) -> list[parts.Job]:
    """Lines of a department."""
    return [
        parts.Job(say("关 13-B 立管，止水", "Shut riser 13-B"), say("12:31 完成", "Done 12:31"), "done"),
        parts.Job(
            say("财产损坏报告", "Damage report"),
            say("4 张照片，缺文字", "4 photos, no text"),
            "late",
            faces[2],
        ),
        parts.Job(
            say("烘干 1208 的吊顶", "Dry the ceiling of 1208"), say("吴磊在现场", "Wu Lei"), "now", faces[0]
        ),
        parts.Job(say("查看 1207 和 1209", "Look at 1207 and 1209"), say("12:50 开始", "From 12:50")),
    ]


def thread(now: datetime) -> list[parts.ThreadLine]:
    """Guest, staff with a promise, a contradiction, a note."""
    phone = say("客房电话", "by room phone")
    return [
        parts.ThreadLine("e1", now, say("林女士", "Ms Lin"), phone, say(
            "天花板漏水，滴在我的箱子上，七点还有饭局。", "Water comes through the ceiling onto my suitcase."
        ), "guest"),
        parts.ThreadLine("e2", now, say("许敏", "Xu Min"), say("电话", "by phone"), say(
            "换到 1705，同房型高楼层，宾客同意。", "Offered 1705, same type, higher floor. Accepted."
        ), "staff", promise=say("承诺：裙子 18:00 前送回", "Promise: dress back by 18:00")),
        parts.ThreadLine("e3", now, say("邵平", "Shao Ping"), say("当面", "in person"), say(
            "说裙子明早送回。", "Said the dress comes tomorrow."
        ), "staff", is_contradiction=True),
        parts.ThreadLine("e4", now, say("周岚", "Zhou Lan"), say("内部备注，宾客看不到", "note, the guest never sees this"),
            say("洗衣房确认 17:30，在授权额度内。", "Laundry confirms 17:30. Within my limit."), "note"),
    ]  # fmt: skip


def masks() -> list[parts.Mask]:
    """Sealed, asking, open, refused, not given."""
    url = reverse("web:parts_reveal")
    why = purposes()
    phone, mail = say("手机", "Mobile"), say("邮箱", "Email")
    return [
        parts.Mask("m1", phone, "138 **** 4471", url, purposes=why),
        parts.Mask("m2", mail, "l***@*****.example", url, purposes=why, asked=True),
        opened_mask(),
        parts.Mask(
            "m4", say("银行卡", "Card"), "**** 0931", refused=say("您的岗位不能看", "Not for your post")
        ),
        parts.Mask("m5", say("生日", "Birthday"), ""),
    ]


def purposes() -> list[tuple[str, str]]:
    """What it may be opened for."""
    return [
        ("case", say("为本工单回电", "To call back for this case")),
        ("other", say("别的原因", "Another reason")),
    ]


def opened_mask() -> parts.Mask:
    """An invented number, open."""
    return parts.Mask("m3", say("手机", "Mobile"), "138 **** 4471", open_value="138 0057 4471")


def kpis() -> list[parts.Kpi]:
    """Four figures, one late."""
    return [
        parts.Kpi(212, say("在住", "In house"), "#", say("共 300 间", "of 300")),
        parts.Kpi(97, say("今日预抵", "Arrivals"), "#"),
        parts.Kpi(18, say("预离未离", "Due out"), "#"),
        parts.Kpi(6, say("贵宾", "VIP"), "#"),
        parts.Kpi(23, say("未结工单", "Open cases"), "#", is_open_cases=True),
        parts.Kpi(2, say("超时", "Late"), "#", state="late", is_open_cases=True),
    ]


def rack() -> list[parts.RackFloor]:
    """Three floors of twenty rooms."""
    special = {
        3: ["oc", "dnd"], 5: ["oc", "vip"], 8: ["ooo", "open"], 9: ["oc", "open"], 12: ["oc", "late"],
    }  # fmt: skip
    floors = []
    for floor in (14, 13, 12):
        hooks = []
        for room in range(1, 21):
            states = special.get(room, ["oc"] if room % 3 else ["vc"]) if floor != 14 else ["oc"]
            hooks.append(
                parts.Hook(f"{floor}{room:02}", f"{room:02}", tuple(states), say("在住", "in house"), "#rack")
            )
        floors.append(
            parts.RackFloor(say(f"{floor} 层", f"Fl {floor}"), hooks, 3 if floor != 14 else 0, "#rack")
        )
    return floors


def everything(*, now: datetime) -> dict[str, Any]:
    """The context of the page."""
    faces = clocks(now)
    return {
        "now": now,
        "clocks": faces,
        "rail": rail(),
        "gates": gates(),
        "rows": rows(faces),
        "tasks": tasks(faces),
        "jobs": jobs(faces),
        "thread": thread(now),
        "masks": masks(),
        "kpis": kpis(),
        "rack": rack(),
        "form": sample_form(),
        "tabs": [
            parts.Tab(say("1208 林女士", "1208 Ms Lin"), panel="panel-guest", is_selected=True),
            parts.Tab(say("内部备注，4 条", "Internal notes, 4"), panel="panel-notes", icon="lock"),
        ],
        "heard": heard(),
        "changes": changes(now),
        "units": ["late", "soon", "", "", "hold"],
    }


def changes(now: datetime) -> list[parts.Change]:
    """Two changes of a setting, one of them with a way back."""
    target = say("送达", "Deliver")
    return [
        parts.Change(
            at=now - timedelta(days=1),
            who=say("周岚", "Zhou Lan"),
            lines=[(target, say("20 分钟", "20 minutes"), say("15 分钟", "15 minutes"))],
            reason=say("暑期", "Summer"),
        ),
        parts.Change(
            at=now - timedelta(days=9),
            who=say("高远", "Gao Yuan"),
            lines=[(target, "", say("20 分钟", "20 minutes"))],
            back="#changes",
        ),
    ]


def heard() -> list[parts.Heard]:
    """One line, read back."""
    return [
        parts.Heard("1209", say("房间", "room")),
        parts.Heard(say(" 墙角", " wall ")),
        parts.Heard(say("渗水", "leaks"), say("类别", "category")),
        parts.Heard(say("，", ", ")),
        parts.Heard(say("两点要出门", "out at two"), say("联系时间", "reach by"), is_sure=False),
        parts.Heard(say("，", ", ")),
        parts.Heard(say("想换房", "wants another room"), say("宾客要的", "asks for")),
    ]


def polled(request: HttpRequest, *, now: datetime) -> HttpResponse:
    """A fragment that changes each hour, and answers 304 between."""
    hour = now.replace(minute=0, second=0, microsecond=0)
    return unchanged_or(
        request, etag_of(hour), lambda: render(request, "web/_sample_poll.html", {"now": now})
    )
