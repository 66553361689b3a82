//! An organisation's accent colour, changed as little as needed to stay legible on every ground of its page, in the
//! light and in the dark.

use std::fmt::{self, Write};

/// The least contrast of text, by WCAG AA.
const LEGIBLE: f64 = 4.5;
/// The grounds of the style's tokens that text in the accent stands on: the lightest and the darkest of each scheme.
const LIGHT_GROUNDS: [Colour; 2] = [Colour(0xff, 0xff, 0xff), Colour(0xe9, 0xe6, 0xe0)];
const DARK_GROUNDS: [Colour; 2] = [Colour(0x0f, 0x0e, 0x0c), Colour(0x2e, 0x2a, 0x26)];
/// What is written on the accent.
const ON_LIGHT: Colour = Colour(0xff, 0xff, 0xff);
const ON_DARK: Colour = Colour(0x0e, 0x12, 0x20);

/// A colour in sRGB.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Colour(u8, u8, u8);

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{:02x}{:02x}{:02x}", self.0, self.1, self.2)
    }
}

impl Colour {
    fn read(text: &str) -> Option<Self> {
        let digits = text.trim().strip_prefix('#').unwrap_or(text.trim());
        if digits.len() != 6 || !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
            return None;
        }
        let part = |at: usize| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok();
        Some(Self(part(0)?, part(2)?, part(4)?))
    }

    /// The relative luminance of WCAG 2.2.
    fn luminance(self) -> f64 {
        let linear = |channel: u8| {
            let c = f64::from(channel) / 255.0;
            if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(self.0) + 0.7152 * linear(self.1) + 0.0722 * linear(self.2)
    }

    fn contrast(self, other: Self) -> f64 {
        let (one, two) = (self.luminance(), other.luminance());
        (one.max(two) + 0.05) / (one.min(two) + 0.05)
    }

    /// The colour with this share of another.
    fn mixed(self, other: Self, percent: u32) -> Self {
        let mix = |a: u8, b: u8| {
            let sum = u32::from(a) * (100 - percent) + u32::from(b) * percent;
            u8::try_from((sum + 50) / 100).unwrap_or(u8::MAX)
        };
        Self(mix(self.0, other.0), mix(self.1, other.1), mix(self.2, other.2))
    }

    /// The nearest mixture with `towards` that is legible against all of these.
    fn legible(self, towards: Self, against: &[Self]) -> Self {
        let fits = |colour: &Self| against.iter().all(|ground| colour.contrast(*ground) >= LEGIBLE);
        (0..=100).map(|percent| self.mixed(towards, percent)).find(fits).unwrap_or(towards)
    }
}

/// A colour as it is stored; `None` if the text is none.
pub(super) fn read(text: &str) -> Option<String> {
    Colour::read(text).map(|colour| colour.to_string())
}

/// The tokens of an organisation's page in its colour.
pub(super) fn stylesheet(accent: &str) -> Option<String> {
    let chosen = Colour::read(accent)?;
    let (black, white) = (Colour(0, 0, 0), Colour(0xff, 0xff, 0xff));
    let light = chosen.legible(black, &LIGHT_GROUNDS);
    let dark = chosen.legible(white, &[DARK_GROUNDS[0], DARK_GROUNDS[1], ON_DARK]);
    let tokens = |colour: Colour, hover: Colour, on: Colour| {
        format!(
            "--accent:{colour};--accent-hover:{hover};--accent-text:{colour};--accent-soft:var(--neutral-soft);\
             --on-accent:{on}"
        )
    };
    let (light, dark) = (tokens(light, light.mixed(black, 15), ON_LIGHT), tokens(dark, dark.mixed(white, 25), ON_DARK));
    let mut css = String::new();
    // Writing into a string does not fail.
    _ = write!(
        css,
        ".organization-page{{{light}}}\
         @media (prefers-color-scheme: dark){{:root:not([data-theme=\"light\"]) .organization-page{{{dark}}}}}\
         :root[data-theme=\"dark\"] .organization-page{{{dark}}}"
    );
    Some(css)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A value of a token in each of the three rules: light, dark by the system, dark by choice.
    fn values(css: &str, token: &str) -> Vec<Colour> {
        let token = format!("{token}:");
        css.split(token.as_str()).skip(1).map(|rest| Colour::read(&rest[..7]).expect("a colour")).collect()
    }

    #[test]
    fn whatever_colour_is_chosen_can_be_read_in_the_light_and_in_the_dark() {
        const STEPS: [u8; 5] = [0, 64, 128, 192, 255];
        for [r, g, b] in (0..125).map(|n| [STEPS[n % 5], STEPS[n / 5 % 5], STEPS[n / 25]]) {
            let chosen = Colour(r, g, b);
            let css = stylesheet(&chosen.to_string()).expect("a stylesheet");
            for token in ["--accent", "--accent-hover", "--accent-text"] {
                let [light, dark, also] = values(&css, token)[..] else { panic!("{css}") };
                assert_eq!(dark, also);
                for (colour, grounds, on) in [(light, LIGHT_GROUNDS, ON_LIGHT), (dark, DARK_GROUNDS, ON_DARK)] {
                    for ground in grounds {
                        assert!(colour.contrast(ground) >= LEGIBLE, "{chosen} as {colour} on {ground}");
                    }
                    assert!(colour.contrast(on) >= LEGIBLE, "{on} on {colour}");
                }
            }
        }
    }

    #[test]
    fn a_colour_that_can_be_read_stays_as_it_is() {
        let css = stylesheet("#0b5d3b").expect("a stylesheet");
        assert_eq!(values(&css, "--accent")[0].to_string(), "#0b5d3b");
    }

    #[test]
    fn only_colours_are_read() {
        assert_eq!(read(" 0B5D3B ").as_deref(), Some("#0b5d3b"));
        for text in ["", "red", "#fff", "#0b5d3b;}", "#0b5d3bff", "#gggggg", "#ä23456"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
