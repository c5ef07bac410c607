/** Many events at once, put there by the database itself. They have no chain: for tests of reading alone. */

import type { TestStore } from "./test-database";

/** After those that are there. Each is a sign-out of Ada's. */
export async function addEvents({ query }: Pick<TestStore, "query">, count: number): Promise<void> {
  const text = JSON.stringify({
    correlationId: "0193a3c1-6b1e-7c52-9a30-5b0f2c1d4e6f",
    detail: { everywhere: false },
    id: "0193a3c1-6b1e-7c52-9a30-5b0f2c1d4e70",
    kind: "sign-out",
    outcome: "succeeded",
    person: {
      email: "ada@example.com",
      id: "7b0c1a52-9d0e-4f53-8f6a-1d2e3f405162",
      issuer: "https://id.example.com",
      name: "Ada",
      subject: "00u1",
    },
    source: { address: "192.0.2.7", peer: "192.0.2.7", userAgent: "Mozilla/5.0 (X11; Linux x86_64)" },
  });
  await query(
    `INSERT INTO audit_event (seq, id, at, version, kind, outcome, correlation_id, text, previous_hash, hash)
     SELECT head + number, gen_random_uuid(), now(), 1, 'sign-out', 'succeeded', gen_random_uuid(), $1,
       decode(repeat('00', 32), 'hex'), decode(repeat('11', 32), 'hex')
     FROM (SELECT coalesce(max(seq), 0) AS head FROM audit_event) AS last, generate_series(1, $2::int) AS number`,
    [text, count],
  );
}
