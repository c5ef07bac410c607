/** Fetches the menu of formats: with the first keys, so that it is there with the click. */
export const loadFormatMenu = () => import("./format-menu");
