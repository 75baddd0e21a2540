//! Transactions as a CSV file, for who may see the books: a person with a session or a program with a key. The answer
//! is sent while it is read.

use std::sync::Arc;

use axum::Extension;
use axum::body::Body;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::id::OrganizationId;
use domain::ledger::TransactionCause;
use domain::payment::PaymentMethod;
use futures::stream;
use jiff::civil::Date;
use locales::Language;
use serde::Deserialize;
use store::ledger_transactions::moves_money;

use super::identity::identify;
use super::state::HttpState;
use application::bookkeeping::export_transactions::TransactionExport;
use application::bookkeeping::transaction_query::TransactionQuery;
use application::identity::{Caller, ClientInfo};

/// The query of the address; its words are those of the API in small letters, kinds with commas between them.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ExportQuery {
    organization: String,
    property: Option<String>,
    kinds: Option<String>,
    method: Option<String>,
    from: Option<Date>,
    to: Option<Date>,
    search: Option<String>,
    language: Option<String>,
}

/// The file; what the caller may not see answers as what does not exist.
pub(super) async fn transactions(
    State(state): State<Arc<HttpState>>,
    Extension(client_info): Extension<ClientInfo>,
    query: Result<Query<ExportQuery>, QueryRejection>,
    headers: HeaderMap,
) -> Response {
    let caller = match identify(&state, &headers, &client_info).await {
        Ok(identified) => identified.caller,
        Err(why) => {
            let (status, _, words) = why.response_parts();
            return (status, format!("{words}\n")).into_response();
        }
    };
    let Some(caller) = caller else {
        return (StatusCode::UNAUTHORIZED, "Sign in first.\n").into_response();
    };
    let decoded = query.ok().and_then(|Query(query)| Some((decode(&query)?, query)));
    let Some(((organization, filter), query)) = decoded else {
        return (StatusCode::BAD_REQUEST, "The address asks for something that can't be given.\n")
            .into_response();
    };
    let language = query.language.as_deref().map(|tag| Language::from_code(tag).unwrap_or(Language::En));
    match file(&state, &caller, organization, filter, language).await {
        Ok(Some(response)) => response,
        Ok(None) => (StatusCode::NOT_FOUND, "There is nothing at this address.\n").into_response(),
        Err(error) => {
            tracing::error!(%error, "a file could not be begun");
            (StatusCode::INTERNAL_SERVER_ERROR, "Something went wrong on our side. Try again.\n")
                .into_response()
        }
    }
}

fn decode(query: &ExportQuery) -> Option<(OrganizationId, TransactionQuery)> {
    let organization = query.organization.parse().ok()?;
    let given = |text: &Option<String>| text.clone().filter(|text| !text.is_empty());
    let property = match given(&query.property) {
        Some(id) => Some(id.parse().ok()?),
        None => None,
    };
    let kinds = given(&query.kinds).unwrap_or_default();
    let kinds = kinds.split(',').filter(|kind| !kind.is_empty()).map(cause);
    let method = match given(&query.method) {
        Some(word) => Some(PaymentMethod::from_code(&word).ok()?),
        None => None,
    };
    let causes = kinds.collect::<Option<Vec<TransactionCause>>>()?;
    let search = given(&query.search);
    Some((
        organization,
        TransactionQuery { property, causes, method, from: query.from, to: query.to, search },
    ))
}

fn cause(word: &str) -> Option<TransactionCause> {
    TransactionCause::from_code(word).ok().filter(|cause| moves_money(*cause))
}

async fn file(
    state: &HttpState,
    caller: &Caller,
    organization: OrganizationId,
    filter: TransactionQuery,
    language: Option<Language>,
) -> application::error::AppResult<Option<Response>> {
    let export = TransactionExport::begin(&state.app, caller, organization, filter, language).await?;
    let Some(export) = export else { return Ok(None) };
    let name = export.file_name();
    let chunks = stream::try_unfold(export, async |mut export: TransactionExport| {
        let chunk = export.next().await.inspect_err(|error| tracing::error!(%error, "a file broke off"))?;
        Ok::<_, application::error::AppError>(chunk.map(|chunk| (chunk, export)))
    });
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8; header=present".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
        (header::CACHE_CONTROL, "no-store".to_owned()),
        (header::CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'; sandbox".to_owned()),
    ];
    Ok(Some((headers, Body::from_stream(chunks)).into_response()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_words_are_refused() {
        let query = |kinds: &str| ExportQuery {
            organization: OrganizationId::from_uuid(domain::id::Uuid::from_bytes([1; 16])).to_string(),
            kinds: Some(kinds.to_owned()),
            ..ExportQuery::default()
        };
        assert_eq!(
            decode(&query("refund,payout")).unwrap().1.causes,
            [TransactionCause::Refund, TransactionCause::Payout]
        );
        assert!(decode(&query("refund,theft")).is_none());
    }
}
