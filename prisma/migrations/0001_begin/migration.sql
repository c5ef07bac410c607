-- The tables of the whole path: people and their sessions, their sealed tokens, the record of what happened,
-- and the rows by which several processes take turns. docs/data-model.md says who writes which.

-- Who signed in. Issuer and subject are the key: names and addresses change hands.
CREATE TABLE "person" (
    "id" UUID NOT NULL,
    "issuer" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "name" TEXT,
    "email" TEXT,
    "email_verified" BOOLEAN NOT NULL,
    "user_name" TEXT,
    -- Null where the provider sent no such claim, which is not the same as being in no group.
    "groups" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "person_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "person_issuer_subject_key" ON "person" ("issuer", "subject");

-- A cookie's id is kept as its hash alone: who reads this table cannot be anybody.
CREATE TABLE "session" (
    "id_hash" BYTEA NOT NULL,
    "person_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "session_pkey" PRIMARY KEY ("id_hash")
);
CREATE INDEX "session_person_id_idx" ON "session" ("person_id");
CREATE INDEX "session_expires_at_idx" ON "session" ("expires_at");

-- What the identity provider gave at sign-in, sealed. Who holds the lease may renew it; a new version ends the lease.
CREATE TABLE "idp_token" (
    "person_id" UUID NOT NULL,
    "sealed" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "lease_holder" UUID,
    "lease_until" TIMESTAMPTZ(3),

    CONSTRAINT "idp_token_pkey" PRIMARY KEY ("person_id")
);

-- A person's Identity Center token for one instance, sealed. A row without one is a lease on making the first.
CREATE TABLE "connection" (
    "person_id" UUID NOT NULL,
    "instance" TEXT NOT NULL,
    "sealed" TEXT,
    "expires_at" TIMESTAMPTZ(3),
    "arn" TEXT,
    "version" INTEGER NOT NULL DEFAULT 0,
    "lease_holder" UUID,
    "lease_until" TIMESTAMPTZ(3),

    CONSTRAINT "connection_pkey" PRIMARY KEY ("person_id", "instance")
);

-- One-time tokens that were used, as hashes: the key lets the second use fail.
CREATE TABLE "spent_token" (
    "hash" BYTEA NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "spent_token_pkey" PRIMARY KEY ("hash")
);
CREATE INDEX "spent_token_expires_at_idx" ON "spent_token" ("expires_at");

-- What happened, kept for years. "text" is the event; the columns before it repeat what is searched by.
-- Numbers come from the writer, under a lock, without gaps: a sequence would leave some, and a gap means a deletion.
CREATE TABLE "audit_event" (
    "seq" BIGINT NOT NULL,
    "id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "version" SMALLINT NOT NULL,
    "kind" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,
    "correlation_id" UUID NOT NULL,
    "request_id" UUID,
    "person_id" UUID,
    "person_name" TEXT,
    "person_email" TEXT,
    "instance" TEXT,
    "account_id" TEXT,
    "account_name" TEXT,
    "role" TEXT,
    "address" TEXT,
    "user_agent" TEXT,
    "access_key_id" TEXT,
    "text" TEXT NOT NULL,
    "previous_hash" BYTEA NOT NULL,
    "hash" BYTEA NOT NULL,

    CONSTRAINT "audit_event_pkey" PRIMARY KEY ("seq")
);
CREATE UNIQUE INDEX "audit_event_id_key" ON "audit_event" ("id");
CREATE INDEX "audit_event_account_id_seq_idx" ON "audit_event" ("account_id", "seq");
CREATE INDEX "audit_event_role_seq_idx" ON "audit_event" ("role", "seq");
CREATE INDEX "audit_event_kind_seq_idx" ON "audit_event" ("kind", "seq");
CREATE INDEX "audit_event_outcome_seq_idx" ON "audit_event" ("outcome", "seq");
CREATE INDEX "audit_event_address_seq_idx" ON "audit_event" ("address", "seq");
CREATE INDEX "audit_event_access_key_id_seq_idx" ON "audit_event" ("access_key_id", "seq");
CREATE INDEX "audit_event_person_id_seq_idx" ON "audit_event" ("person_id", "seq");
CREATE INDEX "audit_event_correlation_id_idx" ON "audit_event" ("correlation_id");
CREATE INDEX "audit_event_request_id_idx" ON "audit_event" ("request_id");
CREATE INDEX "audit_event_at_idx" ON "audit_event" USING BRIN ("at");

-- Rows are added, never changed: the database refuses, so that a fault in our code cannot rewrite history.
CREATE FUNCTION "refuse_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
END $$;
CREATE TRIGGER "audit_event_is_append_only"
    BEFORE UPDATE OR DELETE OR TRUNCATE ON "audit_event"
    FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();

-- When each kind of call to AWS may go next, for all replicas, and how far AWS has slowed us down.
CREATE TABLE "aws_pace" (
    "instance" TEXT NOT NULL,
    "mint_at" TIMESTAMPTZ(6) NOT NULL,
    "interactive_at" TIMESTAMPTZ(6) NOT NULL,
    "background_at" TIMESTAMPTZ(6) NOT NULL,
    "slowed_to" DOUBLE PRECISION NOT NULL DEFAULT 1,
    "slowed_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "aws_pace_pkey" PRIMARY KEY ("instance")
);

-- Which process does a job for all, until when.
CREATE TABLE "job_lease" (
    "name" TEXT NOT NULL,
    "holder" UUID NOT NULL,
    "until" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "job_lease_pkey" PRIMARY KEY ("name")
);

ALTER TABLE "session" ADD CONSTRAINT "session_person_id_fkey"
    FOREIGN KEY ("person_id") REFERENCES "person" ("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "idp_token" ADD CONSTRAINT "idp_token_person_id_fkey"
    FOREIGN KEY ("person_id") REFERENCES "person" ("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "connection" ADD CONSTRAINT "connection_person_id_fkey"
    FOREIGN KEY ("person_id") REFERENCES "person" ("id") ON DELETE CASCADE ON UPDATE CASCADE;
