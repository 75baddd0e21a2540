//! Executes one request over the schema, together with the look-ups its resolvers ask for.

use std::sync::Arc;

use async_graphql::{Request, Response};

use super::ApiSchema;
use super::loaders::Loaders;
use super::request::RequestContext;
use application::app::App;

/// Executes a request's document.
pub async fn execute(
    schema: &ApiSchema,
    app: &App,
    context: &Arc<RequestContext>,
    request: Request,
) -> Response {
    let loaders = Arc::new(Loaders::new(app, &context.id));
    let request = request.data(Arc::clone(context)).data(Arc::clone(&loaders));
    loaders.run_with(schema.execute(request)).await
}
