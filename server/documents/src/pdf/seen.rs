//! Turns text recognised on an image into characters as if the page had drawn them, so that lines and columns are found
//! in the same way.

use super::{
    glyphs::{Char, Seen},
    turn::Turn,
};
use crate::{SeenPage, document::plain_char};

pub(super) fn chars(page: &SeenPage) -> Vec<Char> {
    let mut chars = Vec::new();
    for line in &page.lines {
        for letter in &line.letters {
            plain_char(letter.c, |c| {
                chars.push(Char {
                    c,
                    x0: letter.x0,
                    x1: letter.x1,
                    y: line.baseline,
                    size: line.size,
                    bold: false,
                    turn: Turn::Level,
                    rgb: [0; 3],
                    order: 0,
                    seen: Seen::Yes,
                });
            });
        }
    }
    chars
}
