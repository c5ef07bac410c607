"use client";

import "./globals.css";
import PageFailed from "./error";

/** The last resort, when even the frame failed: it brings its own. */
export default function EverythingFailed({ error }: { error: Error & { digest?: string } }) {
  return (
    <html lang="en">
      <body>
        <title>Sallyport</title>
        <PageFailed error={error} />
      </body>
    </html>
  );
}
