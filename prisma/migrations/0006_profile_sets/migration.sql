-- Profile sets: which of people's grants become profiles of `~/.aws/config`, and how they are called; kept once for a whole team.

-- The id stands in people's files and in addresses, so it never changes. A set outlives the person who made it: without an owner,
-- administrators can still take it away.
CREATE TABLE "profile_set" (
    "id" TEXT NOT NULL,
    "owner_id" UUID,
    "title" TEXT NOT NULL,
    "shared_with" TEXT[] NOT NULL DEFAULT '{}',
    "definition" JSONB NOT NULL,
    "version" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "changed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "profile_set_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "profile_set_owner_id_idx" ON "profile_set" ("owner_id");
CREATE INDEX "profile_set_shared_with_idx" ON "profile_set" USING GIN ("shared_with");
ALTER TABLE "profile_set" ADD CONSTRAINT "profile_set_owner_id_fkey"
    FOREIGN KEY ("owner_id") REFERENCES "person" ("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- Every version that was ever saved. "saved_by" is what the person was called at the time.
CREATE TABLE "profile_set_version" (
    "set_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "title" TEXT NOT NULL,
    "shared_with" TEXT[] NOT NULL DEFAULT '{}',
    "definition" JSONB NOT NULL,
    "changes" TEXT NOT NULL,
    "saved_by" TEXT,
    "saved_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "profile_set_version_pkey" PRIMARY KEY ("set_id", "version")
);
ALTER TABLE "profile_set_version" ADD CONSTRAINT "profile_set_version_set_id_fkey"
    FOREIGN KEY ("set_id") REFERENCES "profile_set" ("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Which grant has which name, for everybody of the set: a name that stands in somebody's scripts never comes to mean another account.
-- All of a set's in one row, because whoever names must see all names that were given; "version" goes up with each writing.
CREATE TABLE "profile_set_names" (
    "set_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 0,
    "records" JSONB NOT NULL DEFAULT '[]',

    CONSTRAINT "profile_set_names_pkey" PRIMARY KEY ("set_id")
);
ALTER TABLE "profile_set_names" ADD CONSTRAINT "profile_set_names_set_id_fkey"
    FOREIGN KEY ("set_id") REFERENCES "profile_set" ("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Which machine fetched which version last, by which token.
CREATE TABLE "profile_set_subscriber" (
    "set_id" TEXT NOT NULL,
    "token_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "client" TEXT NOT NULL,
    "fetched_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "profile_set_subscriber_pkey" PRIMARY KEY ("set_id", "token_id")
);
CREATE INDEX "profile_set_subscriber_token_id_idx" ON "profile_set_subscriber" ("token_id");
ALTER TABLE "profile_set_subscriber" ADD CONSTRAINT "profile_set_subscriber_set_id_fkey"
    FOREIGN KEY ("set_id") REFERENCES "profile_set" ("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "profile_set_subscriber" ADD CONSTRAINT "profile_set_subscriber_token_id_fkey"
    FOREIGN KEY ("token_id") REFERENCES "access_token" ("id") ON DELETE CASCADE ON UPDATE CASCADE;
