//! The texts of operations, made ahead. cynic makes them from the fragments when an operation is built,
//! and what does that weighs more in the portal than all of the texts. So the tests write them to
//! `operations/`, one a file, and fail when one was out of date.

use std::borrow::Cow;

use serde::Serialize;

/// An operation that can be sent.
pub trait Outgoing {
    type Answer;

    /// What is sent.
    fn write(self) -> Written;
}

/// An operation as it is sent.
pub struct Written {
    pub query: Cow<'static, str>,
    /// JSON; `None` when the variables can't be written.
    pub variables: Option<String>,
    pub name: Option<Cow<'static, str>>,
}

impl<Answer, Variables: Serialize> Outgoing for cynic::Operation<Answer, Variables> {
    type Answer = Answer;

    fn write(self) -> Written {
        let variables = serde_json::to_string(&self.variables).ok();
        Written { query: self.query.into(), variables, name: self.operation_name }
    }
}

/// An operation whose text was made ahead, by [`operation!`].
pub trait Prepare: Sized {
    type Variables: Serialize;
    const TEXT: &'static str;

    /// The operation with these variables.
    fn build(variables: Self::Variables) -> Prepared<Self> {
        Prepared(variables)
    }
}

/// See [`Prepare`].
pub struct Prepared<Answer: Prepare>(Answer::Variables);

impl<Answer: Prepare> Outgoing for Prepared<Answer> {
    type Answer = Answer;

    fn write(self) -> Written {
        Written { query: Answer::TEXT.into(), variables: serde_json::to_string(&self.0).ok(), name: None }
    }
}

/// `operation!(Query own_session: ViewerQuery, ())` gives an operation the text in `operations/own_session.graphql`.
macro_rules! operation {
    ($kind:ident $name:ident: $operation:ty, $variables:ty) => {
        impl $crate::api::operation::Prepare for $operation {
            type Variables = $variables;
            #[cfg(target_arch = "wasm32")]
            const TEXT: &'static str = include_str!(concat!("operations/", stringify!($name), ".graphql"));
            // Only the browser sends; elsewhere the text may not have been made yet.
            #[cfg(not(target_arch = "wasm32"))]
            const TEXT: &'static str = "";
        }

        #[cfg(test)]
        #[test]
        fn $name() {
            let kind = cynic::queries::OperationType::$kind;
            $crate::api::operation::tests::check::<$operation, $variables>(kind, stringify!($name));
        }
    };
}

pub(super) use operation;

#[cfg(test)]
#[path = "../../fingerprint.rs"]
mod fingerprint;

#[cfg(test)]
pub(super) mod tests {
    use std::fs;
    use std::path::{Path, PathBuf};

    use cynic::queries::{OperationType, build_executable_document};
    use cynic::{QueryFragment, QueryVariables};

    fn package() -> PathBuf {
        PathBuf::from(env!("CARGO_MANIFEST_DIR"))
    }

    /// Writes the file when it has become another.
    fn keep(file: &Path, text: &str) {
        let before = fs::read_to_string(file).unwrap_or_default();
        if before != text {
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, text).unwrap();
            panic!("{} was out of date and has been written anew", file.display());
        }
    }

    pub fn check<Operation: QueryFragment, Variables: QueryVariables>(kind: OperationType, name: &str) {
        let named = Operation::name();
        let text = build_executable_document::<Operation, Variables>(
            kind,
            named.as_deref(),
            Default::default(),
            None,
        );
        keep(&package().join(format!("src/api/operations/{name}.graphql")), &text);
    }

    #[test]
    fn texts_are_of_these_fragments() {
        let made_from = super::fingerprint::fingerprint(&package()).unwrap();
        keep(&package().join("src/api/operations/made-from"), &made_from);
    }
}
