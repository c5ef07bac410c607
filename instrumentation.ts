/** Next calls this once when its server starts. Everything it does is in `lib/web/start.ts`. */
export async function register(): Promise<void> {
  // The build decides by this name which runtime's code it keeps, so it cannot come from lib/env.
  // biome-ignore lint/style/noProcessEnv: see above.
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { start } = await import("@/lib/web/start");
  await start();
}
