-- What the events of users' streams said about rights: one row per event, never changed. Present rights are their fold.
CREATE SCHEMA IF NOT EXISTS hub;

CREATE TABLE IF NOT EXISTS hub.access_grant (
    user_name text NOT NULL,
    version bigint NOT NULL,
    at timestamptz NOT NULL,
    kind text NOT NULL CHECK (kind IN ('GRANTED', 'REVOKED', 'DISABLED')),
    role text,
    scope_kind text CHECK (scope_kind IN ('Province', 'Communes', 'Institution')),
    scope_values text[],
    by_user text NOT NULL,
    reason text NOT NULL,
    PRIMARY KEY (user_name, version),
    CHECK ((kind = 'DISABLED') = (role IS NULL)),
    CHECK ((kind = 'GRANTED') = (scope_kind IS NOT NULL AND scope_values IS NOT NULL))
);
