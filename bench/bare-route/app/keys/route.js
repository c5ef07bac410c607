import { Agent } from "node:http";
import { GetRoleCredentialsCommand, SSOClient } from "@aws-sdk/client-sso";

const { BARE_ROUTE_INPUT: input = "{}" } = process.env;
const client = new SSOClient({
  maxAttempts: 1,
  requestHandler: { httpAgent: new Agent({ keepAlive: true, maxSockets: 50 }) },
});

/** The one call that the portal's doors make, and nothing round it. */
export async function GET() {
  const { roleCredentials } = await client.send(new GetRoleCredentialsCommand(JSON.parse(input)));
  return Response.json(roleCredentials);
}
