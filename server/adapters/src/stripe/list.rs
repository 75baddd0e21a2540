//! Lists of the client library, read to their end.

/// How many of a list are asked for at once: as many as Stripe gives.
pub(super) const PAGE_SIZE: i64 = 100;

/// Reads a list to its end, page by page.
macro_rules! list_all {
    ($stripe:expr, $account:expr, $list:expr) => {{
        let mut all = Vec::new();
        let mut after: Option<String> = None;
        loop {
            let mut list = $list.limit($crate::stripe::list::PAGE_SIZE);
            if let Some(after) = &after {
                list = list.starting_after(after.clone());
            }
            let page = list.customize().account_id(checked_id($account)?.into()).send(&$stripe.client).await;
            let page = page.map_err(errors::from_library)?;
            let last = page.data.last().map(|one| one.id.to_string());
            // A page that says there is more but ends nowhere new would be read for ever.
            let more = page.has_more && last.is_some() && last != after;
            all.extend(page.data);
            if !more {
                break all;
            }
            after = last;
        }
    }};
}
pub(super) use list_all;
