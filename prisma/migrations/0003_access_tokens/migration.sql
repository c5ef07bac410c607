-- Access tokens: what a person gives a machine that is to act for them.

-- When the identity provider last said who this is: at a sign-in, or asked again while access tokens of theirs live.
ALTER TABLE "person" ADD COLUMN "confirmed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP;
UPDATE "person" SET "confirmed_at" = "updated_at";

-- The token itself is shown once and kept as its hash: who reads this table can be nobody's machine.
-- A row outlives its token, so that one that has ended is told from one that never was.
CREATE TABLE "access_token" (
    "id" UUID NOT NULL,
    "hash" BYTEA NOT NULL,
    "person_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    -- Null: every role that the person has. An empty list would be none.
    "grants" JSONB,
    -- Empty: from anywhere.
    "networks" TEXT[] NOT NULL DEFAULT '{}',
    -- Whether the provider can be asked about the person while they are away. If not, the end is set accordingly.
    "hourly" BOOLEAN NOT NULL,
    "made_by" TEXT NOT NULL,
    "made_address" TEXT NOT NULL,
    "made_client" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),
    "revoked_why" TEXT,
    -- When the person said that they know of it.
    "acknowledged_at" TIMESTAMPTZ(3),
    "last_used_at" TIMESTAMPTZ(3),
    "last_used_address" TEXT,
    "last_used_client" TEXT,

    CONSTRAINT "access_token_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "access_token_hash_key" ON "access_token" ("hash");
CREATE INDEX "access_token_person_id_idx" ON "access_token" ("person_id");
CREATE INDEX "access_token_expires_at_idx" ON "access_token" ("expires_at");

ALTER TABLE "access_token" ADD CONSTRAINT "access_token_person_id_fkey"
    FOREIGN KEY ("person_id") REFERENCES "person" ("id") ON DELETE CASCADE ON UPDATE CASCADE;
