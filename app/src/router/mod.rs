//! Which page an address shows, and going from one to another without loading the site anew.
//!
//! An entry point has a table of [`Place`]s. Links inside of it are ordinary links; their clicks are taken
//! over here. A page reads its part of the address by the functions below; what they give stays as it was
//! while another page takes over, so that a page that is about to go does not fetch for an address that
//! is no longer its own.

mod address;

use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, HtmlAnchorElement, MouseEvent};

pub use address::ParamsMap;
use address::{is_below, match_path};

/// A page and the addresses it is shown at.
pub struct Place {
    /// A path such as `/portal/invoices/:id`; `*` for all that is left.
    pub path: &'static str,
    /// Whether it stands in the frame for people who are signed in.
    pub inside: bool,
    pub view: fn() -> AnyView,
}

#[derive(Clone, PartialEq)]
struct Address {
    path: String,
    /// What stands after the `?`, without it.
    search: String,
}

/// The router of an entry point.
#[derive(Clone, Copy)]
struct Router {
    base: &'static str,
    places: &'static [Place],
    address: RwSignal<Address>,
    /// Which of the places is shown.
    shown: Memo<usize>,
}

/// The index of the place a page was made for.
#[derive(Clone, Copy)]
struct PageRoute(usize);

/// How to go somewhere.
#[derive(Clone, Copy, Debug)]
pub struct NavigateOptions {
    /// In place of the present entry in the history.
    pub replace: bool,
    /// To the top of the page.
    pub scroll: bool,
}

impl Default for NavigateOptions {
    fn default() -> Self {
        Self { replace: false, scroll: true }
    }
}

/// The present path and what stands after its `?`.
#[derive(Clone, Copy)]
pub struct Location {
    pub pathname: Memo<String>,
    pub search: Memo<String>,
}

/// The router, as [`provide_router`] made it.
#[allow(clippy::expect_used, reason = "every entry point provides the router before any page")]
fn use_router() -> Router {
    use_context::<Router>().expect("the entry point provides the router")
}

/// Starts the router of the entry point whose pages are all below `base`. The table ends with `*`.
pub fn provide_router(base: &'static str, places: &'static [Place]) {
    let address = RwSignal::new(present());
    let shown = Memo::new(move |_| {
        address
            .with(|address| places.iter().position(|place| match_path(place.path, &address.path).is_some()))
            .unwrap_or_default()
    });
    let router = Router { base, places, address, shown };
    provide_context(router);
    let moved = window_event_listener_untyped("popstate", move |_| address.set(present()));
    let clicked = window_event_listener(leptos::ev::click, move |event| router.take_over(&event));
    on_cleanup(move || {
        moved.remove();
        clicked.remove();
    });
}

/// The pages, each in its frame: `inside` for people who are signed in, `outside` for the others. Both
/// show the page by [`outlet`].
pub fn frames(inside: fn() -> AnyView, outside: fn() -> AnyView) -> AnyView {
    let router = use_router();
    let is_inside = Memo::new(move |_| router.place(router.shown.get()).is_some_and(|place| place.inside));
    (move || {
        let is_inside = is_inside.get();
        provide_context(Frame(is_inside));
        untrack(if is_inside { inside } else { outside })
    })
    .into_any()
}

#[derive(Clone, Copy)]
struct Frame(bool);

/// The page of the present address, in its frame.
pub fn outlet() -> AnyView {
    let router = use_router();
    let mine = use_context::<Frame>().is_some_and(|Frame(inside)| inside);
    // A page of the other frame is not for this one: it is about to go.
    let shown = Memo::new(move |before: Option<&usize>| {
        let shown = router.shown.get();
        let fits = router.place(shown).is_some_and(|place| place.inside == mine);
        before.copied().filter(|_| !fits).unwrap_or(shown)
    });
    (move || {
        let shown = shown.get();
        provide_context(PageRoute(shown));
        router.place(shown).map(|place| untrack(place.view))
    })
    .into_any()
}

