//! Plain text in UTF-8, UTF-16 or a legacy encoding, which is guessed from the result.

use crate::{
    Document, Limits, ReadError,
    document::{Builder, Style, is_bullet, tidy},
};
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_16BE, UTF_16LE, WINDOWS_1252};

pub(crate) const MEDIA_TYPE: &str = "text/plain";

/// How many bytes are inspected to decide whether a file is text.
const HEAD: usize = 8_192;
/// How many bytes are inspected to guess the encoding.
const SAMPLE: usize = 64 * 1024;

/// Whether the bytes contain few control characters, and none that text never contains.
pub(crate) fn looks_like_text(bytes: &[u8]) -> bool {
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) || utf_16(bytes).is_some() {
        return true;
    }
    let head = &bytes[..bytes.len().min(HEAD)];
    // ISO-2022-JP, used in old Japanese mail, switches alphabets with escape characters.
    let odd = head.iter().filter(|b| **b < 9 || (14..32).contains(*b) && **b != 27 || **b == 127).count();
    !head.contains(&0) && odd * 100 <= head.len()
}

/// Decodes bytes as text. Never fails: without a byte order mark, and if it is not UTF-8, the encoding is chosen in
/// which the text most resembles a language.
pub(crate) fn decode(bytes: &[u8]) -> String {
    match (Encoding::for_bom(bytes), std::str::from_utf8(bytes), utf_16(bytes)) {
        (Some((encoding, mark)), ..) => encoding.decode_without_bom_handling(&bytes[mark..]).0.into_owned(),
        (None, _, Some(encoding)) => encoding.decode_without_bom_handling(bytes).0.into_owned(),
        (None, Ok(text), None) => text.to_owned(),
        (None, Err(_), None) => {
            let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
            detector.feed(&bytes[..bytes.len().min(SAMPLE)], bytes.len() <= SAMPLE);
            one_byte(detector.guess(None, Utf8Detection::Deny), bytes)
        }
    }
}

/// Detects UTF-16 without a byte order mark: its line breaks and spaces have a zero byte, always on the same side.
fn utf_16(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(HEAD)];
    let zeros = |from: usize| head.iter().skip(from).step_by(2).filter(|b| **b == 0).count();
    match (zeros(0), zeros(1)) {
        (0, after) if 20 * after >= head.len().max(40) => Some(UTF_16LE),
        (before, 0) if 20 * before >= head.len().max(40) => Some(UTF_16BE),
        _ => None,
    }
}

/// Decodes Windows-1252.
pub(crate) fn windows_1252(bytes: &[u8]) -> String {
    one_byte(WINDOWS_1252, bytes)
}

/// Decodes a legacy encoding. Undefined bytes become spaces.
pub(crate) fn one_byte(encoding: &'static Encoding, bytes: &[u8]) -> String {
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    text.chars().map(|c| if matches!(c, '\u{80}'..='\u{9f}') { ' ' } else { c }).collect()
}

pub(crate) fn read(bytes: &[u8], limits: &Limits) -> Result<Document, ReadError> {
    let mut builder = Builder::new(MEDIA_TYPE, limits.max_chars);
    let mut gap = false;
    for line in decode(bytes).split(['\n', '\r', '\u{b}', '\u{c}']) {
        // Plain text uses runs of spaces to lay out columns.
        let line = tidy(&line.trim().replace("    ", "\t"));
        if line.is_empty() {
            gap = true;
            continue;
        }
        builder.line([(line.as_str(), None)], Style { bullet: is_bullet(&line), gap, ..Style::default() });
        gap = false;
    }
    let document = builder.finish();
    if document.text.trim().is_empty() { Err(ReadError::Empty) } else { Ok(document) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn latin_1_and_utf_8_both_read() {
        assert_eq!(decode("Zoë".as_bytes()), "Zoë");
        assert_eq!(decode(b"Zo\xEB"), "Zoë");
        assert_eq!(decode(b"\xFF\xFEZ\0o\0"), "Zo");
    }

    #[test]
    fn the_codes_of_many_lands_are_told_apart() {
        use encoding_rs::{EUC_JP, EUC_KR, GB18030, GBK, ISO_8859_2, ISO_8859_7, KOI8_R, SHIFT_JIS, WINDOWS_1250};
        use encoding_rs::{WINDOWS_1251, WINDOWS_1254, WINDOWS_1255, WINDOWS_1256};
        let texts = [
            (WINDOWS_1250, "Życiorys: Grażyna Wójcicka, księgowa. Doświadczenie zawodowe: księgowość, współpraca."),
            (ISO_8859_2, "Životopis: Jiří Dvořák, účetní. Zkušenosti: řízení skladu, péče o zákazníky, přeprava."),
            (WINDOWS_1251, "Резюме: Мария Ковалёва, бухгалтер. Опыт работы: учёт, отчётность, налоги."),
            (KOI8_R, "Резюме: Мария Ковалёва, бухгалтер. Опыт работы: учёт, отчётность, налоги."),
            (ISO_8859_7, "Βιογραφικό: Μαρίνα Λαμπράκη, λογίστρια. Εμπειρία: λογιστική, φορολογία, μισθοδοσία."),
            (
                WINDOWS_1254,
                "Özgeçmiş: Ayşegül Işık, muhasebeci. İş deneyimi: bordro, vergi, müşteri ilişkileri, şube yönetimi.",
            ),
            (WINDOWS_1255, "קורות חיים: מיכל ברק, מנהלת חשבונות. ניסיון תעסוקתי: הנהלת חשבונות ושכר."),
            (WINDOWS_1256, "السيرة الذاتية: سلمى الخطيب، محاسبة. الخبرة المهنية: المحاسبة وإعداد القوائم المالية."),
            (SHIFT_JIS, "履歴書　佐藤 美咲　職務経歴：経理を担当し、決算と給与計算を行いました。"),
            (EUC_JP, "履歴書　佐藤 美咲　職務経歴：経理を担当し、決算と給与計算を行いました。"),
            (GBK, "个人简历：李晓明，会计。工作经验：财务报表、税务申报、工资核算。"),
            (GB18030, "个人简历：李晓明，会计。工作经验：财务报表、税务申报、工资核算。"),
            (EUC_KR, "이력서: 김민지, 회계 담당. 경력 사항: 결산, 급여 계산, 세무 신고."),
        ];
        for (encoding, text) in texts {
            assert_eq!(decode(&encoding.encode(text).0), text, "{}", encoding.name());
        }
        let text = "Резюме: Мария Ковалёва\nбухгалтер";
        let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!((decode(&little), decode(&big)), (text.to_owned(), text.to_owned()));
        assert!(looks_like_text(&little));
    }
}
