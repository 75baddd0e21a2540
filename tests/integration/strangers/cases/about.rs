//! Cases that take no id and are about the caller alone: who they are, signing in and out, their own account.

use super::Who::{Anyone, Manager, Program, Sam, SamAtTheSecondStep};
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
    about("Query.apiKey", Program, "apiKey @"),
    about("Query.invitation", Anyone, r#"invitation(token: "<invitation token>") @"#).leaves(COUNT),
    about(
        "Mutation.signInLinkRequest",
        Anyone,
        r#"signInLinkRequest(input: { email: "<email>", audience: ADMIN }) @"#,
    )
    .leaves(&["attempt_counter", "job", "sign_in_link", "message"]),
    about("Mutation.signInLinkConsume", Anyone, r#"signInLinkConsume(input: { token: "<link token>" }) @"#)
        .says(&["LINK_INVALID"])
        .leaves(COUNT),
    about(
        "Mutation.organizationSignUpRequest",
        Anyone,
        r#"organizationSignUpRequest(input: {
        organizationName: "Newtown", country: US, name: "Nia", email: "<email>", language: EN }) @"#,
    )
    .leaves(&["attempt_counter", "job", "sign_up", "message"]),
    about(
        "Mutation.organizationSignUpConfirm",
        Anyone,
        r#"organizationSignUpConfirm(input: { token: "<sign-up token>" }) @"#,
    )
    .says(&["LINK_INVALID"])
    .leaves(COUNT),
    about(
        "Mutation.invitationAccept",
        Anyone,
        r#"invitationAccept(input: { token: "<invitation token>" }) @"#,
    )
    .says(&["INVITATION_INVALID"])
    .leaves(COUNT),
    about("Mutation.viewerLanguageSet", Sam, "viewerLanguageSet(language: FR) @")
        .leaves(&["user", "resident"]),
    about("Mutation.passwordSet", Sam, r#"passwordSet(input: { newPassword: "<password>" }) @"#).leaves(OWN),
    about("Mutation.signIn", Anyone, r#"signIn(input: { email: "<email>", password: "<password>" }) @"#)
        .says(&["INVALID_CREDENTIALS"])
        .leaves(&["attempt_counter", "job"]),
    about("Mutation.passwordRemove", Sam, r#"passwordRemove(input: { currentPassword: "<password>" }) @"#)
        .leaves(OWN),
    about("Mutation.sessionEndOthers", Sam, "sessionEndOthers @").leaves(ACCESS),
    about("Mutation.secondFactorStart", Sam, "secondFactorStart @").leaves(&["user"]),
    about("Mutation.secondFactorEnable", Sam, r#"secondFactorEnable(input: { code: "<code>" }) @"#)
        .leaves(COUNT),
    about(
        "Mutation.secondFactorVerify",
        SamAtTheSecondStep,
        r#"secondFactorVerify(input: { code: "<code>" }) @"#,
    ),
    about(
        "Mutation.secondFactorRecoveryCodesReplace",
        Sam,
        r#"secondFactorRecoveryCodesReplace(input: { code: "<code>" }) @"#,
    )
    .leaves(COUNT),
    about("Mutation.secondFactorDisable", Sam, r#"secondFactorDisable(input: { code: "<code>" }) @"#)
        .leaves(COUNT),
    about("Mutation.signOut", Sam, "signOut @").leaves(ACCESS),
];
