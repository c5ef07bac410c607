/** What else has to be done where Sallyport is not: a block shuts one door. */

export function Elsewhere() {
  return (
    <section aria-labelledby="elsewhere">
      <h2 id="elsewhere" className="font-semibold text-base">
        Sallyport is one door
      </h2>
      <p className="mb-2 max-w-2xl text-pretty text-dim text-sm">
        AWS’s own portal and the AWS CLI lead to the same accounts. A block here closes neither.
      </p>
      <ol className="max-w-2xl list-decimal space-y-1 pl-5 text-pretty text-sm">
        <li>Disable them at the identity provider, so that they cannot sign in anywhere.</li>
        <li>
          Take their assignments away in IAM Identity Center: who is signed in there can go on until then.
        </li>
        <li>End their sessions there: Users, the person, Active sessions.</li>
      </ol>
    </section>
  );
}
