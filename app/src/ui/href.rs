//! Links that keep the page's query string: sorting, paging and tabs change one parameter and keep the others.

use std::fmt;

/// A path with query parameters, edited by value and displayed as an encoded URL.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Href {
    path: String,
    pairs: Vec<(String, String)>,
}

impl Href {
    /// A link to `path` without parameters.
    pub fn new(path: impl Into<String>) -> Self {
        Self { path: path.into(), pairs: Vec::new() }
    }

    /// The path with these parameters; empty values are omitted.
    pub fn from_pairs<K: Into<String>, V: Into<String>>(
        path: impl Into<String>,
        pairs: impl IntoIterator<Item = (K, V)>,
    ) -> Self {
        let pairs = pairs
            .into_iter()
            .map(|(key, value)| (key.into(), value.into()))
            .filter(|(_, value)| !value.is_empty())
            .collect();
        Self { path: path.into(), pairs }
    }

    /// The same link with `key` set to `value`; an empty value removes the parameter.
    #[must_use]
    pub fn with(&self, key: &str, value: impl fmt::Display) -> Self {
        let mut next = self.without(key);
        let value = value.to_string();
        if !value.is_empty() {
            next.pairs.push((key.to_owned(), value));
        }
        next
    }

    /// The same link without `key`.
    #[must_use]
    pub fn without(&self, key: &str) -> Self {
        let pairs = self.pairs.iter().filter(|(name, _)| name != key).cloned().collect();
        Self { path: self.path.clone(), pairs }
    }

    /// The value of `key`; empty if it is missing.
    pub fn get(&self, key: &str) -> &str {
        self.pairs.iter().find(|(name, _)| name == key).map_or("", |(_, value)| value)
    }

    /// The parameters, for hidden inputs of a form that must keep them.
    pub fn pairs(&self) -> &[(String, String)] {
        &self.pairs
    }

    /// The path alone.
    pub fn path(&self) -> &str {
        &self.path
    }
}

impl fmt::Display for Href {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.path)?;
        for (index, (key, value)) in self.pairs.iter().enumerate() {
            out.write_str(if index == 0 { "?" } else { "&" })?;
            encode(key, out)?;
            out.write_str("=")?;
            encode(value, out)?;
        }
        Ok(())
    }
}

fn encode(text: &str, out: &mut fmt::Formatter<'_>) -> fmt::Result {
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
                write!(out, "{}", char::from(byte))?;
            }
            b' ' => out.write_str("+")?,
            other => write!(out, "%{other:02X}")?,
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changing_one_parameter_keeps_the_others() {
        let here = Href::from_pairs("/hr/jobs", [("q", "back end"), ("page", "3"), ("status", "")]);
        assert_eq!(here.to_string(), "/hr/jobs?q=back+end&page=3");
        assert_eq!(here.with("page", 4).to_string(), "/hr/jobs?q=back+end&page=4");
        assert_eq!(here.with("page", "").to_string(), "/hr/jobs?q=back+end");
    }

    #[test]
    fn values_cannot_break_out_of_the_query() {
        let href = Href::new("/x").with("q", "a&b=c#d\"é");
        assert_eq!(href.to_string(), "/x?q=a%26b%3Dc%23d%22%C3%A9");
    }
}
