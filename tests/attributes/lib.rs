//! Attributes of the integration tests. A test is an ordinary async function with one parameter; the attribute says
//! on which databases it runs and adds a module of the function's name with one test per database, so that names
//! read `payments::partial_payment::on_sqlite`.
//!
//! What a test gets depends on its parameter: a reference to `TestApp` or `CrashScenario`, which is started before
//! the test and whose `finish` checks it afterwards, or a `Database`, for tests that start what they need.

use proc_macro::TokenStream;
use quote::{format_ident, quote};
use syn::{Attribute, Error, FnArg, Ident, ItemFn, Type, parse_macro_input};

/// The name of a database's tests, and its variant of `support::Database`.
type Database = (&'static str, &'static str);

const SQLITE: Database = ("on_sqlite", "Sqlite");
const POSTGRES: Database = ("on_postgres", "Postgres");

/// One test on SQLite and one on PostgreSQL.
#[proc_macro_attribute]
pub fn on_each_database(arguments: TokenStream, function: TokenStream) -> TokenStream {
    expand(&[SQLITE, POSTGRES], &arguments, function)
}

/// A test on SQLite alone, where the database makes no difference.
#[proc_macro_attribute]
pub fn on_sqlite(arguments: TokenStream, function: TokenStream) -> TokenStream {
    expand(&[SQLITE], &arguments, function)
}

/// A test on PostgreSQL alone, of what can't happen on SQLite.
#[proc_macro_attribute]
pub fn on_postgres(arguments: TokenStream, function: TokenStream) -> TokenStream {
    expand(&[POSTGRES], &arguments, function)
}

/// The function as it stands, and its tests.
fn expand(databases: &[Database], arguments: &TokenStream, function: TokenStream) -> TokenStream {
    let mut function = parse_macro_input!(function as ItemFn);
    let tests = if arguments.is_empty() {
        tests(databases, &mut function)
    } else {
        Err(Error::new_spanned(&function.sig, "the attribute takes no arguments"))
    };
    let mut expanded: TokenStream = quote! { #function }.into();
    expanded.extend(tests.unwrap_or_else(|error| error.into_compile_error().into()));
    expanded
}

/// The module with the tests. `#[ignore]` moves from the function to each of them.
fn tests(databases: &[Database], function: &mut ItemFn) -> syn::Result<TokenStream> {
    let attributes = std::mem::take(&mut function.attrs).into_iter();
    let (ignored, kept): (Vec<Attribute>, Vec<Attribute>) =
        attributes.partition(|attribute| attribute.path().is_ident("ignore"));
    function.attrs = kept;
    let name = &function.sig.ident;
    let mut parameters = function.sig.inputs.iter();
    let (Some(FnArg::Typed(parameter)), None, Some(_)) =
        (parameters.next(), parameters.next(), function.sig.asyncness)
    else {
        return Err(Error::new_spanned(&function.sig, "a test is an async function with one parameter"));
    };
    let tests = databases.iter().map(|(test, variant)| {
        let (test, variant) = (Ident::new(test, name.span()), format_ident!("{variant}"));
        let body = match &*parameter.ty {
            Type::Reference(reference) => {
                let (started, mutable) = (&reference.elem, reference.mutability);
                quote! {
                    let #mutable started = #started::start(::support::Database::#variant).await;
                    super::#name(&#mutable started).await;
                    started.finish().await;
                }
            }
            _ => quote! { super::#name(::support::Database::#variant).await; },
        };
        quote! {
            #(#ignored)*
            #[::tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn #test() { #body }
        }
    });
    Ok(quote! {
        mod #name {
            #[allow(unused_imports, reason = "a parameter's type may be written with its path")]
            use super::*;

            #(#tests)*
        }
    }
    .into())
}
