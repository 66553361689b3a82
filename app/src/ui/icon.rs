//! Icons: the same stroke width, on a grid of 16 units, drawn inline so that they need no requests and never appear
//! late.

use leptos::prelude::*;

macro_rules! icons {
    ($($(#[$doc:meta])* $name:ident => $shapes:literal,)*) => {
        /// Which icon to draw.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum IconKind { $($(#[$doc])* $name,)* }

        impl IconKind {
            /// The shapes inside the icon's `<svg>`.
            pub const fn shapes(self) -> &'static str {
                match self { $(Self::$name => $shapes,)* }
            }
        }
    };
}

icons! {
    /// A house.
    Home => r#"<path d="M2.5 7.2 8 2.5l5.5 4.7v6.3h-4V9.5h-3v4h-4z"/>"#,
    /// A briefcase: jobs.
    Briefcase => r#"<rect x="2" y="5" width="12" height="8.5" rx="1.5"/><path d="M5.5 5V3.5a1 1 0 0 1 1-1h3a1 1 0 0 1 1 1V5M2 9h12"/>"#,
    /// One person.
    User => r#"<circle cx="8" cy="5.3" r="2.8"/><path d="M2.8 13.7c.5-2.7 2.6-4.2 5.2-4.2s4.7 1.5 5.2 4.2"/>"#,
    /// Several people: candidates.
    Users => r#"<circle cx="6" cy="5.5" r="2.5"/><path d="M1.5 13.2c.4-2.4 2.2-3.7 4.5-3.7s4.1 1.3 4.5 3.7M10.5 3.2a2.5 2.5 0 0 1 0 4.6M12.3 9.9c1.3.6 2 1.7 2.2 3.3"/>"#,
    /// A calendar: interviews.
    Calendar => r#"<rect x="2.5" y="3.5" width="11" height="10" rx="1.5"/><path d="M2.5 6.8h11M5.5 2v3M10.5 2v3"/>"#,
    /// Two bubbles: the assistant.
    Assistant => r#"<path d="M3 2.5h7A1.2 1.2 0 0 1 11.2 3.7v3.6A1.2 1.2 0 0 1 10 8.5H6L3.5 10.6V8.5H3A1.2 1.2 0 0 1 1.8 7.3V3.7A1.2 1.2 0 0 1 3 2.5z"/><path d="M13.2 6.2A1.2 1.2 0 0 1 14.2 7.4v3A1.2 1.2 0 0 1 13 11.6h-.5v2L10 11.6H7.5"/>"#,
    /// A star: saved.
    Star => r#"<path d="m8 1.8 1.9 4 4.4.6-3.2 3.1.8 4.4L8 11.8l-3.9 2.1.8-4.4L1.7 6.4l4.4-.6z"/>"#,
    /// A magnifying glass.
    Search => r#"<circle cx="7" cy="7" r="4.5"/><path d="m10.3 10.3 3.5 3.5"/>"#,
    /// A plus sign.
    Plus => r#"<path d="M8 3v10M3 8h10"/>"#,
    /// A minus sign.
    Minus => r#"<path d="M3 8h10"/>"#,
    /// A tick.
    Check => r#"<path d="m3 8.5 3.2 3.2L13 4.8"/>"#,
    Cross => r#"<path d="m4 4 8 8M12 4l-8 8"/>"#,
    /// Points down.
    ChevronDown => r#"<path d="m4 6 4 4 4-4"/>"#,
    /// Points left.
    ChevronLeft => r#"<path d="M10 4 6 8l4 4"/>"#,
    /// Points right.
    ChevronRight => r#"<path d="m6 4 4 4-4 4"/>"#,
    /// Up and down: an unsorted column.
    ChevronsUpDown => r#"<path d="m5 6 3-3 3 3M5 10l3 3 3-3"/>"#,
    /// An arrow to the left: back.
    ArrowLeft => r#"<path d="M13 8H3M7 4 3 8l4 4"/>"#,
    /// An arrow to the right: onwards.
    ArrowRight => r#"<path d="M3 8h10M9 4l4 4-4 4"/>"#,
    ArrowUp => r#"<path d="M8 13V3M4 7l4-4 4 4"/>"#,
    ArrowDown => r#"<path d="M8 3v10M4 9l4 4 4-4"/>"#,
    /// Three dots: more actions.
    More => r#"<path d="M3.5 8h.01M8 8h.01M12.5 8h.01" stroke-width="2.2"/>"#,
    /// Three lines: a menu.
    Menu => r#"<path d="M2.5 4h11M2.5 8h11M2.5 12h11"/>"#,
    /// A pencil.
    Edit => r#"<path d="M10.5 3.2 12.8 5.5 5.8 12.5 2.8 13.2 3.5 10.2z"/>"#,
    /// A bin.
    Trash => r#"<path d="M2.8 4.5h10.4M6 4.5V2.8h4v1.7M4.2 4.5l.6 9h6.4l.6-9M6.7 7v4M9.3 7v4"/>"#,
    /// Into a tray: download.
    Download => r#"<path d="M8 2.5v7.5M4.8 7 8 10.2 11.2 7M2.5 13.3h11"/>"#,
    /// Out of a tray: upload.
    Upload => r#"<path d="M8 10.5V3M4.8 6 8 2.8 11.2 6M2.5 13.3h11"/>"#,
    /// A sheet of paper.
    File => r#"<path d="M4 1.8h5.2l3.3 3.3v9.1H4zM9 2v3.3h3.3M6 8.5h4.5M6 11h4.5"/>"#,
    /// A paper clip.
    Paperclip => r#"<path d="m13 7.5-5.2 5.2a3 3 0 0 1-4.3-4.3l5.4-5.3a2 2 0 0 1 2.9 2.9L6.5 11.2a1 1 0 0 1-1.4-1.4L9.8 5.1"/>"#,
    /// Two links of a chain.
    Link => r#"<path d="M6.7 9.3a2.8 2.8 0 0 0 4 0l2-2a2.8 2.8 0 0 0-4-4l-.8.8M9.3 6.7a2.8 2.8 0 0 0-4 0l-2 2a2.8 2.8 0 0 0 4 4l.8-.8"/>"#,
    /// Leaves this site.
    External => r#"<path d="M9.5 2.5h4v4M13.3 2.7 7.5 8.5M11.5 9.5v4h-9v-9h4"/>"#,
    /// An envelope.
    Mail => r#"<rect x="2" y="3.5" width="12" height="9" rx="1.5"/><path d="m2.5 4.5 5.5 4.3 5.5-4.3"/>"#,
    /// A telephone.
    Phone => r#"<path d="M3 2.5h2.7l1.2 3.2-1.6 1.2a8.5 8.5 0 0 0 3.8 3.8l1.2-1.6 3.2 1.2V13a.9.9 0 0 1-.9.9C6.9 13.6 2.4 9.1 2.1 3.4a.9.9 0 0 1 .9-.9z"/>"#,
    /// A map pin.
    Pin => r#"<path d="M8 14.2C5 11.2 3.3 8.9 3.3 6.7a4.7 4.7 0 0 1 9.4 0c0 2.2-1.7 4.5-4.7 7.5z"/><circle cx="8" cy="6.7" r="1.6"/>"#,
    Clock => r#"<circle cx="8" cy="8" r="6"/><path d="M8 4.5V8l2.5 1.5"/>"#,
    Tag => r#"<path d="M2.5 2.5h5.3l5.9 5.9-5.3 5.3-5.9-5.9zM5.5 5.5h.01"/>"#,
    /// An eye: show.
    Eye => r#"<path d="M1.5 8C3 5.2 5.3 3.8 8 3.8S13 5.2 14.5 8C13 10.8 10.7 12.2 8 12.2S3 10.8 1.5 8z"/><circle cx="8" cy="8" r="1.9"/>"#,
    /// A struck-out eye: hide.
    EyeOff => r#"<path d="M6.2 4c.6-.1 1.2-.2 1.8-.2 2.7 0 5 1.4 6.5 4.2-.5.9-1.1 1.7-1.7 2.3M10.3 11.8c-.7.3-1.5.4-2.3.4-2.7 0-5-1.4-6.5-4.2.7-1.3 1.6-2.3 2.6-3M2.5 2.5l11 11"/>"#,
    /// A padlock.
    Lock => r#"<rect x="3" y="7" width="10" height="6.5" rx="1.5"/><path d="M5.3 7V5a2.7 2.7 0 0 1 5.4 0v2"/>"#,
    /// Sliders: settings.
    Settings => r#"<path d="M2.5 4.5h5M11.5 4.5h2M2.5 11.5h2M8.5 11.5h5"/><circle cx="9.5" cy="4.5" r="1.9"/><circle cx="6.5" cy="11.5" r="1.9"/>"#,
    /// Columns on an axis: reports.
    Chart => r#"<path d="M2.5 2.5v11h11M5.8 10.8V8M8.8 10.8V4.5M11.8 10.8V6.5"/>"#,
    /// A tray.
    Inbox => r#"<path d="M2.2 9.2 4 3.5h8l1.8 5.7v3.3a1 1 0 0 1-1 1H3.2a1 1 0 0 1-1-1zM2.2 9.2h3.3l1 1.8h3l1-1.8h3.3"/>"#,
    /// A paper plane.
    Send => r#"<path d="M13.8 2.2 7 9M13.8 2.2 9.5 13.8 7 9 2.2 6.5z"/>"#,
    Play => r#"<path d="M4.5 2.8v10.4L13 8z"/>"#,
    Pause => r#"<path d="M5.2 3v10M10.8 3v10" stroke-width="2"/>"#,
    /// An i in a circle.
    Info => r#"<circle cx="8" cy="8" r="6"/><path d="M8 7.3V11M8 5h.01"/>"#,
    /// A triangle with an exclamation mark.
    Warning => r#"<path d="M8 2.3 14.3 13.3H1.7zM8 6.5v3.2M8 11.5h.01"/>"#,
    /// An exclamation mark in a circle.
    Alert => r#"<circle cx="8" cy="8" r="6"/><path d="M8 4.8v3.7M8 11h.01"/>"#,
    /// A tick in a circle.
    CheckCircle => r#"<circle cx="8" cy="8" r="6"/><path d="m5.3 8.2 1.9 1.9 3.5-3.9"/>"#,
    HalfCircle => r#"<circle cx="8" cy="8" r="6"/><path d="M8 2a6 6 0 0 1 0 12z" fill="currentColor" stroke="none"/>"#,
    CrossCircle => r#"<circle cx="8" cy="8" r="6"/><path d="m5.8 5.8 4.4 4.4M10.2 5.8l-4.4 4.4"/>"#,
    /// A question mark in a broken circle.
    QuestionCircle => r#"<circle cx="8" cy="8" r="6" stroke-dasharray="2.2 1.6"/><path d="M6.4 6.4a1.7 1.7 0 1 1 2.3 1.6c-.5.2-.7.5-.7 1M8 11h.01"/>"#,
    /// The sun: the light theme.
    Sun => r#"<circle cx="8" cy="8" r="2.8"/><path d="M8 1.5v1.5M8 13v1.5M1.5 8H3M13 8h1.5M3.4 3.4l1.1 1.1M11.5 11.5l1.1 1.1M12.6 3.4l-1.1 1.1M4.5 11.5l-1.1 1.1"/>"#,
    /// The moon: the dark theme.
    Moon => r#"<path d="M13.5 9.6A6 6 0 0 1 6.4 2.5a6 6 0 1 0 7.1 7.1z"/>"#,
    /// Columns: a board.
    Board => r#"<rect x="2" y="2.5" width="12" height="11" rx="1.5"/><path d="M6 2.5v11M10 2.5v11"/>"#,
    /// Two sheets: copy.
    Copy => r#"<rect x="5.5" y="5.5" width="8" height="8" rx="1.5"/><path d="M10.5 3.5A1 1 0 0 0 9.5 2.5h-6a1 1 0 0 0-1 1v6a1 1 0 0 0 1 1"/>"#,
    /// Two arrows in a circle: again.
    Refresh => r#"<path d="M13.5 6.5A5.8 5.8 0 0 0 3 5M2.5 2.5V5.5h3M2.5 9.5A5.8 5.8 0 0 0 13 11M13.5 13.5v-3h-3"/>"#,
    /// Through a door: sign out.
    SignOut => r#"<path d="M6 2.5H3.5a1 1 0 0 0-1 1v9a1 1 0 0 0 1 1H6M10.5 5l3 3-3 3M13.3 8H6"/>"#,
    Globe => r#"<circle cx="8" cy="8" r="6"/><path d="M2 8h12M8 2c3.3 3.5 3.3 8.5 0 12M8 2c-3.3 3.5-3.3 8.5 0 12"/>"#,
    /// An office building: organisations.
    Building => r#"<path d="M3.5 14V2.5h6V14M9.5 6.5h3V14M2 14h12M5.8 5.3h1.5M5.8 8h1.5M5.8 10.7h1.5"/>"#,
    /// A turning arrow: activity, history.
    History => r#"<path d="M2.5 2.8v3h3M2.7 5.8A5.8 5.8 0 1 1 2.3 9M8 5v3.2l2.2 1.3"/>"#,
    /// A list with ticks: scorecards, tasks.
    Checklist => r#"<path d="m2 4.2 1.2 1.2L5.3 3M2 11.2l1.2 1.2L5.3 10M7.8 4.5h6M7.8 11.5h6"/>"#,
}

/// One icon. Decorative by default; with a `label` it becomes an image with that accessible name.
#[component]
pub fn Icon(
    /// Which icon.
    kind: IconKind,
    /// The accessible name; leave it empty beside text that says the same.
    #[prop(optional, into)]
    label: String,
) -> impl IntoView {
    let named = !label.is_empty();
    view! {
        <svg
            class="icon"
            viewBox="0 0 16 16"
            width="16"
            height="16"
            fill="none"
            stroke="currentColor"
            stroke-width="1.5"
            stroke-linecap="round"
            stroke-linejoin="round"
            role=named.then_some("img")
            aria-label=super::text_or_none(label)
            aria-hidden=(!named).then_some("true")
            inner_html=kind.shapes()
        ></svg>
    }
}
