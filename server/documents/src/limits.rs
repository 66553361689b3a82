//! Limits on how much of a file is read, so that a hostile upload costs limited time and memory.

#[derive(Clone, Debug)]
pub struct Limits {
    /// Largest file, in bytes.
    pub max_bytes: usize,
    /// Most pages read from a PDF.
    pub max_pages: usize,
    /// Most characters kept.
    pub max_chars: usize,
    /// Most glyphs considered on all pages together.
    pub max_glyphs: usize,
    /// Most bytes that an archive's parts may inflate to.
    pub max_inflated: u64,
    /// Largest ratio of inflated to compressed size for a part of more than 1 MiB.
    pub max_ratio: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            max_bytes: 10 * 1024 * 1024,
            max_pages: 60,
            // An academic's thirty pages have about a hundred thousand.
            max_chars: 150_000,
            max_glyphs: 600_000,
            max_inflated: 64 * 1024 * 1024,
            max_ratio: 200,
        }
    }
}
