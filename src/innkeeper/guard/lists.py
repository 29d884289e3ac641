"""Characters and words of which names are made, and words that are nobody's name; no rule stands here."""


def listed(text: str) -> frozenset[str]:
    """The words that a text lists."""
    return frozenset(text.split())


SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳鲍史唐"
    "费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董"
    "梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯管卢莫经房裘缪干解应宗丁宣邓郁单杭洪包诸左石崔吉"
    "龚程嵇邢裴陆荣翁荀羊惠甄曲家封芮储靳汲松井段富巫乌焦巴弓牧隗山谷车侯宓蓬全班仰秋仲伊宫宁仇栾暴甘厉戎祖武符刘景詹束龙叶"
    "幸司韶郜黎蓟薄印宿白怀蒲从鄂索咸籍赖卓蔺屠蒙池乔阴胥能苍双闻莘党翟谭贡劳姬申扶堵冉宰郦雍桑桂濮牛寿通边扈燕冀浦尚农温别庄晏"
    "柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终居衡步都耿满弘匡国文寇广禄阙东欧沃利蔚越隆师巩聂晁勾敖融冷訾辛阚那简饶空曾沙养鞠丰"
    "巢关相查后荆红游竺权盖益桓公肖涂代付闫邸佟位仝苑覃岳帅麦楚苟晋亓仉笪楼原丛逄檀粟缑郏仵隽逯揭旷昝"
)
"""What a Chinese name may begin with."""
COMPOUNDS = listed(
    "欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台 皇甫 宗政 濮阳 公冶 太叔 申屠 公孙 慕容 仲孙 钟离 长孙 宇文 司徒 鲜于 司空 令狐 左丘 呼延 东郭 拓跋 轩辕 谷梁 闾丘"
)
"""Surnames of two characters."""
CN_WORDS = listed(
    "班经理 原话 房号 文书 何处 通话 关系 时限 陈述 孙子 谈话 顾贵宾 项明文 和订 房牌 凌晨 水总 原工单 楼层 位已 和号码"
    " 查房 全拼 和解 通风 房总 查泳池 楼梯 从所列 纪元 东西 费用 公司 经经理 何时 何地 何人 何事 任一 关怀"
    " 任务 应急 小于 安静 平时 高兴 满意 关于 时候 方便 房间 方面 成都 和谐 常常 明天 水果 时间 经理 经常 包括"
    " 金额 文明 温度 向您 国内 师傅 家人 家里 宁静 万分 通知 通过 任何 全部 全程 全家 能够 应该 应当 都是"
    " 都有 相关 相应 于是 单独 单间 双床 双人 计划 支付 管理 管家 石材 水管 水龙 路上 路口 车位 牛奶 鱼片"
    " 都很 别人 别的 后来 后面 空调 查看 查询 和服 和前 和客 和我 和他 和她 和您 和工 和酒 和保 和退 和预"
    " 和同 和房 钟点 康乐 红酒 白天 强烈 包厢 温馨 安排 安全 安保 明确 明显 周到 周边 周围 周末 周一 周二"
    " 周三 周四 周五 周六 周日 张贴 张床 程序 项目 毛巾 毛病 花园 田园 方向 方式 万一 连续 连接 索要 索赔"
    " 从来 从未 有人 习惯 利用 简单 简直 容易 易耗 文件 游客 游泳 游泳池 许多 许久 何况 左右 古镇 池水"
    " 班车 景区 景点 景观 公卫 关阀 刁蛮 勾选 宰客 焦糊 空净 谈成 谢谢 项不 马桶 房卡 水渍 黄渍 金卡 银卡 白卡 房店 单晓 燕窝 华夫 江景房 海景房 景房 红疹 齐备 和经理 柏悦 君悦"
    " 费太 经医 车牌 车费 车票 车险 车祸 车胎 水壶 水压 水柱 水表 水箱 水槽 花洒 花盆 花束 花瓶 房态 房源 房型 房晚 包装 包裹 包场 路灯 路由 查账 查收 单号 单价 常备 应收 管井 管线 连通 方桌"
    " 毛毯 毛发 毛绒 毛边 米饭 米粉 鱼缸 鱼刺 牛排 牛肉 马甲 空房 相机 后厨 代驾 代付 代收 付清 开关 成交 宿费 门锁"
)
"""Words of the house and of every day that are nobody's name, whatever stands beside them."""
FREQUENT = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付"
    "方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞柳"
    "甘祝宁尚舒阮柯纪梅童凌毕季裴霍涂苗谷盛曲翁冉骆蓝游辛靳管柴蒙鲍华喻祁蒲滕屈饶牟艾尤穆卓吉缪项麦傅孔石丁汪文余褚娄窦戚岑晏卫柏宗瞿佟臧闵洪简阎芦蔺隋"
)
"""Surnames that most people have and that begin few ordinary words."""
TWO_WORDS = listed(
    "卫生 祝福 江景 管道 黄河 金华 莫明 柏林 欧元 卓越 方向 方正 金银 高尚 高度 高尔 白金 黄金 万一 安宁 安心 安康 安德 温和 华美 华丽 华夏 江南 江山 江河 江海 欧洲 程序"
    " 温馨 温泉 温暖 明亮 方圆 方便 高级 高原 高山 高中 高大 高铁 高雅 高效 白天 白银 白云 白玉 白兰 白芷 黄山 黄海 黄石 黄昏 金钱 金属 金星 金山 金桥 金海 金铭 马路 马达"
    " 马力 马德 梅花 兰花 兰州 林海 林业 林荫 周正 周岁 周至 周年 周全 周详 毕业 毕生 石油 石家 石英 石山 石林 龙井 龙华 龙门 龙虎 龙山 龙泉 史诗 史书 应该 项链 雷电 雷雨"
    " 常德 常温 常青 罗马 罗山 康复 康健 康乐 康桥 连云 连山 江阴 江宁 江门 江西 江苏 宁波 宁夏 宁海 宁静 严实 严格 严谨 严正 钱江 钱塘 钱财 任意 任何 任凭 单元 单人 池塘"
    " 武夷 武汉 武康 武林 武功 吉祥 吉林 吉利 易通 易达 白酒 白色 田园 田野 花园 阳春 阳江 孔雀 孔道 余下 余香 汤圆 汤泉 水晶 牛奶 童年 童声 童装 季节 季度 苗圃 古韵 古典"
    " 古城 穆斯 纪念 纪实 和平 和谐 万达 万恒 万豪 万宁 万国 万象 万家 东方 东山 东海 东京 东湖 华东 华山 华北 华中 华南 华侨 华尔 华盛 华安 华邦 于是 余温 谷雨 冬瓜 宗旨"
    " 严禁 夏天 夏日 夏季 夏令 秋天 秋季 关于 关门 关心 关爱 关山 杜绝 宋城 宋朝 唐朝 唐城 秦皇 秦淮 汉庭 汉阳 赵州 魏晋 吴江 吴山 徐家 徐徐 许可 许愿 许久 时尚 时光 钟声 钟鼓"
    " 施工 施展 曲江 曲折 曲艺 成功 成立 成本 成年 成人 成绩 沈阳 沈城 梁山 郑州 郑重 杭州 苏州 苏杭 鲁山 鲁能 汪汪 戴河 章程 景山 景德 柳州 柳树 杨树 杨梅 李子 李宁 张江 张家"
)
"""Words of two characters whose first is a surname."""
GIVEN = frozenset(
    "令向伟芳娜秀英敏静丽强磊军勇艳杰娟涛明超霞平刚桂建国梅玲辉玉红波宁斌鹏飞燕云凤琴兵林春晓峰海龙婷雪慧莹颖洁倩琳璐佳欣怡悦琪瑶萱涵雨诗梦"
    "思雅馨语嫣彤妍子梓紫轩浩宇航睿博文昊天泽俊豪志远翔凯旭晨阳东亮成康健鑫森淼坤峻岩松柏楠桐柳荣华富贵福喜庆祥瑞吉安乐德仁义礼智信忠孝勤"
    "诚善良美珍珠宝金银翠莲荷菊兰竹香芬芝蓉萍莉菲薇蕾蓓菁茜茹莎萌昌盛隆兴旺顺利胜永长世家光耀辉煌振邦民生立新正卫先保全培根树柱栋梁楷模振"
    "若如婉清澈澄沁溪湘江河洋洲洪涌润泓渊源渝沛沐汐沅芷兮然熙照煜炜烨焱灿炫烁灵秋冬夏冰寒霜露雯霓虹晴晗曦昕晖昱晟曼曙景月星辰皓皎朗丹彩"
    "彬彦彰影心念忆恒恩惠想意愿愉惟怀悠恬恺可嘉君知行书画琴棋诺谦谨谊诚论谕贤达通逸遥道运迪凡千百万一二三启承传继绍宗祖孟仲季伯叔少小大中"
    "和合同元方圆京津沪川山岭岚峥嵘崇岳峦屹磊石玮珂珊珏琛琦琨瑾瑜璇璟璞瑛玥珺琬琰瑗瑞环玫瑰珑玲绮绣纹缨丝绢绮罗素纯洁净莺鹃雁鸿鹤鹰骏驰骥腾"
    "跃越超起奇奕弈夫功勋勇力劲敢毅坚贞固定宽容宏宾宸寅学友亚甲艺苑苗英茂荟蔚蕊薰藏衡言训诗词韵音声歌舞斐翰羽习翼翎耀聪睿哲理政敬效教攀放"
    "鸣岩钧钢铁锋锐锦镇鉴铭钰铮镕培基坚城塘墨壮声女妮妹姗娇婵媛嫦嬿娴婧姝妤孜映佩宜楚淑婉沛依伊娅黛蓝碧翡露笛筠箫柔素书棠榕枫榆槿柯樱桃杏棣樊澍潇滢漫淇淳润湛瀚灏炳熠勋焕焰燃爽牧犇玥珈珮珩琬琰甜盈睦砚碧祎祯祺禹秉秦稷穗穆竣笑筱篱粲绍缘翊聆肃胜舟良若茵茉荔莘菀葵蒙蓝蔓薪虎裕覃谣轶迅远逊郁郡鄂酉野量钦铎铠锴镕闯闻阔陶雁雄雍霆靖韬顺颂飒骁鲁麒麟黎默龄媚媱嫒娥娣妙妍妤婵娆姣嫚孝存季枝桃凰仙孟宣宛寿导尔尚展岱帆帅帝席年广序庭弘张弛彪微德徽必志忻怜"
)
"""Characters of which given names are made."""
NOT_GIVEN = frozenset("的了是在有不要说没来去到都就还也很又太再被把让给")
NOT_GIVEN_WORDS = listed(
    "保安 工单 超时 顺序 宝宝 房卡 清理 培训 宣传 生长 出现 床头 窗帘 被子 枕头 客房 客人 贵宾 大床 双床 加床 小心 中心 行政 旺季 尔夫 礼宾 一天 一次 虎虎 一百 一千 一万 百元 千元 万元 方向 大堂 中国 中午 中文 大门 小时 大小 三天 二天 一楼 二楼 三楼 大楼 小楼 心情 天气"
    " 天空 天堂 明天 中央 中山 山东 海南 山水 山庄 山海 海景 江景 景观 景点 海岸 海鲜 花园 公园 乐园 果园 小园 安全 安心 清洁 洁净"
    " 整洁 光亮 明亮 明白 三星 二星 金星 水星 星光 阳光 月光 灯光 时光 风光 光顾 正式 正常 真心 真诚 热心 热情 关心 爱心 良心 好心 善意 同意 愿意"
    " 好意 生意 心意 新意 创意 在意 注意 有意 大意 特意 满意 知道 道路 大道 通道 同道 味道 通知 得知 书中 书房 文化 文字 语言 英语 国语 汉语 国家 国际 国立"
    " 国旅 国美 家庭 家人 家长 家里 大家 家乐 利润 利用 便利 福利 金额 奖金 现金 金钱 黄金 金桥 金融 银行 铜牌 金牌 大唐 小河 长江 长城 长时 长久 永久"
    " 长远 长期 夏天 秋天 冬天 春节 春运 夏季 秋季 冬季 春季 雨天 雪天 大雨 大雪 下雨 下雪 雨伞 雪山 新闻 新年 新建 全新 新鲜 清新 重新 新颖"
)
"""Two characters that are a word where they stand behind a surname's."""
ORDINARY_SURNAMES = frozenset(
    "和都等于从时应能全成向方高马黄金白张车路花水房包云安常乐康平元顾江石左明温文华东夏冬万钱支单双干解经何许任连强关计牛羊鱼米毛皮麻家红古易游充终"
    "居步满广师空查相后代付开位那要曾有通管洪梁林叶田农别会国习项严容沙养盖桂丰利欧富段雷雪井山谷童梅桑松公冷帅苦暖热沉祝贺辛劳尚党权池阴同喻仰伏章程"
    "季凌商印宿怀蒙闻扶宁伯宫班滑巴弓侯局瞿耿弘寇禄沃越隆简饶巢益钟边楼原费司"
)
"""Surnames that are words of every day as well, or begin many."""
BEFORE_PEOPLE = listed(
    "客人 宾客 贵宾 住客 旅客 访客 来宾 嘉宾 老公 老婆 丈夫 妻子 爱人 先生 太太 夫人 儿子 女儿 孩子 宝宝 爸爸 妈妈 父亲 母亲 哥哥 姐姐 弟弟 妹妹 爷爷 奶奶 外婆 外公 岳父"
    " 岳母 同事 朋友 同学 闺蜜 室友 老人 助理 秘书 司机 导游 领队 翻译 律师 记者 教练 教授 前台 管家 经理 主管 领班 服务员 保安 保洁 医生 护士 师傅 会务组 餐厅 客房部 礼宾部"
    " 工程部 收件人 联系人 预订人 登记 自称 多亏 感谢 谢谢 表扬 联系 通知 转告 告诉 陪同 发现 看到 遇到 隔壁 旁边 前夫 前妻 男友 女友 昨天 昨晚 今天 今早 今晚 明天 明早 刚才"
    " 下午 上午 中午 晚上 凌晨 早班 夜班 早上 送机 接机 叫早 打扰 认识 打电话 电话 找不到 值班 名单 留言 交给 还给 转交"
)
"""Words behind which a name of a person often stands."""
AFTER_PEOPLE = listed("贵宾 先生 女士 小姐 太太 夫妇 夫妻 老师 医生 小朋友 家 同学 教授 本人")
"""Words before which a whole name stands."""
INSTEAD_OF_GIVEN = listed(
    "经理 主管 总监 师傅 医生 阿姨 总 老师 院长 老板 教授 律师 书记 行长 警官 队长 店长 哥 姐 董 局 处 工 队"
)
"""What staff put behind a surname instead of a given name."""
PINYIN_SURNAMES = listed(
    "Wang Li Zhang Liu Chen Yang Huang Zhao Wu Zhou Xu Sun Ma Zhu Hu Guo He Gao Lin Luo Zheng Liang Xie Song Tang Han Feng Deng Cao Peng Zeng Xiao"
    " Tian Dong Yuan Pan Jiang Cai Yu Du Ye Cheng Su Wei Lv Lyu Ding Ren Shen Yao Lu Cui Zhong Tan Fan Jin Shi Liao Jia Xia Fu Fang Bai Zou Meng Xiong"
    " Qin Qiu Yin Xue Yan Duan Lei Hou Long Tao He Gu Mao Hao Gong Shao Wan Qian Dai Mo Kong Tang Wen Kang Ge Xing Qi Yi Qiao Pang Ni Zhuang Nie Geng"
    " Guan Lan Jiao Yu Zuo Gan Ning Shang Shu Ruan Ke Ji Mei Tong Ling Bi Pei Huo Tu Miao Sheng Weng Ran Lin Ouyang Zhuge Sima Shangguan Murong Huangfu"
    " Chan Cheung Chow Chu Ho Kwok Lai Lam Lau Lee Leung Lo Ng Tam Tsang Tse Wong Woo Yeung Yip Yuen Tsai Hsu Hsieh Chiang Chou"
)
_INITIAL = "(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?"
_FINAL = "(?:iang|iong|uang|ueng|ang|eng|ing|ong|ian|iao|uan|uai|ai|ei|ao|ou|an|en|in|un|ia|ie|iu|ua|uo|ui|ue|er|a|o|e|i|u|v)"
SYLLABLES = rf"{_INITIAL}{_FINAL}(?:[-']?{_INITIAL}{_FINAL})?"
"""One or two syllables of pinyin, in small letters."""
EN_STOP = listed(
    "The This That These Those There Here Hotel Guest Guests Relations Customer Service Services Team Manager Management Sir Madam Ms Mr Mrs Room"
    " Booking Order Account Card Passport Number Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July"
    " August September October November December Thank Thanks Sorry Please Very Not Sure I We You He She It They My Our Your His Her All And But Or In"
    " On At By For From To Of With As If When Then So No Yes Am Pm Wifi Wi WhatsApp WeChat Front Desk Reception Breakfast Dear Kind Regards Good"
    " Morning Afternoon Evening Everyone Nobody Somebody Happy Still Just Now Valued Chinese English Russian French German American Bank China"
)
"""Words that begin a sentence or address somebody: where a name in Latin letters ends."""
NOT_NAMES = listed(
    "Street St Road Rd Avenue Ave Lane Drive Boulevard Square Way Park Garden Gardens Hotel Hotels Inn Resort Resorts Suites Suite Plaza Tower Towers"
    " Centre Center Mall Airport Station Terminal Museum Palace Temple Church Cathedral University College School Hospital Beach Bay Island Islands Hill"
    " Hills Lake River Bridge Harbour Harbor Market Building House Court Club Bar Restaurant Cafe Café Coffee Lounge Spa Pool Gym Lobby Floor Room Rooms"
    " Wing Hall Gate Bank Village Manor Apartments Residence Residences Embassy Plantation Landing Lakes Quarter Palms Peninsula Point Convention Night Nights Price Regency Aqua Ocean Sea Garden Dame Cape Cod Notre Sol Airlines Airways Express Line Metro Bus Train Tea Wine Beer Juice Water King Queen Double Twin Single Deluxe Executive Premier"
    " Superior Standard Business Grand Royal Imperial Golden Silver Platinum Diamond Gold Free Late Early Check Out Do Disturb New Old Great Big Little"
    " North South East West Northern Southern Eastern Western Central City Town County State States United Kingdom Republic Asia Europe America Africa"
    " Hong Kong York Orleans Jersey Zealand London Paris Rome Tokyo Osaka Kyoto Seoul Beijing Shanghai Guangzhou Shenzhen Hangzhou Suzhou Nanjing Chengdu"
    " Macau Taipei Singapore Bangkok Sydney Melbourne Berlin Munich Madrid Barcelona Chicago Boston Dallas Houston Vegas Angeles Francisco Diego Jose"
    " San Los Las Santa Saint Miami Orlando Seattle Washington Hollywood Manhattan Brooklyn Broadway Times Apple Mac Iphone Samsung Sony Dyson Nespresso Earl Cot Crib Chair Stroller Monitor Menu Formula Milk Food"
    " Visa Master Mastercard American Express Union Pay Alipay Google Maps Booking Expedia Agoda Ctrip Trip Tripadvisor Airbnb Uber Didi Hilton Marriott Hyatt"
    " Sheraton Westin Ritz Carlton Shangri La Four Seasons Holiday Crowne Inter Continental Intercontinental Novotel Ibis Sofitel Mercure Accor Wyndham"
    " Radisson Best Days Super Motel Comfort Quality Hampton Courtyard Fairmont Peninsula Mandarin Oriental Kempinski Pullman Ramada Starbucks Costa Mcdonald"
    " Burger Pizza Hut Disney Disneyland Universal Studios World Expo Bund Pudong Housekeeping Concierge Engineering Security Kitchen"
    " Security Laundry Maintenance Manager Director Duty Assistant General Supervisor Chef Captain Officer Staff Butler Bell Valet Reservations Sales Finance"
    " Christmas Eve Easter New Year Spring Autumn Winter Summer Festival National Day Mid Chinese Japanese Korean Italian Spanish Thai Indian British European"
    " Asian Russian French German English Air Conditioning Con Tv Wifi Internet Sauna Jacuzzi Minibar Mini Fridge Bathroom Shower Toilet Bed Beds Pillow"
    " Blanket Towel Towels Breakfast Lunch Dinner Brunch Buffet Menu Service Access Reward Rewards Honors Bonvoy Priority Pass Card Cards Key Keys Gents Ladies"
    " Everything Nothing Something Anyone Someone None Also Only Even After Before During While Because Since Until Unless Although However Therefore"
    " Can Could Will Would Shall Should Must May Might Has Have Had Is Are Was Were Be Been Being Did Does Do Done Get Got Give Go Going Went Come Came"
    " Needs Need Wants Want Says Said Asks Asked Called Calls Told Tell Call Ask Send Bring Take Took Make Made Put Let See Saw Look Looks Found Find Lost"
    " Left Right Up Down Off Over Under Near Next Behind Above Below Between Two Three Four Five Six Seven Eight Nine Ten One First Second Third Last"
    " Really Too Much Many More Most Less Some Any Every Each Both Other Another Such Same Own Well Bad Nice Clean Dirty Noisy Loud Cold Hot Warm"
    " Lovely Beautiful Excellent Terrible Horrible Awful Perfect Wonderful Amazing Overall Location Price Value Parking Car Taxi Cab Lift Elevator Stairs"
    " Why What Who Whose Which Where How Ok Okay Oh Ah Hey Again Always Never Often Sometimes Today Tomorrow Yesterday Tonight Ago VIP DND OK AC TV USB PC"
    " God Jesus Christ Lord Mother Father Nature Big Ben Victoria Albert Prince Princess Duke Bud Light Diet Coke Coca Cola Pepsi Dr Pepper Tylenol Advil"
)
"""Words that stand with a capital beside others and are nobody's name."""
PLACES_NEXT = listed(
    "Street St Road Rd Avenue Ave Lane Drive Boulevard Square Way Park Garden Gardens Hotel Hotels Inn Resort Suites Plaza Tower Towers Centre Center"
    " Mall Airport Station Terminal Museum Palace Temple Church Cathedral University College School Hospital Beach Bay Island Islands Hill Hills Lake"
    " River Bridge Harbour Harbor Market Building House Court Club Bar Restaurant Cafe Lounge Lu Jie Peninsula Village Manor Apartments Bakery"
)
"""Words before which a first name is a place's."""
SAINTS = listed("San St Saint Santa Santo São Sao Monna Mount Port The Point Checkpoint Lake Fort")
"""Words behind which a first name is a place's."""
LANDS_AND_TOWNS = listed(
    "Afghanistan Albania Algeria Argentina Armenia Australia Austria Azerbaijan Bahrain Bangladesh Belarus Belgium Bolivia Bosnia Brazil Bulgaria Burma"
    " Cambodia Cameroon Canada Chile Colombia Croatia Cuba Cyprus Czechia Denmark Ecuador Egypt England Estonia Ethiopia Finland France Georgia Germany"
    " Ghana Greece Guam Hungary Iceland India Indonesia Iran Iraq Ireland Israel Italy Jamaica Japan Kazakhstan Kenya Korea Kuwait Laos Latvia Lebanon"
    " Lithuania Luxembourg Malaysia Maldives Malta Mauritius Mexico Mongolia Morocco Myanmar Nepal Netherlands Nigeria Norway Oman Pakistan Panama"
    " Paraguay Peru Philippines Poland Portugal Qatar Romania Russia Rwanda Scotland Serbia Singapore Slovakia Slovenia Spain Sweden Switzerland Syria"
    " Taiwan Tanzania Thailand Tunisia Turkey Uganda Ukraine Uruguay Uzbekistan Venezuela Vietnam Wales Yemen Zambia Zimbabwe Puerto Rico Hawaii Alaska"
    " Alabama Arizona Arkansas California Colorado Connecticut Delaware Florida Idaho Illinois Indiana Iowa Kansas Kentucky Louisiana Maine Maryland"
    " Massachusetts Michigan Minnesota Mississippi Missouri Montana Nebraska Nevada Ohio Oklahoma Oregon Pennsylvania Tennessee Texas Utah Vermont"
    " Wisconsin Wyoming Carolina Dakota Hampshire Athens Amsterdam Brussels Budapest Bucharest Cairo Copenhagen Dublin Edinburgh Frankfurt Geneva Hamburg"
    " Helsinki Istanbul Jakarta Johannesburg Lisbon Manila Milan Moscow Mumbai Delhi Naples Oslo Prague Santorini Stockholm Venice Vienna Warsaw Zurich"
    " Toronto Vancouver Montreal Philadelphia Phoenix Atlanta Denver Detroit Memphis Nashville Baltimore Portland Columbus Cleveland Pittsburgh Tampa"
    " Honolulu Waikiki Kowloon Phuket Bali Hanoi Saigon Wuhan Xiamen Qingdao Tianjin Chongqing Xian Dalian Harbin Kunming Guilin Lijiang Sanya Hainan"
    " Lhasa Lanzhou Urumqi Ningbo Wuxi Macao Chinatown Hokkaido Okinawa Busan Jeju Dubai Doha Riyadh Muslim Christian Jewish Hindu Buddhist Catholic"
    " Dutch Polish Turkish Greek Arabic Hebrew Swedish Danish Norwegian Finnish Portuguese Mexican Canadian Australian Swiss Austrian Irish Scottish"
    " Vietnamese Mandarin Cantonese Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec Mon Tue Wed Thu Fri Sat Sun GBP USD EUR RMB CNY"
    " Porsche Bentley Lexus Toyota Honda Audi Tesla Volvo Nike Adidas Gucci Prada Chanel Rolex Omega Cartier Lego Spotify Netflix Youtube Facebook Instagram"
    " Tiktok Whatsapp Wechat Paypal Tripadvisor Hotelscom Keurig Evian Perrier Heineken Budweiser Corona Guinness Chardonnay Merlot Prosecco Baileys"
    " Johnnie Jameson Bacardi Smirnoff Paracetamol Ibuprofen Aspirin Penicillin Kleenex Gatorade Nutella Kellogg Oreo Nintendo Playstation Xbox Kindle"
    " Kung Pao Chi Dim Sum Peking Bourbon Chablis Shiraz Bordeaux Decor Spouse Hubs Hubby Staycation Snorkeling Snorkelling Patient"
)
"""Lands, towns, peoples, makers and goods that stand with a capital and are nobody's name."""
