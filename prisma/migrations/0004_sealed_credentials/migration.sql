-- Keys that machines may be handed again, sealed, and the lease on making them: AWS is asked once, however many programs start at a
-- time. A row without keys is only a lease. "confirmed_at" is when AWS last said that the role is this person's.
CREATE TABLE "sealed_credentials" (
    "person_id" UUID NOT NULL,
    "instance" TEXT NOT NULL,
    "account_id" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "sealed" TEXT,
    "expires_at" TIMESTAMPTZ(3),
    "confirmed_at" TIMESTAMPTZ(3),
    "lease_holder" UUID,
    "lease_until" TIMESTAMPTZ(3),

    CONSTRAINT "sealed_credentials_pkey" PRIMARY KEY ("person_id", "instance", "account_id", "role")
);
CREATE INDEX "sealed_credentials_expires_at_idx" ON "sealed_credentials" ("expires_at");

ALTER TABLE "sealed_credentials" ADD CONSTRAINT "sealed_credentials_person_id_fkey"
    FOREIGN KEY ("person_id") REFERENCES "person" ("id") ON DELETE CASCADE ON UPDATE CASCADE;
