//! Times and dates. The server and the browser render the same text, because both take the current time and the
//! reader's time zone from the same context. The time zone of somebody who is not signed in is unknown; the browser
//! then puts the local time into the tooltip when it is shown.

use chrono::{DateTime, NaiveDate, SecondsFormat, TimeDelta, Utc};
use hireq_domain::zone::{Offsets, Zone};
#[cfg(feature = "hydrate")]
use leptos::wasm_bindgen::JsCast;
use leptos::{ev, prelude::*};
use std::time::Duration;

/// How often the page's current time is updated.
const TICK: Duration = Duration::from_secs(60);

/// The current time of the page.
#[derive(Clone, Copy)]
struct Now(Signal<DateTime<Utc>>);

/// Takes the current time from the server and advances it in the browser, by the time elapsed on the browser's clock,
/// which may itself be wrong. Call once, in the root.
pub fn provide_now(clock: impl FnOnce() -> DateTime<Utc>) {
    let drawn = SharedValue::new(clock).into_inner();
    let now = RwSignal::new(drawn);
    provide_context(Now(now.into()));
    // Effects do not run on the server, so there the time is constant.
    Effect::new(move |_| {
        let opened = Utc::now();
        set_interval(move || now.set(drawn + (Utc::now() - opened).max(TimeDelta::zero())), TICK);
    });
}

/// The page's current time, if the root provides it.
pub fn use_now() -> Option<Signal<DateTime<Utc>>> {
    use_context::<Now>().map(|now| now.0)
}

/// The reader's time zone; `None` for somebody who is not signed in.
#[derive(Clone, Copy)]
struct Reader(StoredValue<Option<Offsets>>);

/// Determines the reader's time zone on the server and passes it to the browser. Call once, in the root.
pub fn provide_zone(read: impl FnOnce() -> Option<Offsets>) {
    provide_context(Reader(StoredValue::new(SharedValue::new(read).into_inner())));
}

fn with_reader<T>(read: impl FnOnce(&Offsets) -> T) -> Option<T> {
    use_context::<Reader>().and_then(|reader| reader.0.with_value(|offsets| offsets.as_ref().map(read)))
}

/// The date of a moment in the reader's time zone.
pub fn local_day(at: DateTime<Utc>) -> NaiveDate {
    with_reader(|reader| reader.local(at).date_naive()).unwrap_or_else(|| at.date_naive())
}

/// Whether the reader is in this time zone.
pub fn reads_in(zone: &Zone) -> bool {
    with_reader(|reader| reader.zone == *zone).unwrap_or_default()
}

/// How to format a moment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TimeStyle {
    /// `3 days ago`, for something that has happened.
    #[default]
    Relative,
    /// `in 5 minutes`, for something in the future.
    Ahead,
    /// `12 Mar 2026`.
    Date,
    /// `12 Mar 2026`, for a moment that stands for a whole day in every time zone: the time is not shown anywhere.
    Day,
    /// `12 Mar 2026, 14:30`.
    DateTime,
}

impl TimeStyle {
    /// The style for something that has happened; `day_only` hides the exact time.
    pub fn told(day_only: bool) -> Self {
        if day_only { Self::Day } else { Self::Relative }
    }
}

/// A moment in a `<time>`, with the exact time as its tooltip.
#[component]
pub fn Time(
    /// The moment.
    at: DateTime<Utc>,
    #[prop(optional)] style: TimeStyle,
) -> impl IntoView {
    let text = reading(at, style);
    let whole_day = style == TimeStyle::Day;
    let stamp = if whole_day { at.format("%F").to_string() } else { at.to_rfc3339_opts(SecondsFormat::Secs, true) };
    let exact = with_reader(|reader| exactly(at, reader)).filter(|_| !whole_day);
    let known = whole_day || exact.is_some();
    view! {
        <time
            class="time"
            datetime=stamp
            title=exact
            on:pointerover=move |event| {
                if !known {
                    localise_title(&event, at);
                }
            }
        >
            {move || text.get()}
        </time>
    }
}

/// The formatted moment, which may change as the current time advances.
fn reading(at: DateTime<Utc>, style: TimeStyle) -> Signal<String> {
    let text = match (style, use_now()) {
        (TimeStyle::Relative, Some(now)) => return Signal::derive(move || happened(at, now.get())),
        (TimeStyle::Ahead, Some(now)) => return Signal::derive(move || relative(at, now.get())),
        (TimeStyle::Relative | TimeStyle::Ahead | TimeStyle::Date, _) => short_date(local_day(at)),
        (TimeStyle::Day, _) => short_date(at.date_naive()),
        (TimeStyle::DateTime, _) => with_reader(|reader| reader.local(at).format("%-d %b %Y, %H:%M").to_string())
            .unwrap_or_else(|| at.format("%-d %b %Y, %H:%M UTC").to_string()),
    };
    Signal::stored(text)
}

/// A moment to the minute, with its time zone: `12 March 2026 at 14:30, Berlin time (+01:00)`.
fn exactly(at: DateTime<Utc>, reader: &Offsets) -> String {
    let local = reader.local(at);
    match reader.zone.label() {
        utc if utc == "UTC" => local.format("%-d %B %Y at %H:%M UTC").to_string(),
        zone => local.format(&format!("%-d %B %Y at %H:%M, {zone} (%:z)")).to_string(),
    }
}

