//! Simplified and traditional Chinese: the characters that tell them apart.
//!
//! ```
//! use tolmach::language::Script;
//! use tolmach::language::han::kind;
//!
//! assert_eq!(kind("国际新闻"), Some(Script::HANS));
//! assert_eq!(kind("國際新聞"), Some(Script::HANT));
//! assert_eq!(kind("人口"), None);
//! ```

use super::Script;

/// Common characters of the reform of 1956 and what they replaced, in pairs. Only characters that stand for one
/// other are listed, so that either text can be turned into the other.
const PAIRS: &str = "\
们們这這个個说說对對时時过過国國经經现現进進种種动動长長两兩当當还還没沒从從体體机機应應开開关關\
问問题題间間见見军軍济濟产產业業员員资資设設导導带帶电電结結认認识識议議论論记記证證计計许許话話\
语語读讀谁誰调調请請谈談谢謝变變实實总總战戰权權术術样樣条條极極标標义義万萬东東乐樂习習书書买買\
卖賣亚亞亲親仅僅传傳价價众眾优優会會伟偉伤傷侧側债債儿兒党黨兰蘭兴興养養兽獸农農决決况況净淨减減\
凤鳳则則刚剛创創删刪别別办辦务務劳勞势勢单單区區医醫华華协協卫衛历歷压壓厅廳县縣双雙发發号號叶葉\
听聽启啟响響园園围圍图圖圆圓场場块塊坚堅坏壞处處备備够夠头頭夺奪奖獎妇婦妈媽学學宁寧宝寶审審宪憲\
宽寬宾賓寻尋将將层層属屬岁歲岛島币幣师師帮幫库庫庆慶废廢张張弹彈归歸录錄彻徹忆憶怀懷态態恶惡惊驚\
惯慣愿願戏戲户戶担擔拥擁择擇挥揮损損换換据據掸撣扩擴扫掃扬揚护護报報数數断斷无無旧舊显顯晓曉暂暫\
杀殺杂雜杨楊构構枪槍树樹桥橋检檢楼樓欢歡欧歐残殘毕畢气氣汇匯汉漢汤湯沟溝泽澤洁潔测測浓濃涨漲渐漸\
温溫湾灣满滿滨濱灭滅灯燈灵靈炼煉烟煙热熱爱愛爷爺状狀独獨狱獄猪豬环環珐琺画畫疗療盐鹽监監盘盤睁睜\
码碼确確礼禮祸禍离離称稱穷窮窃竊竞競笔筆筑築签簽简簡类類粮糧紧緊红紅约約级級纪紀纯純纳納纸紙纽紐\
线線练練组組细細织織终終绍紹给給络絡绝絕统統继繼绩績续續维維综綜绿綠缅緬缩縮网網罗羅罚罰职職联聯\
聪聰肃肅胜勝脉脈脑腦脱脫脸臉舰艦艺藝节節药藥获獲营營萨薩蓝藍虽雖虚虛补補装裝览覽观觀规規视視觉覺\
触觸誉譽订訂讨討训訓讲講讯訊评評诉訴词詞试試诗詩详詳误誤课課负負贡貢财財责責败敗货貨质質贫貧购購\
贯貫贵貴贷貸费費贸貿赏賞赛賽赞贊赵趙趋趨车車轨軌转轉轮輪软軟轻輕载載较較辆輛辑輯输輸辽遼达達迁遷\
运運远遠违違连連迟遲选選适適递遞逻邏遗遺邮郵邻鄰郑鄭释釋针針钟鐘钢鋼钱錢铁鐵银銀铜銅错錯镇鎮镜鏡\
门門闭閉闻聞闲閒阅閱队隊阳陽阴陰阶階际際陆陸陈陳险險随隨隐隱难難雾霧静靜韩韓页頁顶頂项項顺順须須\
顾顧预預领領频頻颜顏风風飞飛饭飯饮飲馆館马馬驻駐驾駕验驗骗騙鱼魚鸟鳥鸡雞麦麥黄黃齐齊龙龍龄齡";

/// After so many characters it is clear.
const ENOUGH: usize = 400;

/// How Chinese characters are written: [`Script::HANS`], [`Script::HANT`], or `None` where they are the same in both
/// (or as many speak for one as for the other).
#[must_use]
pub fn kind(text: &str) -> Option<Script> {
    let mut balance = 0_i64;
    let characters = text.chars().filter(|c| Script::of(*c) == Script::HANI);
    for c in characters.take(ENOUGH) {
        match PAIRS.chars().position(|listed| listed == c) {
            Some(at) if at % 2 == 0 => balance -= 1,
            Some(_) => balance += 1,
            None => {}
        }
    }
    match balance.signum() {
        -1 => Some(Script::HANS),
        1 => Some(Script::HANT),
        _ => None,
    }
}

/// Simplified text in traditional characters, as far as they are listed.
#[must_use]
pub fn traditional(text: &str) -> String {
    text.chars()
        .map(|c| match PAIRS.chars().position(|listed| listed == c) {
            Some(at) if at % 2 == 0 => PAIRS.chars().nth(at + 1).unwrap_or(c),
            _ => c,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{PAIRS, kind, traditional};
    use crate::language::Script;

    #[test]
    fn pairs_are_pairs_of_different_characters() {
        let listed: Vec<char> = PAIRS.chars().collect();
        assert_eq!(listed.len() % 2, 0);
        for pair in listed.chunks(2) {
            let [simple, traditional] = pair else { panic!() };
            assert_ne!(simple, traditional);
            for other in listed.chunks(2) {
                assert!(
                    other[1] != *simple && (other[0] == *simple) == (other[1] == *traditional),
                    "{pair:?}"
                );
            }
        }
    }

    #[test]
    fn kinds() {
        assert_eq!(kind("中华人民共和国"), Some(Script::HANS));
        assert_eq!(kind("中華民國"), Some(Script::HANT));
        assert_eq!(kind("水"), None);
        assert_eq!(kind(""), None);
        assert_eq!(traditional("国际新闻"), "國際新聞");
    }
}
