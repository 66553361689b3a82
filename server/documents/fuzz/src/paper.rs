//! A small valid PDF around drawing instructions, so that mutations reach the interpreter instead of breaking the
//! file's structure.

/// The objects before the streams: two pages, a form XObject that the page and the form itself may draw, a Type 3 font
/// whose glyphs are streams, and a font with a `ToUnicode` stream.
const OBJECTS: [&str; 10] = [
    "<</Type/Catalog/Pages 2 0 R>>",
    "<</Type/Pages/Kids[3 0 R 4 0 R]/Count 2/MediaBox[0 0 612 792]/Resources 5 0 R>>",
    "<</Type/Page/Parent 2 0 R/Contents 11 0 R/Annots[10 0 R]>>",
    "<</Type/Page/Parent 2 0 R/Contents 12 0 R/Rotate 90>>",
    "<</Font<</F1 6 0 R/F2 7 0 R/F3 8 0 R>>/XObject<</X1 13 0 R>>/ExtGState<</G1<</ca 0.01>>/G2<</ca 1/BM/Multiply>>>>\
     /Pattern<</P1 9 0 R>>/ColorSpace<</C1[/Pattern/DeviceRGB]>>>>",
    "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    "<</Type/Font/Subtype/Type3/FontBBox[0 0 1000 1000]/FontMatrix[0.001 0 0 0.001 0 0]/FirstChar 97/LastChar 98\
     /Widths[600 600]/Encoding<</Differences[97/a/b]>>/CharProcs<</a 14 0 R/b 14 0 R>>/Resources 5 0 R>>",
    "<</Type/Font/Subtype/Type1/BaseFont/Courier-Bold/ToUnicode 15 0 R>>",
    "<</PatternType 2/Shading<</ShadingType 2/ColorSpace/DeviceRGB/Coords[0 0 1 1]\
     /Function<</FunctionType 2/Domain[0 1]/C0[1 1 1]/C1[0 0 0]/N 1>>>>>>",
    "<</Type/Annot/Subtype/Link/Rect[0 0 100 20]/A<</S/URI/URI(https://example.org/jane)>>/AP<</N 13 0 R>>>>",
];

/// Dictionary entries of the streams: two pages, the form, the drawn glyph, and the `ToUnicode` map.
pub const STREAMS: [&str; 5] = ["", "", "/Type/XObject/Subtype/Form/BBox[0 0 612 792]/Resources 5 0 R", "", ""];

/// A PDF whose streams are the input's parts, which are separated by [`DIVIDER`](crate::DIVIDER).
#[must_use]
pub fn printed(input: &[u8]) -> Vec<u8> {
    let mut pdf = b"%PDF-1.7\n".to_vec();
    let mut places = Vec::new();
    let mut object = |pdf: &mut Vec<u8>, body: &[&[u8]]| {
        places.push(pdf.len());
        pdf.extend_from_slice(format!("{} 0 obj\n", places.len()).as_bytes());
        body.iter().for_each(|b| pdf.extend_from_slice(b));
        pdf.extend_from_slice(b"\nendobj\n");
    };
    for body in OBJECTS {
        object(&mut pdf, &[body.as_bytes()]);
    }
    let mut parts = input.split(|b| *b == crate::DIVIDER);
    for entries in STREAMS {
        let stream = parts.next().unwrap_or_default();
        let head = format!("<<{entries}/Length {}>>stream\n", stream.len());
        object(&mut pdf, &[head.as_bytes(), stream, b"\nendstream"]);
    }
    let table = pdf.len();
    pdf.extend_from_slice(format!("xref\n0 {}\n0000000000 65535 f \n", places.len() + 1).as_bytes());
    for place in &places {
        pdf.extend_from_slice(format!("{place:010} 00000 n \n").as_bytes());
    }
    pdf.extend_from_slice(
        format!("trailer<</Root 1 0 R/Size {}>>\nstartxref\n{table}\n%%EOF", places.len() + 1).as_bytes(),
    );
    pdf
}
