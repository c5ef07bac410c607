/** This release's number, as package.json names it. A constant, so that no bundle carries package.json; a test compares the two. */
export const version = "0.1.0";
