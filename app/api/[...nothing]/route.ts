import { noSuchDoor } from "@/lib/web/route";

/** Every other address under /api: there is no door, and it says so in the same words as a closed one. */
export const GET = noSuchDoor;
export const POST = noSuchDoor;
export const PUT = noSuchDoor;
export const PATCH = noSuchDoor;
export const DELETE = noSuchDoor;