/// The present path and search.
pub fn use_location() -> Location {
    let router = use_router();
    Location {
        pathname: Memo::new(move |_| router.address.with(|address| address.path.clone())),
        search: Memo::new(move |_| router.address.with(|address| address.search.clone())),
    }
}

/// The parameters after the `?` of this page's address.
pub fn use_query_map() -> Memo<ParamsMap> {
    let router = use_router();
    router.own(move |address| ParamsMap::parse(&address.search))
}

/// The parameters in the path of this page, by the names of its pattern.
pub fn use_params_map() -> Memo<ParamsMap> {
    let router = use_router();
    router.own(move |address| {
        let place = router.place(router.shown.get_untracked());
        place.and_then(|place| match_path(place.path, &address.path)).unwrap_or_default()
    })
}

/// What goes to an address: a path of this entry point, with its parameters.
pub fn use_navigate() -> impl Fn(&str, NavigateOptions) + Clone + Send + Sync + 'static {
    let router = use_router();
    move |to: &str, options: NavigateOptions| router.go(to, options)
}

/// A page that only leads elsewhere.
pub fn redirect(to: &'static str) -> AnyView {
    let navigate = use_navigate();
    crate::effect::follow(move || {
        navigate(to, NavigateOptions { replace: true, ..NavigateOptions::default() })
    });
    ().into_any()
}

impl Router {
    fn place(self, index: usize) -> Option<&'static Place> {
        self.places.get(index)
    }

    /// A part of the address as long as it is this page's own, and then as it last was.
    fn own(self, part: impl Fn(&Address) -> ParamsMap + Send + Sync + 'static) -> Memo<ParamsMap> {
        let mine = use_context::<PageRoute>().map(|PageRoute(index)| index);
        Memo::new(move |before: Option<&ParamsMap>| match before {
            Some(before) if mine.is_some_and(|mine| mine != self.shown.get()) => before.clone(),
            _ => self.address.with(&part),
        })
    }

    fn go(self, to: &str, options: NavigateOptions) {
        let (path, search) = to.split_once('?').unwrap_or((to, ""));
        if !is_below(self.base, path) {
            return crate::browser::leave_for(to);
        }
        let window = window();
        if let Ok(history) = window.history() {
            let result = if options.replace {
                history.replace_state_with_url(&JsValue::NULL, "", Some(to))
            } else {
                history.push_state_with_url(&JsValue::NULL, "", Some(to))
            };
            // A browser that takes no more entries still shows the page.
            let _ = result;
        }
        self.address.set(Address { path: path.to_owned(), search: search.to_owned() });
        if options.scroll {
            window.scroll_to_with_x_and_y(0.0, 0.0);
        }
    }

    /// Follows a click on a link of this entry point, unless the browser is asked for something else:
    /// another window, a download, another site, or a part of the same page.
    fn take_over(self, event: &MouseEvent) {
        let other = event.meta_key() || event.ctrl_key() || event.shift_key() || event.alt_key();
        if event.default_prevented() || event.button() != 0 || other {
            return;
        }
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let link = target.and_then(|element| element.closest("a[href]").ok().flatten());
        let Some(link) = link.and_then(|link| link.dyn_into::<HtmlAnchorElement>().ok()) else { return };
        let kept = link.target().is_empty() && !link.has_attribute("download") && link.rel() != "external";
        let ours = window().location().origin().is_ok_and(|origin| origin == link.origin());
        if !kept || !ours || !link.hash().is_empty() || !is_below(self.base, &link.pathname()) {
            return;
        }
        event.prevent_default();
        self.go(&(link.pathname() + &link.search()), NavigateOptions::default());
    }
}

fn present() -> Address {
    let location = window().location();
    let search = location.search().unwrap_or_default();
    Address {
        path: location.pathname().unwrap_or_default(),
        search: search.strip_prefix('?').unwrap_or_default().to_owned(),
    }
}
