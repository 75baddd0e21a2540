//! Canada's provinces and territories, on which it depends what may be charged.

use leptos::prelude::*;

use crate::components::{Choice, Problems, Select};

/// The field to choose one; the values are the second parts of the ISO 3166-2 codes.
pub(super) fn provinces(chosen: RwSignal<String>, problems: Problems) -> AnyView {
    let one = |value: &str, words| Choice { value: value.to_owned(), words };
    let choices = vec![
        one("", t!(fees_region_choose)),
        one("AB", t!(fees_region_ab)),
        one("BC", t!(fees_region_bc)),
        one("MB", t!(fees_region_mb)),
        one("NB", t!(fees_region_nb)),
        one("NL", t!(fees_region_nl)),
        one("NS", t!(fees_region_ns)),
        one("NT", t!(fees_region_nt)),
        one("NU", t!(fees_region_nu)),
        one("ON", t!(fees_region_on)),
        one("PE", t!(fees_region_pe)),
        one("QC", t!(fees_region_qc)),
        one("SK", t!(fees_region_sk)),
        one("YT", t!(fees_region_yt)),
    ];
    view! {
        <Select id="region" label=t!(fees_region) value=chosen choices=Signal::stored(choices)
            problems=problems hint=t!(fees_region_hint)/>
    }
    .into_any()
}
