import { exportDoor } from "@/app/api/audit/export-door";

export const GET = exportDoor("jsonl");
