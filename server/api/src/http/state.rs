//! What the handlers share: the application, the schema over it, and how this server is reached.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use ipnet::IpNet;
use metrics_exporter_prometheus::PrometheusHandle;

use crate::graphql::{self, ApiSchema};
use crate::rate_limit::{CostBudgets, NetworkRateLimit};
use application::app::App;

/// How long the body of a request may take to arrive.
const BODY_TIMEOUT: Duration = Duration::from_secs(15);

/// What the handlers share.
pub struct HttpState {
    /// The application.
    pub app: App,
    /// The schema over it.
    pub schema: ApiSchema,
    /// Where the built client is.
    pub client_dir: PathBuf,
    /// Whether the public address is https.
    pub https: bool,
    /// Metrics for `/metrics`; none where they are not collected.
    pub metrics: Option<PrometheusHandle>,
    /// Networks of our own proxies, whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpNet>,
    /// How long the body of a request may take to arrive.
    pub body_timeout: Duration,
    /// Budgets for the cost of documents.
    pub budgets: Arc<CostBudgets>,
    /// Limits how many requests a network may make.
    pub network_rate_limit: NetworkRateLimit,
}

impl HttpState {
    /// The state of a server on this machine without a proxy, whose client is in `dist`.
    pub fn new(app: App) -> HttpState {
        HttpState {
            schema: graphql::schema(app.clone()),
            client_dir: PathBuf::from("dist"),
            https: false,
            metrics: None,
            trusted_proxies: Vec::new(),
            body_timeout: BODY_TIMEOUT,
            budgets: Arc::new(CostBudgets::new(&app.clock)),
            network_rate_limit: NetworkRateLimit::new(&app.clock),
            app,
        }
    }
}
