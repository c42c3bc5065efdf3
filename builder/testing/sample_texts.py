"""Texts of the sample article, and what an announcer says in it, by name, in two languages."""

from __future__ import annotations

from collections.abc import Mapping

ENGLISH_TEXTS: Mapping[str, str] = {
    "title": "Why the sea <em>breathes</em>",
    "deck": "Twice a day the water leaves and comes back. What pulls it, and how to read its timetable.",
    "notice": "This text is a sample that comes with a tool; nobody has checked its figures.",
    "short": "For reading alone, not for planning a walk on the flats.",
    "disclaimer": (
        "This article explains tides in general. It is no tide table and no advice: before you walk on "
        "the flats or go to sea, read the official table of the day and ask people who know the place."
    ),
    "first": (
        "Stand on a mole at noon and the boats float at your feet. Come back at six and they lie on the "
        "mud, <strong>4.2 m</strong> below."
    ),
    "second": (
        "Nothing has drained away &amp; nothing was lost: the water is <a1>merely elsewhere. It will be "
        "back</a1> in 6 h 12 min."
    ),
    "pull": "What pulls the water?",
    "moon": (
        "The moon pulls harder on the near side of the earth than on the far side. The difference is "
        "tiny: about 0.0001 mm/s², a ten-millionth of what holds you on the ground."
    ),
    "alt": "A boat on its side in the mud, ropes slack.",
    "caption": "Low water at the mole.",
    "alt_moon": "The moon over a harbour.",
    "quote": "“The sea keeps its appointments,” an old pilot says.",
    "sun": "And the sun?",
    "sun_text": (
        "The sun does the same, at 46 % of the strength. When both pull in line, the tide is a <em>spring"
        " tide. When they</em> pull crosswise, it is a neap."
    ),
    "read": "How to read a tide table",
    "read_text": "Three columns are enough, and one rule of <code>1/12</code>:",
    "item_day": "Find the day.",
    "item_zone": "Check the clock: tables rarely know summer time.",
    "item_add": "Add one hour in summer.",
    "item_height": "Read the height above chart datum.",
    "table": "Heights on 14 March",
    "h_time": "Time",
    "h_height": "Height",
    "t_1": "05:48",
    "m_1": "5.1 m",
    "t_2": "12:03",
    "m_2": "0.9 m",
    "a-voice": "Read by a synthetic voice.",
    "a-code-1": "A listing is shown here in the text.",
    "a-credit-voice": "You heard a synthetic voice: tone, from the tone engine.",
}
"""Markup, as `Text` has it; the names that start with `a-` are announcer texts."""

ARABIC_TEXTS: Mapping[str, str] = {
    "title": "لماذا <em>يتنفّس</em> البحر",
    "deck": "مرّتين في اليوم يذهب الماء ثمّ يعود. ما الذي يجذبه، وكيف نقرأ مواعيده.",
    "notice": "هذا النص عيّنة مرفقة بأداة؛ ولم يتحقّق أحد من أرقامه.",
    "short": "للقراءة فقط، لا لتخطيط نزهة على المسطّحات الطينية.",
    "disclaimer": (
        "تشرح هذه المقالة المدّ والجزر بوجه عام. وهي ليست جدولًا للمدّ ولا نصيحة: قبل أن تمشي على "
        "المسطّحات أو تركب البحر، اقرأ الجدول الرسمي لذلك اليوم واسأل أهل المكان."
    ),
    "first": (
        "قف على الرصيف ظهرًا تجد القوارب عند قدميك. عد في السادسة تجدها على الطين، أدنى بمقدار "
        "<strong>4.2 m</strong>."
    ),
    "second": "لم يتسرّب شيء &amp; لم يضِع شيء: الماء <a1>في مكان آخر فحسب. وسيعود</a1> بعد 6 h 12 min.",
    "pull": "ما الذي يجذب الماء؟",
    "moon": ("يجذب القمر الجانب القريب من الأرض أشدّ ممّا يجذب الجانب البعيد. والفرق ضئيل: نحو 0.0001 mm/s²."),
    "alt": "قارب مائل على الطين، وحباله مرتخية.",
    "caption": "الجزر عند الرصيف.",
    "alt_moon": "القمر فوق ميناء.",
    "quote": "يقول ربّان عجوز: «البحر يفي بمواعيده».",
    "sun": "والشمس؟",
    "sun_text": (
        "تفعل الشمس الأمر نفسه بقوّة 46 %. فإذا اصطفّا كان المدّ <em>عاليًا. وإذا</em> تعامدا كان ضعيفًا."
    ),
    "read": "كيف تقرأ جدول المدّ",
    "read_text": "تكفي ثلاثة أعمدة وقاعدة <code>1/12</code>:",
    "item_day": "ابحث عن اليوم.",
    "item_zone": "تحقّق من الساعة: نادرًا ما تعرف الجداول التوقيت الصيفي.",
    "item_add": "أضف ساعة في الصيف.",
    "item_height": "اقرأ الارتفاع فوق صفر الخريطة.",
    "table": "الارتفاعات في 14 مارس",
    "h_time": "الوقت",
    "h_height": "الارتفاع",
    "t_1": "05:48",
    "m_1": "5.1 m",
    "t_2": "12:03",
    "m_2": "0.9 m",
    "a-voice": "يقرؤها صوت اصطناعي.",
    "a-code-1": "تظهر هنا تعليمات برمجية في النص.",
    "a-credit-voice": "سمعتم صوتًا اصطناعيًا: tone.",
}
"""The same names."""
