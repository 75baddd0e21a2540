//! Who somebody is and what they may reach: accounts, sign-in by password or emailed link, the second factor,
//! sessions, teams and their invitations, API keys.

pub mod accept_invitation;
pub mod access;
pub mod access_audit;
pub mod api_key;
pub mod attempts;
pub mod client_info;
pub mod consume_sign_in_link;
pub mod create_api_key;
pub mod end_session;
pub mod invite_member;
pub mod invite_resident;
pub mod list_api_keys;
pub mod list_invitations;
pub mod list_members;
pub mod password;
pub mod remove_member;
pub mod request_sign_in_link;
pub mod second_factor;
pub mod send_sign_in_link;
pub mod session;
pub mod set_language;
pub mod set_password;
pub mod set_up_second_factor;
pub mod sign_in;
pub mod sign_up;
pub mod update_member;
pub mod verify_second_factor;

pub use access::Caller;
pub use client_info::ClientInfo;
pub use session::SignedIn;
