//! The GraphQL schema: folders by area. A resolver decodes, calls one use case or query, and encodes.

mod billing_runs;
mod bookkeeping;
mod community;
mod connection;
mod context;
mod errors;
mod invoices;
mod ledger;
mod limits;
mod loaders;
mod node;
mod payments;
mod people;
mod scalars;
mod team;

use async_graphql::{EmptySubscription, MergedObject, Schema, SchemaBuilder};

pub use context::{RequestContext, SessionCookie};
pub use limits::{CostBudget, CostBudgets, RateLimitSubject};

use application::app::App;

/// Everything that can be asked.
#[derive(MergedObject, Default)]
pub struct Query(
    node::NodeQuery,
    people::PeopleQuery,
    community::CommunityQuery,
    invoices::InvoiceQuery,
    payments::PaymentQuery,
    payments::PayoutQuery,
    billing_runs::BillingRunQuery,
    people::InvitationQuery,
    team::ApiKeyQuery,
);

/// Everything that can be done.
#[derive(MergedObject, Default)]
pub struct Mutation(
    people::SignInMutation,
    people::SecurityMutation,
    people::InvitationMutation,
    team::MemberMutation,
    team::MemberInvitationMutation,
    team::ApiKeyMutation,
    community::OrganizationMutation,
    community::ResidentMutation,
    invoices::InvoiceMutation,
    payments::PaymentMutation,
    payments::AutopayMutation,
    community::PropertyMutation,
    bookkeeping::WebhookEventMutation,
    bookkeeping::PeriodMutation,
    bookkeeping::ReconciliationMutation,
);

/// The schema.
pub type PropertySchema = Schema<Query, Mutation, EmptySubscription>;

fn builder() -> SchemaBuilder<Query, Mutation, EmptySubscription> {
    Schema::build(Query::default(), Mutation::default(), EmptySubscription)
        .register_output_type::<node::Node>()
        // A guess at what was meant names fields to those who may not read the schema, and takes long to find.
        .disable_suggestions()
        .extension(limits::QueryLimits)
}

/// The schema over an application.
pub fn schema(app: App) -> PropertySchema {
    builder().data(app).finish()
}

/// The schema in its definition language, as it is committed.
pub fn sdl() -> String {
    let mut text = builder().finish().sdl();
    while text.ends_with('\n') {
        text.pop();
    }
    text.push('\n');
    text
}
