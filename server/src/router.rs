//! All routes of the server, and the middleware that each request passes through.

use crate::{
    answer_time, body_limit, exports, feeds, files, flash, headers, health, last_user, live, organization_page,
    page_cache::{self, PageCache},
    plain_pages, request_number,
    sessions::{self, Sessions},
    unstorable, visitor, whole,
};
use app::shell;
use axum::{
    Router,
    extract::FromRef,
    http::{Extensions, HeaderMap, HeaderValue, StatusCode, Version, header},
    middleware::{from_fn, from_fn_with_state},
    response::Redirect,
    routing::get,
};
use hireq_services::{Services, auth::Visitor};
use leptos::prelude::*;
use leptos_axum::{LeptosRoutes, generate_route_list};
use std::path::Path;
use tower::ServiceBuilder;
use tower_http::{
    catch_panic::CatchPanicLayer,
    compression::{CompressionLayer, CompressionLevel, DefaultPredicate, Predicate},
    csrf::CsrfLayer,
    services::ServeDir,
    set_header::SetResponseHeaderLayer,
};
use tower_sessions::{Expiry, SessionManagerLayer, cookie::SameSite};

/// The state available to handlers.
#[derive(Clone, FromRef)]
pub struct AppState {
    options: LeptosOptions,
    services: Services,
}

pub fn router(services: Services, options: LeptosOptions) -> Router {
    let state = AppState { options: options.clone(), services: services.clone() };
    let site = Path::new(&*options.site_root).to_owned();
    let routes = generate_route_list(app::App);
    let provide = {
        let services = services.clone();
        move || app::server::provide(services.clone())
    };
    let pages = Router::new()
        .route("/home", get(home))
        .route("/live", get(live::open))
        .merge(files::routes(services.clone()))
        .merge(exports::routes(services.clone()))
        .leptos_routes_with_context(&state, routes, provide.clone(), {
            let options = options.clone();
            move || shell(options.clone())
        })
        .fallback(leptos_axum::file_and_error_handler_with_context::<AppState, _>(provide, shell));
    let session = SessionManagerLayer::new(Sessions(services.clone()))
        .with_name(if services.config.production { "__Host-hireq" } else { "hireq" })
        .with_http_only(true)
        .with_same_site(SameSite::Lax)
        .with_secure(services.config.production)
        // The maximum for any session; the store expires those that were unused for too long or began too long ago.
        .with_expiry(Expiry::OnInactivity(time::Duration::days(services.config.session_days.into())));
    let pages = pages.layer(
        ServiceBuilder::new()
            .layer(from_fn(answer_time::limit))
            .layer(from_fn_with_state(PageCache::new(services.config.page_cache_seconds), page_cache::keep))
            .layer(from_fn(sessions::lost))
            .layer(session)
            .layer(from_fn_with_state(services.clone(), visitor::identify))
            .layer(from_fn_with_state(services.clone(), last_user::remember))
            .layer(from_fn_with_state(services.clone(), flash::carry)),
    );
    // Browsers may keep files with hashed names for ever. They were compressed when the site was built.
    let keep = if options.hash_files { "public, max-age=31536000, immutable" } else { "no-cache" };
    let assets = ServiceBuilder::new()
        .layer(SetResponseHeaderLayer::if_not_present(header::CACHE_CONTROL, HeaderValue::from_static(keep)))
        .service(ServeDir::new(site.join("pkg")).precompressed_br().precompressed_gzip());
    let fonts = ServiceBuilder::new()
        .layer(SetResponseHeaderLayer::if_not_present(
            header::CACHE_CONTROL,
            // Their names hold their version.
            HeaderValue::from_static("public, max-age=31536000, immutable"),
        ))
        .service(ServeDir::new(site.join("fonts")));
    Router::new()
        .route("/api/health", get(health::answer))
        .merge(feeds::routes(services.clone()))
        .merge(organization_page::routes(services.clone()))
        .merge(pages)
        .nest_service("/pkg", assets)
        .nest_service("/fonts", fonts)
        .layer(
            ServiceBuilder::new()
                .layer(from_fn_with_state(services.clone(), request_number::number))
                .layer(CompressionLayer::new().quality(CompressionLevel::Fastest).compress_when(compressed()))
                .layer(from_fn_with_state(services.clone(), headers::secure))
                .layer(CatchPanicLayer::custom(|_| plain_pages::broken()))
                .layer(from_fn(whole::page))
                .layer(from_fn(unstorable::refuse))
                .layer(csrf(&services))
                .layer(from_fn_with_state(services, body_limit::limit)),
        )
        .with_state(state)
}

/// Compresses responses, except those with an entity tag, which stands for the exact bytes and allows ranges.
fn compressed() -> impl Predicate {
    let tagged = |_: StatusCode, _: Version, headers: &HeaderMap, _: &Extensions| !headers.contains_key(header::ETAG);
    DefaultPredicate::new().and(tagged)
}

fn csrf(services: &Services) -> CsrfLayer {
    let layer = CsrfLayer::new();
    layer.clone().add_trusted_origin(&services.config.frontend_url).unwrap_or(layer)
}

/// Redirects to the signed-in person's first page.
async fn home(axum::Extension(visitor): axum::Extension<Visitor>) -> Redirect {
    Redirect::to(visitor.user.as_ref().map_or("/sign-in", |user| user.home()))
}
