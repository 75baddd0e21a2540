-- Invitations, sign-ups, recovery codes, API keys and the counters that bound attempts. No token or code is kept
-- as it is: those of links are made from the id and the server's secret, the others are hashed.
CREATE TABLE invitations (
    id uuid NOT NULL PRIMARY KEY,
    organization_id uuid NOT NULL REFERENCES organizations(id),
    kind text NOT NULL CHECK (kind IN ('member', 'resident')),
    name text NOT NULL,
    email text NOT NULL,
    language text NOT NULL CHECK (language IN ('en', 'fr')),
    role text CHECK (role IN ('organization_manager', 'property_manager')),
    resident_id uuid REFERENCES residents(id),
    invited_by uuid NOT NULL REFERENCES users(id),
    created_at bigint NOT NULL,
    expires_at bigint NOT NULL,
    accepted_at bigint,
    ended_at bigint,
    CHECK ((kind = 'member' AND role IS NOT NULL) OR (kind = 'resident' AND resident_id IS NOT NULL))
);
CREATE INDEX invitations_organization_id_kind_created_at_idx ON invitations (organization_id, kind, created_at);
CREATE UNIQUE INDEX invitations_organization_id_email_open_key ON invitations (organization_id, email) WHERE kind = 'member' AND accepted_at IS NULL AND ended_at IS NULL;
CREATE UNIQUE INDEX invitations_resident_id_open_key ON invitations (resident_id) WHERE kind = 'resident' AND accepted_at IS NULL AND ended_at IS NULL;
CREATE TABLE invitation_properties (
    invitation_id uuid NOT NULL REFERENCES invitations(id) ON DELETE CASCADE,
    property_id uuid NOT NULL REFERENCES properties(id),
    organization_id uuid NOT NULL REFERENCES organizations(id),
    PRIMARY KEY (invitation_id, property_id)
);
CREATE TABLE sign_ups (
    id uuid NOT NULL PRIMARY KEY,
    organization_name text NOT NULL,
    country text NOT NULL CHECK (country IN ('us', 'ca')),
    name text NOT NULL,
    email text NOT NULL,
    language text NOT NULL CHECK (language IN ('en', 'fr')),
    created_at bigint NOT NULL,
    expires_at bigint NOT NULL,
    consumed_at bigint
);
CREATE TABLE recovery_codes (
    id uuid NOT NULL PRIMARY KEY,
    user_id uuid NOT NULL REFERENCES users(id),
    code_hash text NOT NULL,
    used_at bigint
);
CREATE INDEX recovery_codes_user_id_idx ON recovery_codes (user_id);
CREATE TABLE api_keys (
    id uuid NOT NULL PRIMARY KEY,
    organization_id uuid NOT NULL REFERENCES organizations(id),
    name text NOT NULL,
    prefix text NOT NULL,
    secret_hash text NOT NULL UNIQUE,
    scopes text NOT NULL,
    all_properties boolean NOT NULL,
    created_by uuid NOT NULL REFERENCES users(id),
    created_at bigint NOT NULL,
    last_used_at bigint,
    last_network text,
    expires_at bigint,
    revoked_at bigint
);
CREATE INDEX api_keys_organization_id_created_at_idx ON api_keys (organization_id, created_at);
CREATE TABLE api_key_properties (
    api_key_id uuid NOT NULL REFERENCES api_keys(id) ON DELETE CASCADE,
    property_id uuid NOT NULL REFERENCES properties(id),
    organization_id uuid NOT NULL REFERENCES organizations(id),
    PRIMARY KEY (api_key_id, property_id)
);
CREATE TABLE attempt_counters (
    bucket text NOT NULL PRIMARY KEY,
    began_at bigint NOT NULL,
    count bigint NOT NULL
);
