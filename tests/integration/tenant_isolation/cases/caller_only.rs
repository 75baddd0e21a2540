//! Cases that take no id and are about the caller alone: who they are, signing in and out, their own account.

use super::AuthorizedCaller::{Anyone, Manager, Program, Sam, SamAwaitingSecondFactor};
use super::{Case, about};

/// What a limit leaves.
const COUNT: &[&str] = &["attempt_counter"];
/// What a change to one's own access leaves.
const ACCESS: &[&str] = &["session", "audit_event", "audit_chain", "attempt_counter"];

/// What a change to one's own account leaves.
const OWN: &[&str] = &["user", "session", "audit_event", "audit_chain", "attempt_counter"];

/// What is about the caller alone, in the same kind of order; the last one ends their session.
pub const ABOUT_THE_CALLER: &[Case] = &[
    about("Query.viewer", Manager, "viewer @"),
    about("Query.currentApiKey", Program, "currentApiKey @"),
    about("Query.invitation", Anyone, r#"invitation(token: "<invitation token>") @"#).changed_tables(COUNT),
    about(
        "Mutation.signInLinkRequest",
        Anyone,
        r#"signInLinkRequest(input: { email: "<email>", audience: ADMIN }) @"#,
    )
    .changed_tables(&["attempt_counter", "job", "sign_in_link", "email"]),
    about("Mutation.signInLinkConsume", Anyone, r#"signInLinkConsume(input: { token: "<link token>" }) @"#)
        .error_codes(&["LINK_INVALID"])
        .changed_tables(COUNT),
    about(
        "Mutation.organizationSignUpRequest",
        Anyone,
        r#"organizationSignUpRequest(input: {
        organizationName: "Newtown", country: US, name: "Nia", email: "<email>", language: EN }) @"#,
    )
    .changed_tables(&["attempt_counter", "job", "sign_up", "email"]),
    about(
        "Mutation.organizationSignUpConfirm",
        Anyone,
        r#"organizationSignUpConfirm(input: { token: "<sign-up token>" }) @"#,
    )
    .error_codes(&["LINK_INVALID"])
    .changed_tables(COUNT),
    about(
        "Mutation.invitationAccept",
        Anyone,
        r#"invitationAccept(input: { token: "<invitation token>" }) @"#,
    )
    .error_codes(&["INVITATION_INVALID"])
    .changed_tables(COUNT),
    about("Mutation.viewerLanguageSet", Sam, "viewerLanguageSet(language: FR) @")
        .changed_tables(&["user", "resident"]),
    about("Mutation.passwordSet", Sam, r#"passwordSet(input: { newPassword: "<password>" }) @"#)
        .changed_tables(OWN),
    about("Mutation.signIn", Anyone, r#"signIn(input: { email: "<email>", password: "<password>" }) @"#)
        .error_codes(&["INVALID_CREDENTIALS"])
        .changed_tables(&["attempt_counter", "job"]),
    about("Mutation.passwordRemove", Sam, r#"passwordRemove(input: { currentPassword: "<password>" }) @"#)
        .changed_tables(OWN),
    about("Mutation.sessionEndOthers", Sam, "sessionEndOthers @").changed_tables(ACCESS),
    about("Mutation.secondFactorEnroll", Sam, "secondFactorEnroll @").changed_tables(&["user"]),
    about("Mutation.secondFactorEnable", Sam, r#"secondFactorEnable(input: { code: "<code>" }) @"#)
        .changed_tables(COUNT),
    about(
        "Mutation.secondFactorVerify",
        SamAwaitingSecondFactor,
        r#"secondFactorVerify(input: { code: "<code>" }) @"#,
    ),
    about(
        "Mutation.secondFactorRecoveryCodesReplace",
        Sam,
        r#"secondFactorRecoveryCodesReplace(input: { code: "<code>" }) @"#,
    )
    .changed_tables(COUNT),
    about("Mutation.secondFactorDisable", Sam, r#"secondFactorDisable(input: { code: "<code>" }) @"#)
        .changed_tables(COUNT),
    about("Mutation.signOut", Sam, "signOut @").changed_tables(ACCESS),
];
