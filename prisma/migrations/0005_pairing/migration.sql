-- A machine that waits to be given an access token, from its question until it has fetched the token or its time is over.
-- Neither of its codes is here: the device code as a digest, and the code that a person types, which could be tried out,
-- as a mark that only the portal's secret makes.
CREATE TABLE "pairing" (
    "id" UUID NOT NULL,
    "device_hash" BYTEA NOT NULL,
    "code_mark" TEXT NOT NULL,
    "machine" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    -- The address, or all of the network that has it: so many may wait for each.
    "holder" TEXT NOT NULL,
    "user_agent" TEXT NOT NULL,
    "hints" TEXT[] NOT NULL,
    -- open, claimed, approved, denied, taken
    "state" TEXT NOT NULL,
    -- Whoever entered the code first; nobody else ever.
    "person_id" UUID,
    -- Where they did so. Null again once that session has ended: what was approved in it is worth nothing then.
    "session_hash" BYTEA,
    -- What was approved.
    "wanted" JSONB,
    "interval_seconds" INTEGER NOT NULL,
    "next_poll_at" TIMESTAMPTZ(3) NOT NULL,
    "begun_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "pairing_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "pairing_device_hash_key" ON "pairing" ("device_hash");
CREATE UNIQUE INDEX "pairing_code_mark_key" ON "pairing" ("code_mark");
CREATE INDEX "pairing_holder_idx" ON "pairing" ("holder");
CREATE INDEX "pairing_expires_at_idx" ON "pairing" ("expires_at");

ALTER TABLE "pairing" ADD CONSTRAINT "pairing_person_id_fkey"
    FOREIGN KEY ("person_id") REFERENCES "person" ("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "pairing" ADD CONSTRAINT "pairing_session_hash_fkey"
    FOREIGN KEY ("session_hash") REFERENCES "session" ("id_hash") ON DELETE SET NULL ON UPDATE CASCADE;