/// Only done on request: the first call loads the browser's calendar data, which takes longer than everything else when
/// a page starts.
#[cfg(feature = "hydrate")]
fn localise_title(event: &ev::PointerEvent, at: DateTime<Utc>) {
    let element = event.target().and_then(|target| target.dyn_into::<web_sys::HtmlElement>().ok());
    if let Some(element) = element {
        let date = js_sys::Date::new(&(at.timestamp_millis() as f64).into());
        let local = date.to_locale_string("default", &leptos::wasm_bindgen::JsValue::UNDEFINED);
        element.set_title(&String::from(local));
    }
}

#[cfg(not(feature = "hydrate"))]
fn localise_title(_event: &ev::PointerEvent, _at: DateTime<Utc>) {}

/// A day without its time: `12 Mar 2026`.
pub fn short_date(day: NaiveDate) -> String {
    day.format("%-d %b %Y").to_string()
}

/// How long ago something happened. Something newer than the page's current time, or dated slightly ahead by another
/// clock, counts as just now.
fn happened(at: DateTime<Utc>, now: DateTime<Utc>) -> String {
    const SLACK: TimeDelta = TimeDelta::minutes(5);
    relative(if at - now <= SLACK { at.min(now) } else { at }, now)
}

/// How long ago or ahead a moment is: `just now`, `5 minutes ago`, `in 3 days`, `2 years ago`.
pub fn relative(at: DateTime<Utc>, now: DateTime<Utc>) -> String {
    const MINUTE: i64 = 60;
    const HOUR: i64 = 60 * MINUTE;
    const DAY: i64 = 24 * HOUR;
    let seconds = (now - at).num_seconds();
    let past = seconds >= 0;
    let length = seconds.abs();
    let (count, unit) = match length {
        0..MINUTE if past => return "just now".to_owned(),
        0..MINUTE => return "in a moment".to_owned(),
        MINUTE..HOUR => (length / MINUTE, "minute"),
        HOUR..DAY => (length / HOUR, "hour"),
        _ => match length / DAY {
            1 if past => return "yesterday".to_owned(),
            1 => return "tomorrow".to_owned(),
            days @ ..30 => (days, "day"),
            days @ ..365 => (days / 30, "month"),
            days => (days / 365, "year"),
        },
    };
    let plural = if count == 1 { "" } else { "s" };
    if past { format!("{count} {unit}{plural} ago") } else { format!("in {count} {unit}{plural}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeZone;

    #[test]
    fn the_exact_moment_names_its_zone() {
        let at = Utc.timestamp_opt(1_773_322_200, 0).single().expect("a moment");
        let berlin = Offsets { zone: "Europe/Berlin".parse().expect("a name"), changes: vec![(i64::MIN, 3600)] };
        assert_eq!(exactly(at, &berlin), "12 March 2026 at 14:30, Berlin time (+01:00)");
        let nowhere = Offsets { zone: Zone::utc(), changes: vec![(i64::MIN, 0)] };
        assert_eq!(exactly(at, &nowhere), "12 March 2026 at 13:30 UTC");
    }

    #[test]
    fn what_arrived_since_the_last_tick_is_new_and_grows_older() {
        Owner::new().with(|| {
            let opened = Utc.timestamp_opt(1_770_000_000, 0).single().expect("a moment");
            let now = RwSignal::new(opened);
            provide_context(Now(now.into()));
            let later = |minutes| opened + TimeDelta::minutes(minutes);
            let (row, mail) = (reading(later(1), TimeStyle::Relative), reading(later(4), TimeStyle::Ahead));
            assert_eq!((row.get(), mail.get()), ("just now".to_owned(), "in 4 minutes".to_owned()));
            now.set(later(3));
            assert_eq!((row.get(), mail.get()), ("2 minutes ago".to_owned(), "in 1 minute".to_owned()));
            assert_eq!(reading(later(60), TimeStyle::Relative).get(), "in 57 minutes");
        });
    }

    #[test]
    fn of_a_day_no_hour_is_told() {
        Owner::new().with(|| {
            let day = Utc.timestamp_opt(1_770_000_000, 0).single().expect("a moment");
            provide_context(Now(Signal::stored(day + TimeDelta::hours(16))));
            assert_eq!(reading(day, TimeStyle::told(true)).get(), "2 Feb 2026");
            assert_eq!(reading(day, TimeStyle::told(false)).get(), "16 hours ago");
        });
    }

    #[test]
    fn moments_read_as_people_say_them() {
        let now = Utc.timestamp_opt(1_770_000_000, 0).single().expect("a moment");
        let ago = |length: TimeDelta| relative(now - length, now);
        assert_eq!(ago(TimeDelta::seconds(20)), "just now");
        assert_eq!(ago(TimeDelta::minutes(1)), "1 minute ago");
        assert_eq!(ago(TimeDelta::hours(5)), "5 hours ago");
        assert_eq!(ago(TimeDelta::hours(30)), "yesterday");
        assert_eq!(ago(TimeDelta::days(3)), "3 days ago");
        assert_eq!(ago(TimeDelta::days(70)), "2 months ago");
        assert_eq!(ago(TimeDelta::days(800)), "2 years ago");
        assert_eq!(ago(TimeDelta::days(-2)), "in 2 days");
        assert_eq!(ago(TimeDelta::seconds(-30)), "in a moment");
    }
}
