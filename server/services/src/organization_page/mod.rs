//! An organisation's own careers page: what it says of itself, its logo and its colour. Every approved recruiter of the
//! organisation may change it.

mod accent;

use crate::{
    Result, ServiceError, Services,
    auth::Hr,
    events::record,
    jobs::markdown,
    uploads::{Kind, Received, Sender, Upload},
};
use futures::Stream;
use hireq_domain::{
    event::Event,
    organization::{OrganizationPage, OrganizationPageForm},
};
use hireq_store::organization_pages::{self as rows, Logo};
use image::{ImageFormat, ImageReader};
use std::io::Cursor;

/// The longest text about an organisation, in characters.
const MOST_ABOUT: usize = 5000;
/// The widest and highest logo, in pixels.
const MOST_PIXELS: u32 = 2000;

/// A logo.
pub const LOGO: Kind = Kind { field: "logo", called: "logo", endings: &["png", "jpg", "jpeg"], limit: |_| 1 << 20 };

/// Receives a logo. Its type is determined by its content: drawings that could run scripts are none.
///
/// # Errors
/// `Invalid` at `logo`, with what is wrong and what to do; `TooManyRequests`.
pub async fn receive_logo<S, B, E>(services: &Services, who: impl Into<Sender>, name: &str, stream: S) -> Result<Upload>
where
    S: Stream<Item = std::result::Result<B, E>>,
    B: AsRef<[u8]>,
{
    let received = Received::new(services, who, &LOGO, name, stream).await?;
    let (received, media_type) = received.look(|_, bytes| look(bytes)).await?;
    received.is(media_type.map_err(|why| LOGO.refuses(why))?)
}

/// The media type of a picture that is small enough.
fn look(bytes: &[u8]) -> std::result::Result<&'static str, String> {
    let none = || "This is no PNG or JPG picture. Save the logo as one of these and choose it again".to_owned();
    let reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().map_err(|_| none())?;
    let (format, media_type) = match reader.format() {
        Some(ImageFormat::Png) => (ImageFormat::Png, "image/png"),
        Some(ImageFormat::Jpeg) => (ImageFormat::Jpeg, "image/jpeg"),
        _ => return Err(none()),
    };
    let (width, height) = reader.into_dimensions().map_err(|_| none())?;
    if width.max(height) > MOST_PIXELS {
        return Err(format!("The logo has {width} × {height} pixels. Make it {MOST_PIXELS} or fewer each way"));
    }
    // A picture that breaks off would be stored, and shown to nobody.
    ImageReader::with_format(Cursor::new(bytes), format).decode().map_err(|_| none())?;
    Ok(media_type)
}

/// What the careers page of an organisation shows above its jobs.
///
/// # Errors
/// `NotFound` if there is no such organisation in public.
pub async fn page(services: &Services, slug: &str) -> Result<OrganizationPage> {
    let page = rows::public(&services.pool, slug).await?.ok_or(ServiceError::NotFound)?;
    Ok(OrganizationPage {
        html: markdown::to_html(&page.about),
        summary: markdown::summary(&page.about, 160),
        logo: page.logo.map(|hash| address(&page.slug, "logo", &hash)),
        accent: page.accent.map(|colour| address(&page.slug, "accent.css", colour.as_bytes())),
        name: page.name,
        slug: page.slug,
    })
}

/// The address of a part of the page, which changes with its content, so that browsers may keep it.
fn address(slug: &str, part: &str, content: &[u8]) -> String {
    format!("/c/{slug}/{part}?v={}", hex::encode(content.get(..8).unwrap_or(content)))
}

/// The picture's media type and bytes.
///
/// # Errors
/// `NotFound` if there is none.
pub async fn logo(services: &Services, slug: &str) -> Result<(String, Vec<u8>)> {
    let logo = rows::logo(&services.pool, slug).await?.ok_or(ServiceError::NotFound)?;
    Ok((logo.media_type, services.files.read(&logo.key).await?))
}

