-- Jobs, webhook events, integrations and idempotency keys.
CREATE TABLE jobs (
    id uuid NOT NULL PRIMARY KEY,
    kind text NOT NULL,
    key text NOT NULL UNIQUE,
    payload text NOT NULL,
    run_at bigint NOT NULL,
    attempts bigint NOT NULL,
    lease bigint NOT NULL,
    leased_until bigint,
    finished_at bigint,
    failed_at bigint,
    last_error text,
    created_at bigint NOT NULL
);
CREATE INDEX jobs_run_at_pending_idx ON jobs (run_at) WHERE finished_at IS NULL AND failed_at IS NULL;
CREATE TABLE webhook_events (
    id uuid NOT NULL PRIMARY KEY,
    endpoint text NOT NULL,
    event_id text NOT NULL,
    kind text NOT NULL,
    account text,
    livemode boolean NOT NULL,
    payload text NOT NULL,
    received_at bigint NOT NULL,
    applied_at bigint,
    outcome text,
    attempts bigint NOT NULL,
    last_error text,
    given_up_at bigint,
    replays bigint NOT NULL,
    UNIQUE (endpoint, event_id)
);
CREATE INDEX webhook_events_received_at_idx ON webhook_events (received_at);
CREATE INDEX webhook_events_account_received_at_idx ON webhook_events (account, received_at);
CREATE TABLE integrations (
    id uuid NOT NULL PRIMARY KEY,
    organization_id uuid REFERENCES organizations(id),
    property_id uuid REFERENCES properties(id),
    kind text NOT NULL CHECK (kind IN ('stripe', 'email', 'storage')),
    last_success_at bigint,
    last_error_at bigint,
    last_error text
);
CREATE UNIQUE INDEX integrations_kind_installation_key ON integrations (kind) WHERE property_id IS NULL;
CREATE UNIQUE INDEX integrations_kind_property_id_key ON integrations (kind, property_id) WHERE property_id IS NOT NULL;
CREATE TABLE idempotency_keys (
    user_id uuid NOT NULL REFERENCES users(id),
    key text NOT NULL,
    operation text NOT NULL,
    fingerprint text NOT NULL,
    result text NOT NULL,
    created_at bigint NOT NULL,
    PRIMARY KEY (user_id, key)
);
