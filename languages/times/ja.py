"""Japanese words for times and rhythms that CLDR does not have: see `languages/time_words.py`."""

WORDS = {
    "day": "今日=0, きょう=0, 本日=0, 明日=1, あした=1, あす=1, 明後日=2, あさって=2, 明明後日=3, "
    "昨日=-1, きのう=-1",
    "tonight": "今夜=night, 今晩=night, 今朝=morning, 今夕=evening",
    "tomorrow_half": "明朝=morning, 明晩=night",
    "week": "今週=0, 来週=1, 再来週=2, 今週の=0, 来週の=1, 再来週の=2",
    "month_ahead": "今月=0, 来月=1, 今月の=0, 来月の=1",
    "half": "あさ=morning, よる=night, ひる=afternoon, ゆうがた=evening, 朝=morning, 昼=afternoon, "
    "夕方=evening, 夜=night, 晩=night, am=am, pm=pm, お昼=afternoon, "
    "朝の=morning, 夜の=night, 夕方の=evening, 昼の=afternoon, 午前=before noon, 午後=after noon",
    "fixed": "正午=720, お昼の12時=720, 昼の12時=720, 昼12時=720",
    "midnight": "真夜中, 深夜0時, 夜中",
    "later": "後, 後に, あと",
    "until": "まで",
    "until_after": "まで, までに",
    "to": "まで",
    "to_before": "から",
    "and": "と, ・, 、, および, &, や, +",
    "or": "か, または, もしくは, あるいは",
    "nth_mark": "第",
    "year_mark": "年",
    "month_mark": "月",
    "day_mark": "日",
    "every": "毎, 毎回",
    "this": "この",
    "coming": "今度の, 次の",
    "unit": "分=minute, 分間=minute, 時間=hour, 日=day, 日間=day, 週=week, 週間=week, か月=month, "
    "ヶ月=month, ヵ月=month, カ月=month, ケ月=month, 箇月=month, 年=year, 年間=year",
    "each_after": "ごと, ごとに, ごとの, 毎, 毎に",
    "hour_mark": "時",
    "minute_mark": "分",
    "after_hour": "半=30",
    "half_of": "半",
    "and_half": "半",
    "nth": "最終=-1, 最後の=-1, 最初の=1",
    "cadence": "毎日=1 day, 毎週=1 week, 隔週=2 week, 毎月=1 month, 四半期ごと=3 month, "
    "四半期毎=3 month, 毎年=12 month, 平日=1 workday, 平日毎日=1 workday, 毎平日=1 workday, "
    "毎週末=1 weekend, 隔月=2 month, 半年ごと=6 month, 毎四半期=3 month, 3か月に1回=3 month, "
    "2週間に1回=2 week, 週1回=1 week, 月1回=1 month, 週に1回=1 week, 月に1回=1 month, 2週に1回=2 week, "
    "週一=1 week",
    "last_day": "月末, 末日, 最終日, 末",
    "once": "一回だけ, 1回だけ, 一度だけ, 一回, 1回, なし, 繰り返しなし, 繰り返さない, 一回きり",
    "times": "回, 回分, 回まで",
    "starting_after": "から, 以降",
    "filler": "の, に, は, (, ), で, 、, から, 開始, スタート, ・, 目, 頃, ごろ, 全, 計",
    "zone_word": "時間, 標準時",
    "num": "一=1, 二=2, 三=3, 四=4, 五=5, 六=6, 七=7, 八=8, 九=9, 十=10, 十一=11, 十二=12, 十三=13, "
    "十四=14, 十五=15, 十六=16, 十七=17, 十八=18, 十九=19, 二十=20, 二十一=21, 二十二=22, 二十三=23, "
    "二十四=24, 二十五=25, 二十六=26, 二十七=27, 二十八=28, 二十九=29, 三十一=31, "
    "三十=30, 四十五=45, 九十=90",
    "weekday": "月曜=0, 火曜=1, 水曜=2, 木曜=3, 金曜=4, 土曜=5, 日曜=6",
    "examples": "明日 18:00, 火曜日 9:30, 12月24日 18:00, 2026-12-24 18:00",
    "example rhythms": "毎週, 2週間ごと, 第1・第3金曜日, 平日, 一回だけ",
    "month_end": "末, の末, 末日",
    "year_end": "年末",
    "weekdays": "毎月曜=0, 毎月曜日=0, 毎火曜=1, 毎火曜日=1, 毎水曜=2, 毎水曜日=2, 毎木曜=3, 毎木曜日=3, "
    "毎金曜=4, 毎金曜日=4, 毎土曜=5, 毎土曜日=5, 毎日曜=6, 毎日曜日=6",
}
