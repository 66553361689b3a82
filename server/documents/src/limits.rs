//! How much of a file the readers will look at, so that a hostile upload costs bounded time and memory.

/// Bounds that every reader keeps.
#[derive(Clone, Debug)]
pub struct Limits {
    /// Largest file, in bytes.
    pub max_bytes: usize,
    /// Most pages read from a PDF.
    pub max_pages: usize,
    /// Most characters kept.
    pub max_chars: usize,
    /// Most glyphs looked at on all pages together.
    pub max_glyphs: usize,
    /// Most bytes that the parts of an archive may inflate to.
    pub max_inflated: u64,
    /// Largest ratio of inflated to packed size for a part over a mebibyte.
    pub max_ratio: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            max_bytes: 10 * 1024 * 1024,
            max_pages: 60,
            // A scholar's thirty pages have a hundred thousand.
            max_chars: 150_000,
            max_glyphs: 600_000,
            max_inflated: 64 * 1024 * 1024,
            max_ratio: 200,
        }
    }
}
