//! Bounds on what one document may ask for, and the price of what it asks: its text is scanned before it is
//! parsed, its shape is measured before it is validated, and its cost is paid before it is run. Whatever is
//! refused is refused with words that name the bound.

mod scan;
mod shape;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use async_graphql::extensions::{
    Extension, ExtensionContext, ExtensionFactory, NextExecute, NextParseQuery, NextValidation,
};
use async_graphql::parser::parse_query;
use async_graphql::parser::types::ExecutableDocument;
use async_graphql::{Response, ServerError, ServerResult, ValidationResult, Variables};

use super::errors::{bad_input, rate_limited};
use super::request::RequestContext;
use crate::rate_limit::RateLimited;

/// Deepest nesting of fields.
const MAX_DEPTH: usize = 16;
/// Highest cost of a document: fields times the sizes of the pages around them.
const MAX_COST: usize = 30_000;
/// Most errors reported for one document.
const MAX_ERRORS: usize = 10;

/// Refuses documents beyond the bounds before they are run.
pub(super) struct QueryLimits;

impl ExtensionFactory for QueryLimits {
    fn create(&self) -> Arc<dyn Extension> {
        Arc::new(QueryLimits)
    }
}

#[async_trait::async_trait]
impl Extension for QueryLimits {
    /// Parses the document itself: what comes next would unfold its fragments to see how deep they go.
    async fn parse_query(
        &self,
        _: &ExtensionContext<'_>,
        query: &str,
        _: &Variables,
        _: NextParseQuery<'_>,
    ) -> ServerResult<ExecutableDocument> {
        let scanned = scan::scan(query).map_err(refuse)?;
        let document = parse_query(query).map_err(|error| coded(ServerError::from(error)))?;
        shape::check(&document).map_err(refuse)?;
        tracing::debug!(bytes = query.len(), tokens = scanned.tokens, "a document was parsed");
        Ok(document)
    }

    async fn validation(
        &self,
        ctx: &ExtensionContext<'_>,
        next: NextValidation<'_>,
    ) -> Result<ValidationResult, Vec<ServerError>> {
        let valid = next.run(ctx).await.map_err(|mut errors| {
            errors.truncate(MAX_ERRORS);
            errors.into_iter().map(coded).collect::<Vec<_>>()
        })?;
        let message = if valid.depth > MAX_DEPTH {
            Some(format!("Nest fields at most {MAX_DEPTH} deep; this document has {}.", valid.depth))
        } else if valid.complexity > MAX_COST {
            let cost = valid.complexity;
            Some(format!(
                "This document costs {cost} points and {MAX_COST} is the most: ask for smaller pages."
            ))
        } else {
            None
        };
        if let Some(message) = message {
            return Err(vec![refuse(message)]);
        }
        if let Some(request) = ctx.data_opt::<Arc<RequestContext>>() {
            charge(request, valid.complexity).map_err(|error| vec![error])?;
        }
        tracing::debug!(cost = valid.complexity, depth = valid.depth, "a document was validated");
        Ok(valid)
    }

    async fn execute(
        &self,
        ctx: &ExtensionContext<'_>,
        operation_name: Option<&str>,
        next: NextExecute<'_>,
    ) -> Response {
        if let Some(request) = ctx.data_opt::<Arc<RequestContext>>() {
            request.mark_executed();
        }
        next.run(ctx, operation_name).await
    }
}

fn charge(request: &RequestContext, complexity: usize) -> ServerResult<()> {
    let Some(cost_budget) = &request.cost_budget else { return Ok(()) };
    let error = match cost_budget.charge_document(complexity) {
        Ok(()) => return Ok(()),
        Err(RateLimited::RetryAfter { seconds, .. }) => {
            request.set_retry_after(seconds);
            rate_limited(seconds)
        }
        Err(RateLimited::ExceedsCapacity) => {
            bad_input(format!("This document costs {complexity} points: sign in, or ask for less."))
        }
    };
    Err(ServerError { extensions: error.extensions, ..ServerError::new(error.message, None) })
}

fn refuse(message: String) -> ServerError {
    coded(ServerError::new(message, None))
}

/// The error with a code, if it has none yet.
fn coded(mut error: ServerError) -> ServerError {
    let extensions = error.extensions.get_or_insert_default();
    if extensions.get("code").is_none() {
        extensions.set("code", "BAD_USER_INPUT");
    }
    error
}
