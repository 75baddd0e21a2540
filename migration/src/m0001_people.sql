-- Organizations, properties, units and the people in them.
CREATE TABLE users (
    id uuid NOT NULL PRIMARY KEY,
    email text NOT NULL UNIQUE,
    name text NOT NULL,
    language text NOT NULL CHECK (language IN ('en', 'fr')),
    password_hash text,
    second_factor_salt text,
    second_factor_enabled_at bigint,
    second_factor_step bigint,
    created_at bigint NOT NULL
);
CREATE TABLE organizations (
    id uuid NOT NULL PRIMARY KEY,
    name text NOT NULL,
    country text NOT NULL,
    invoice_prefix text NOT NULL,
    next_invoice_number bigint NOT NULL,
    logo_key text,
    second_factor_required boolean NOT NULL DEFAULT false,
    created_at bigint NOT NULL
);
CREATE TABLE properties (
    id uuid NOT NULL PRIMARY KEY,
    organization_id uuid NOT NULL REFERENCES organizations(id),
    name text NOT NULL,
    address text NOT NULL,
    city text NOT NULL,
    time_zone text NOT NULL,
    currency text NOT NULL CHECK (currency IN ('USD', 'CAD')),
    country text NOT NULL,
    region text,
    reply_to text,
    bank_fee_mode text NOT NULL CHECK (bank_fee_mode IN ('pass', 'absorb')),
    card_fee_mode text NOT NULL CHECK (card_fee_mode IN ('pass', 'absorb')),
    card_cap_bp bigint NOT NULL,
    books_closed_through text,
    card_acknowledged_by uuid REFERENCES users(id),
    card_acknowledged_name text,
    card_acknowledged_at bigint,
    version bigint NOT NULL,
    created_at bigint NOT NULL
);
CREATE INDEX properties_organization_id_name_idx ON properties (organization_id, name);
CREATE TABLE members (
    id uuid NOT NULL PRIMARY KEY,
    organization_id uuid NOT NULL REFERENCES organizations(id),
    user_id uuid NOT NULL REFERENCES users(id),
    role text NOT NULL CHECK (role IN ('organization_manager', 'property_manager')),
    created_at bigint NOT NULL,
    UNIQUE (organization_id, user_id)
);
CREATE INDEX members_user_id_idx ON members (user_id);
CREATE TABLE member_properties (
    member_id uuid NOT NULL REFERENCES members(id) ON DELETE CASCADE,
    property_id uuid NOT NULL REFERENCES properties(id),
    organization_id uuid NOT NULL REFERENCES organizations(id),
    PRIMARY KEY (member_id, property_id)
);
CREATE TABLE units (
    id uuid NOT NULL PRIMARY KEY,
    organization_id uuid NOT NULL REFERENCES organizations(id),
    property_id uuid NOT NULL REFERENCES properties(id),
    label text NOT NULL,
    created_at bigint NOT NULL,
    UNIQUE (property_id, label)
);
CREATE INDEX units_organization_id_property_id_idx ON units (organization_id, property_id);
CREATE TABLE residents (
    id uuid NOT NULL PRIMARY KEY,
    organization_id uuid NOT NULL REFERENCES organizations(id),
    user_id uuid REFERENCES users(id),
    name text NOT NULL,
    email text,
    language text NOT NULL CHECK (language IN ('en', 'fr')),
    status text NOT NULL CHECK (status IN ('pending', 'invited', 'active', 'inactive')),
    created_at bigint NOT NULL
);
CREATE INDEX residents_organization_id_name_idx ON residents (organization_id, name);
CREATE INDEX residents_user_id_idx ON residents (user_id);
CREATE TABLE residencies (
    id uuid NOT NULL PRIMARY KEY,
    organization_id uuid NOT NULL REFERENCES organizations(id),
    property_id uuid NOT NULL REFERENCES properties(id),
    unit_id uuid NOT NULL REFERENCES units(id),
    resident_id uuid NOT NULL REFERENCES residents(id),
    kind text NOT NULL CHECK (kind IN ('owner', 'tenant')),
    is_primary boolean NOT NULL,
    starts_on text NOT NULL,
    ends_on text
);
CREATE INDEX residencies_organization_id_unit_id_idx ON residencies (organization_id, unit_id);
CREATE INDEX residencies_resident_id_idx ON residencies (resident_id);
CREATE UNIQUE INDEX residencies_unit_id_current_primary_key ON residencies (unit_id) WHERE is_primary AND ends_on IS NULL;
CREATE TABLE sessions (
    id uuid NOT NULL PRIMARY KEY,
    token_hash text NOT NULL UNIQUE,
    user_id uuid NOT NULL REFERENCES users(id),
    method text NOT NULL CHECK (method IN ('password', 'link', 'invitation')),
    awaits_second_factor boolean NOT NULL,
    user_agent text NOT NULL,
    network text NOT NULL,
    created_at bigint NOT NULL,
    last_seen_at bigint NOT NULL,
    expires_at bigint NOT NULL
);
CREATE INDEX sessions_user_id_idx ON sessions (user_id);
CREATE TABLE sign_in_links (
    id uuid NOT NULL PRIMARY KEY,
    user_id uuid NOT NULL REFERENCES users(id),
    audience text NOT NULL CHECK (audience IN ('admin', 'portal')),
    created_at bigint NOT NULL,
    expires_at bigint NOT NULL,
    consumed_at bigint
);
CREATE INDEX sign_in_links_user_id_created_at_idx ON sign_in_links (user_id, created_at);
