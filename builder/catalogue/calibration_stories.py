"""Calibration stories: plain sentences for languages whose lists of words are said louder than running text.

Our own translations of one story, without a figure or a name, which no native speaker has checked: they are
measured and never published.
"""

from __future__ import annotations

from collections.abc import Mapping

STORIES: Mapping[str, tuple[str, ...]] = {
    "de": (
        "Am Morgen ist die Straße noch still.",
        "Eine Frau öffnet das Fenster und lässt die kühle Luft in die Küche.",
        "Sie setzt Wasser für den Tee auf und hört den Vögeln im Garten zu.",
        "Später kommen die Kinder die Treppe herunter, suchen ihre Schuhe und erzählen von einem Traum.",
        "Niemand hat es eilig, denn heute ist ein Feiertag, und es gibt nichts, was nicht warten könnte.",
    ),
    "it": (
        "Al mattino la strada è ancora tranquilla.",
        "Una donna apre la finestra e lascia entrare l’aria fresca in cucina.",
        "Mette l’acqua sul fuoco per il tè e ascolta gli uccelli del giardino.",
        "Più tardi i bambini scendono le scale, cercano le scarpe e parlano di un sogno.",
        "Nessuno ha fretta, perché oggi è festa e non c’è niente che non possa aspettare.",
    ),
    "ja": (
        "朝、通りはまだ静かです。",
        "女の人が窓を開けて、涼しい空気を台所に入れます。",
        "お茶のためにお湯を沸かし、庭の鳥の声を聞きます。",
        "しばらくすると、子どもたちが階段を下りてきて、靴を探しながら夢の話をします。",
        "今日は休みの日で、急ぐことは何もないので、だれも慌てません。",
    ),
}
"""By the language's first subtag."""
