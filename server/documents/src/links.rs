//! The addresses of hyperlinks, without duplicates, and with limits so that a hostile file cannot make them expensive.

/// More than any résumé has.
const MAX_LINKS: usize = 500;
/// How many links are considered in total.
const MAX_LOOKS: usize = 5_000;
/// Longer than any address that a person would use.
const MAX_BYTES: usize = 2_048;

/// Addresses in the order in which they first occur.
#[derive(Debug, Default)]
pub(crate) struct Links {
    kept: Vec<String>,
    looks: usize,
}

impl Links {
    pub(crate) fn add(&mut self, address: &str) {
        self.looks += 1;
        if self.looks <= MAX_LOOKS
            && self.kept.len() < MAX_LINKS
            && address.len() <= MAX_BYTES
            && !self.kept.iter().any(|known| known == address)
        {
            self.kept.push(address.to_owned());
        }
    }

    pub(crate) fn extend(&mut self, other: Self) {
        other.kept.iter().for_each(|address| self.add(address));
    }

    pub(crate) fn into_vec(self) -> Vec<String> {
        self.kept
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_that_is_repeated_or_endless_costs_nothing() {
        let mut links = Links::default();
        links.add("https://example.org");
        links.add("https://example.org");
        links.add(&"x".repeat(MAX_BYTES + 1));
        (0..2 * MAX_LINKS).for_each(|n| links.add(&n.to_string()));
        let links = links.into_vec();
        assert_eq!(links.len(), MAX_LINKS);
        assert_eq!(links[..2], ["https://example.org", "0"]);
    }
}
