//! Words for invented things in English and Chinese, and Chinese names of the demo district's settlements.

use crate::place::{Place, PlaceKind};

/// Settlements of Liechtenstein as Chinese maps write them; the extract of 2013 has hardly any `name:zh`.
const SETTLEMENTS: [(&str, &str); 17] = [
    ("Vaduz", "瓦都兹"),
    ("Schaan", "沙恩"),
    ("Balzers", "巴尔采斯"),
    ("Triesen", "特里森"),
    ("Triesenberg", "特里森贝格"),
    ("Eschen", "埃申"),
    ("Mauren", "毛伦"),
    ("Gamprin", "甘普林"),
    ("Ruggell", "鲁格尔"),
    ("Schellenberg", "谢伦贝格"),
    ("Planken", "普兰肯"),
    ("Bendern", "本德恩"),
    ("Nendeln", "嫩德尔恩"),
    ("Gamprin-Bendern", "甘普林-本德恩"),
    ("Malbun", "马尔本"),
    ("Steg", "施泰格"),
    ("Schaanwald", "沙恩瓦尔德"),
];

/// The Chinese name of a settlement: ours (one script throughout), else the map's, else its own name.
pub(super) fn chinese(place: &Place) -> String {
    let ours = SETTLEMENTS.iter().find(|row| row.0 == place.name).map(|row| row.1);
    ours.or(place.name_zh.as_deref()).unwrap_or(&place.name).to_owned()
}

/// The Chinese word for a kind of place.
pub(super) fn kind_zh(kind: PlaceKind) -> &'static str {
    match kind {
        PlaceKind::City | PlaceKind::Town => "城区",
        PlaceKind::Village | PlaceKind::Suburb | PlaceKind::Hamlet => "村",
        PlaceKind::Police => "警务室",
        PlaceKind::FireStation => "消防站",
        PlaceKind::Hospital => "医院",
        PlaceKind::School => "学校",
        PlaceKind::Kindergarten => "幼儿园",
        PlaceKind::Market => "商场",
        PlaceKind::Station => "车站",
        PlaceKind::BusStation => "客运站",
        PlaceKind::Fuel => "加油站",
        PlaceKind::TownHall => "政务中心",
        PlaceKind::Bank => "银行",
        PlaceKind::Worship => "教堂",
        PlaceKind::Stadium => "体育场",
        PlaceKind::Sight => "文化场馆",
    }
}

/// A theme of hotspots: English, Chinese, local hours of the day as `(from, to)`, typical weight.
pub(super) struct Theme {
    pub en: &'static str,
    pub zh: &'static str,
    pub hours: &'static [(u16, u16)],
    pub weight: f64,
}

/// Themes of hotspots. Hours are local; an empty list means always.
pub(super) const THEMES: [Theme; 8] = [
    Theme { en: "Evening gatherings", zh: "夜间聚集", hours: &[(19, 2)], weight: 0.7 },
    Theme { en: "School run", zh: "学校周边", hours: &[(7, 9), (15, 18)], weight: 0.6 },
    Theme { en: "Market crowd", zh: "集市人流", hours: &[(8, 13)], weight: 0.65 },
    Theme { en: "Theft from cars", zh: "车内盗窃", hours: &[(22, 6)], weight: 0.5 },
    Theme { en: "Speeding", zh: "超速路段", hours: &[(6, 9), (17, 23)], weight: 0.4 },
    Theme { en: "Disputes", zh: "纠纷多发", hours: &[(17, 24)], weight: 0.55 },
    Theme { en: "Burglary", zh: "入室盗窃", hours: &[(9, 16)], weight: 0.5 },
    Theme { en: "Accident site", zh: "事故多发", hours: &[], weight: 0.45 },
];

/// Invented no-fly zones.
pub(super) const KEEP_OUT: [(&str, &str); 6] = [
    ("Transformer station", "变电站"),
    ("Gravel works, blasting", "采石场爆破区"),
    ("Prison", "监所"),
    ("Helicopter landing site", "直升机起降点"),
    ("Bird reserve", "鸟类保护区"),
    ("Radio mast", "通信塔"),
];