/// The stylesheet of the organisation's colour.
///
/// # Errors
/// `NotFound` if it has none.
pub async fn stylesheet(services: &Services, slug: &str) -> Result<String> {
    let page = rows::public(&services.pool, slug).await?.ok_or(ServiceError::NotFound)?;
    page.accent.as_deref().and_then(accent::stylesheet).ok_or(ServiceError::NotFound)
}

/// The page as its form shows it.
///
/// # Errors
/// If the database query fails.
pub async fn form(services: &Services, hr: &Hr) -> Result<OrganizationPageForm> {
    let page = rows::find(&services.pool, hr.scope()).await?.ok_or(ServiceError::NotFound)?;
    Ok(OrganizationPageForm {
        logo: page.logo.map(|hash| address(&page.slug, "logo", &hash)),
        name: page.name,
        slug: page.slug,
        about: page.about,
        accent: page.accent.unwrap_or_default(),
    })
}

/// What the form sends.
pub struct Input {
    /// Markdown.
    pub about: String,
    /// A colour such as `#0b5d3b`; empty for the site's own.
    pub accent: String,
    /// A new logo.
    pub logo: Option<Upload>,
    /// Whether to remove the logo.
    pub without_logo: bool,
}

/// Saves the page. It continues even if the sender disconnects, so that a stored logo always gets its row. A logo that
/// was replaced is swept like any file that no row names.
///
/// # Errors
/// `Invalid` at `about` or `accent`; if the file store or the database fails.
pub async fn save(services: &Services, hr: &Hr, input: Input) -> Result<()> {
    if input.about.chars().count() > MOST_ABOUT {
        return Err(ServiceError::field("about", "Shorten the text to 5,000 characters or fewer"));
    }
    let accent =
        match input.accent.trim() {
            "" => None,
            colour => Some(accent::read(colour).ok_or_else(|| {
                ServiceError::field("accent", "Write the colour as # and six digits, such as #0b5d3b")
            })?),
        };
    // A form with files may hold what Postgres cannot store.
    let input = Input { about: input.about.replace('\0', ""), ..input };
    let (services, hr) = (services.clone(), hr.clone());
    let done = tokio::spawn(async move { store(&services, &hr, input, accent.as_deref()).await });
    done.await.map_err(ServiceError::internal)?
}

async fn store(services: &Services, hr: &Hr, input: Input, accent: Option<&str>) -> Result<()> {
    let mut placed = match input.logo {
        Some(upload) => Some(upload.place(services).await?),
        None => None,
    };
    let done = async {
        let mut tx = services.begin(&hr.user).await?;
        rows::save(&mut *tx, hr.scope(), input.about.trim(), accent, services.clock.now()).await?;
        if let Some(placed) = &mut placed {
            let logo =
                Logo { key: placed.key.clone(), media_type: placed.media_type.clone(), sha256: placed.sha256.to_vec() };
            rows::set_logo(&mut *tx, hr.scope(), Some(logo)).await?;
            placed.used = true;
        } else if input.without_logo {
            rows::set_logo(&mut *tx, hr.scope(), None).await?;
        }
        let organization = hr.scope().organization();
        record(services, &mut tx, hr, Event::OrganizationPageEdited(organization)).await?;
        tx.commit().await?;
        Ok(())
    }
    .await;
    if let Some(placed) = placed {
        placed.settle(services).await;
    }
    done
}

#[cfg(test)]
mod tests {
    use super::look;

    #[test]
    fn only_small_pictures_are_logos_whatever_they_are_called() {
        let png = |width, height| {
            let mut bytes = std::io::Cursor::new(Vec::new());
            image::GrayImage::new(width, height).write_to(&mut bytes, image::ImageFormat::Png).expect("written");
            bytes.into_inner()
        };
        let whole = png(20, 10);
        assert_eq!(look(&whole), Ok("image/png"));
        assert!(look(&whole[..whole.len() - 20]).is_err(), "it breaks off");
        assert!(look(&png(2001, 1)).is_err_and(|why| why.contains("2001 × 1 pixels")));
        for bytes in
            [&b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>"[..], b"GIF89a", b"", b"\x89PNG\r\n\x1a\n"]
        {
            assert!(look(bytes).is_err(), "{bytes:?}");
        }
    }
}
