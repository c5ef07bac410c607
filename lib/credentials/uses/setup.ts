/** What a machine needs once: its token, in the two files that all snippets read. Holds no token. */

import { headerFile, type Machine, tokenFile } from "./machine";
import type { Snippet } from "./use";

/** Only where there is a shell that could read it. */
export function pairing({ portalUrl, system, grant }: Machine): Snippet | null {
  if (system === "windows") return null;
  // Of all signs that a role's name may have, none means anything to a shell within a word.
  const wanted = `--grant ${grant.accountId}/${grant.role}`;
  const text = `curl -fsS ${portalUrl}/pair | sh -s -- ${wanted}\n`;
  return { title: "Pair this machine", language: "shell", text };
}

/** Asks for the token, so that it is in no line of a shell's history, and writes files that nobody else may read. */
export function byHand(machine: Machine): Snippet {
  const [token, header] = [tokenFile(machine), headerFile(machine)];
  const title = "Or make an access token, and let this ask for it";
  if (machine.system === "windows") {
    const folder = token.slice(0, token.lastIndexOf("\\"));
    return {
      title: "Make an access token, and let this ask for it, in PowerShell",
      language: "powershell",
      text: `New-Item -ItemType Directory -Force '${folder}' | Out-Null
$token = (New-Object Net.NetworkCredential('', (Read-Host 'Access token' -AsSecureString))).Password
[IO.File]::WriteAllText('${token}', $token)
[IO.File]::WriteAllText('${header}', "Authorization: $token")
Remove-Variable token
`,
    };
  }
  return {
    title,
    language: "shell",
    text: `sh -c '
umask 077
mkdir -p "$(dirname "$1")"
stty -echo 2>/dev/null; printf "Access token: "; read -r token; stty echo 2>/dev/null; echo
printf %s "$token" > "$1"
printf "Authorization: %s\\n" "$token" > "$2"
chmod 600 "$1" "$2"
' sh "${token}" "${header}"
`,
  };
}
