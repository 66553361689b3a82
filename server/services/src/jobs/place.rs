//! What a job's place says: its town and its country, for which search engines ask separately.

use crate::talent::places;
use celes::Country as Known;
use hireq_domain::job::{Country, JobContent, JobPlace, RemoteMode};

/// Words beside a place that say how somebody works rather than where.
const NO_PLACES: [&str; 7] = ["remote", "hybrid", "on site", "onsite", "home office", "anywhere", "worldwide"];

/// Reads a place as recruiters write it: "Berlin, Germany". A large town tells its country by itself.
pub(super) fn read(location: &str) -> JobPlace {
    let parts = location.split([',', ';', '/', '(', ')', '|', '·']).map(str::trim);
    let mut parts: Vec<&str> =
        parts.filter(|part| !part.is_empty() && !NO_PLACES.contains(&places::plain(part).as_str())).collect();
    let mut of_towns: Vec<Known> = parts.iter().filter_map(|part| known(places::country_of(part)?)).collect();
    of_towns.dedup_by_key(|country| country.alpha2);
    let country = match parts.iter().rev().find_map(|part| known(part)) {
        // This name is also that of a state of another country: alone it is the country, behind a town it may be either.
        Some(country) if country.alpha2 == "GE" && parts.len() > 1 => None,
        Some(country) => Some(country),
        None if of_towns.len() == 1 => of_towns.pop(),
        None => None,
    };
    let named = |part: &str| known(part).map(|known| known.alpha2);
    parts.retain(|part| country.is_none_or(|country| named(part) != Some(country.alpha2)));
    JobPlace {
        town: parts.join(", "),
        country: country.map(|known| Country { code: known.alpha2.to_owned(), name: known.long_name.to_owned() }),
    }
}

/// The country with this name. Codes are not read: "CA" behind a town is more often California than Canada.
fn known(name: &str) -> Option<Known> {
    let name = places::usual_name(name).unwrap_or_else(|| places::plain(name));
    let name = name.replace(' ', "");
    Known::from_name(&name).or_else(|_| Known::from_alias(&name)).ok()
}

/// What Google Jobs would miss in a published job, in sentences.
#[must_use]
pub fn gaps(job: &JobContent) -> Vec<&'static str> {
    let place = read(&job.location);
    let gap = |missing: bool, why: &'static str| missing.then_some(why);
    let (remote, somewhere) = (job.remote == RemoteMode::Remote, !place.town.is_empty() || place.country.is_some());
    let gaps = [
        gap(!remote && !somewhere, "It names no place, so Google Jobs leaves it out."),
        gap(
            !remote && somewhere && place.country.is_none(),
            "Its place names no country, so Google Jobs may leave it out: write it as “Springfield, United States”.",
        ),
        gap(
            remote && place.country.is_none(),
            "Its place names no country to work from, so Google Jobs leaves it out: write one, such as “Ireland”.",
        ),
        gap(job.pay.is_none(), "It states no pay, which Google Jobs asks for."),
    ];
    gaps.into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_tells_its_town_and_its_country() {
        for (written, town, country) in [
            ("Berlin, Germany", "Berlin", "DE"),
            ("Berlin", "Berlin", "DE"),
            ("München, Deutschland", "München", "DE"),
            ("Nairobi, Kenya", "Nairobi", "KE"),
            ("Austin, Texas, USA", "Austin, Texas", "US"),
            ("Paris, Texas, USA", "Paris, Texas", "US"),
            ("Leeds (UK)", "Leeds", "GB"),
            ("Remote, Ireland", "", "IE"),
            ("Hybrid / Zürich", "Zürich", "CH"),
            ("Berlin / Hamburg", "Berlin, Hamburg", "DE"),
            ("Seoul, South Korea", "Seoul", "KR"),
            ("Georgia", "", "GE"),
            // Nothing is guessed.
            ("Savannah, Georgia", "Savannah, Georgia", ""),
            ("Springfield", "Springfield", ""),
            ("San Rafael, CA", "San Rafael, CA", ""),
            ("Berlin / Paris", "Berlin, Paris", ""),
            ("Remote", "", ""),
            ("", "", ""),
        ] {
            let place = read(written);
            let code = place.country.map(|country| country.code).unwrap_or_default();
            assert_eq!((place.town.as_str(), code.as_str()), (town, country), "{written}");
        }
    }

    #[test]
    fn every_country_that_people_are_searched_in_has_a_code() {
        for name in places::usual_names() {
            assert!(known(&name).is_some(), "{name}");
        }
    }

    #[test]
    fn a_recruiter_is_told_what_google_jobs_would_miss() {
        let job =
            |location: &str, remote| gaps(&JobContent { location: location.into(), remote, ..JobContent::empty() });
        for (location, remote, says) in [
            ("", RemoteMode::Onsite, "no place"),
            ("Springfield", RemoteMode::Hybrid, "no country, so"),
            ("", RemoteMode::Remote, "no country to work from"),
            ("Springfield", RemoteMode::Remote, "no country to work from"),
        ] {
            let gaps = job(location, remote);
            assert!(gaps.len() == 2 && gaps[0].contains(says) && gaps[1].contains("no pay"), "{location}: {gaps:?}");
        }
        assert_eq!(job("Springfield, United States", RemoteMode::Onsite).len(), 1);
        assert_eq!(job("Ireland", RemoteMode::Remote).len(), 1);
    }
}
