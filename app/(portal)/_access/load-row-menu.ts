/** Fetches the menu's code: when a pointer comes near a row's button, so that it is there with the click. */
export const loadRowMenu = () => import("./row-menu");
